import { sql } from "drizzle-orm";
import type { Database, Orm } from "../db/client.ts";
import {
  accounts,
  apiKeys,
  entries,
  limits,
  prices,
  providers,
  routes,
  templates,
  templateVersions,
  tenants,
} from "../db/schema/index.ts";
import { newId } from "../kit/id.ts";
import { parseAmount } from "../kit/money.ts";
import { hashApiKey } from "../kit/secret.ts";
import { post } from "../ledger/account.ts";
import { channels } from "../providers/provider.ts";
import { defaultLimits, tenantDocument } from "../settings/documents.ts";
import { announceChange } from "../settings/load.ts";
import { defaultTemplates } from "../templates/defaults.ts";
import type { Role } from "./actor.ts";
import { makeApiKey } from "./api-key.ts";

export interface BootstrapOptions {
  /** Embedded: a demo that works at once. Otherwise a bare tenant: no provider, no price, no credit. */
  demo: boolean;
  currency: string;
  adminKey: string | null;
  erpKey: string | null;
  /** Milliseconds. */
  now: number;
}

export interface BootstrapKeys {
  admin: string;
  erp: string;
}

/** A number that is ours alone: of several gateways that start on an empty database, one makes the first data. */
const LOCK = 7_252_026_002;
const DEMO_CREDIT = "100000";
const DEMO_PRICES = { whatsapp: "350", sms: "500", voice: "700", email: "50" } as const;

/** Makes the first-start data, once. Null when there is a tenant already. */
export async function bootstrap(db: Database, options: BootstrapOptions): Promise<BootstrapKeys | null> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const known = await tx.select({ id: tenants.id }).from(tenants).limit(1);
    if (known.length > 0) return null;
    const at = new Date(options.now);
    const tenantId = newId();
    await tx.insert(tenants).values({
      id: tenantId,
      name: options.demo ? "demo" : "default",
      first: true,
      settings: tenantDocument.parse({ brand: options.demo ? "Demo" : "Gerbang" }),
      createdAt: at,
    });
    await tx.insert(limits).values({ tenantId, rules: defaultLimits, updatedAt: at });
    for (const { key, channel, locale, document } of defaultTemplates) {
      const row = { tenantId, key, channel, locale, version: 1, content: document };
      await tx.insert(templates).values({ ...row, updatedAt: at });
      await tx.insert(templateVersions).values({ ...row, actor: "gateway", at });
    }
    if (options.demo) await demo(tx, tenantId, options, at);
    else await tx.insert(accounts).values({ tenantId, currency: options.currency });
    const keys = {
      admin: await firstKey(tx, tenantId, "admin", options.adminKey, at),
      erp: await firstKey(tx, tenantId, "erp", options.erpKey, at),
    };
    await announceChange(tx);
    return keys;
  });
}

type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

async function firstKey(tx: Tx, tenantId: string, role: Role, given: string | null, at: Date): Promise<string> {
  const made = makeApiKey(role);
  const hash = given === null ? made.hash : hashApiKey(given);
  await tx.insert(apiKeys).values({ id: made.id, tenantId, name: `first ${role} key`, role, hash, createdAt: at });
  return given ?? made.key;
}

async function demo(tx: Tx, tenantId: string, options: BootstrapOptions, at: Date): Promise<void> {
  await tx.insert(providers).values({
    tenantId,
    name: "sandbox",
    kind: "sandbox",
    state: "on",
    settings: {},
    updatedAt: at,
  });
  await tx.insert(routes).values({
    tenantId,
    channels: Object.fromEntries(channels.map((channel) => [channel, [{ provider: "sandbox" }]])),
    fallback: [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }],
    updatedAt: at,
  });
  await tx.insert(prices).values(
    channels.map((channel, position) => ({
      tenantId,
      position,
      channel,
      amount: parseAmount(DEMO_PRICES[channel]) ?? 0n,
      per: "message",
      chargedOn: "accepted",
      validFrom: new Date(0),
    })),
  );
  const account = {
    tenantId,
    currency: options.currency,
    available: 0n,
    held: 0n,
    spent: 0n,
    creditLine: 0n,
    seq: 0,
  };
  const credit = post.topup(account, parseAmount(DEMO_CREDIT) ?? 0n, {
    actor: "gateway",
    reference: "demo credit",
    at: options.now,
  });
  await tx.insert(accounts).values(account);
  await tx.insert(entries).values({ ...credit, at });
}
