import type { Sql } from "../db/client.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { Channel } from "../providers/provider.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import type { VendorWord } from "./decide-verify.ts";
import type { VerifyTarget } from "./checked-rows.ts";

/** What vendors that make codes of their own have to do with an OTP. */
export interface VendorCodes {
  otpId: string;
  /** Newest first. */
  references: { provider: ProviderConfig; reference: string }[];
  /** Our code may have gone out as well, by another provider. */
  oursSent: boolean;
  /** Nothing was sent, and a real one would have a vendor's code: its check goes the same way. */
  decoy: boolean;
}

/** What came of asking. `giveBack`: no question can have reached a vendor. */
export interface AskedWord {
  said: VendorWord;
  giveBack: boolean;
}

interface CarrierRow {
  id: string;
  decoy: boolean;
  channels: Channel[];
  carrier: string | null;
  provider: string | null;
  owner_id: string | null;
  reference: string | null;
}

/** What vendors said of late and how long they took, so that a decoy's check is like a real one. */
export class RecentChecks {
  readonly #checks: { ms: number; word: AskedWord }[] = [];
  #next = 0;

  add(ms: number, word: AskedWord): void {
    this.#checks[this.#next] = { ms, word };
    this.#next = (this.#next + 1) % 64;
  }

  /** One of them by chance; a word for the code that was checked then is none for this one. */
  sample(random: () => number): { ms: number; word: AskedWord } {
    const { ms, word } = this.#checks[Math.floor(random() * this.#checks.length)] ?? usualCheck(random);
    return { ms, word: word.said === "nothing" ? word : { said: "wrong", giveBack: false } };
  }
}

/** Before there is any. */
function usualCheck(random: () => number): { ms: number; word: AskedWord } {
  return { ms: 80 + random() * 160, word: { said: "wrong", giveBack: false } };
}

/** Null when no vendor has to be asked; where no provider makes codes of its own, that is known without a query. */
export async function findVendorCodes(
  sql: Sql,
  tenant: TenantConfig,
  target: VerifyTarget,
): Promise<VendorCodes | null> {
  if (![...tenant.providers.values()].some(makesCodes)) return null;
  const wanted =
    "id" in target
      ? sql`select id, decoy, channels from otps where tenant_id = ${tenant.id} and id = ${target.id}`
      : sql`select id, decoy, channels from otps
            where tenant_id = ${tenant.id} and subject = ${target.subject} and purpose = ${target.purpose}
              and (${target.userRef}::text is null or user_ref = ${target.userRef})
            order by (status = 'pending') desc, created_at desc limit 1`;
  const rows = await sql<CarrierRow[]>`
    select o.id, o.decoy, o.channels, m.provider as carrier, a.provider, a.owner_id,
           a.provider_message_id as reference
    from (${wanted}) o
    left join messages m on m.tenant_id = ${tenant.id} and m.otp_id = o.id
    left join attempts a on a.tenant_id = m.tenant_id and a.message_id = m.id and a.outcome in ('accepted', 'ambiguous')
    order by a.started_at desc nulls last`;
  const [first] = rows;
  if (first === undefined) return null;
  if (first.decoy) {
    return wouldAsk(tenant, first.channels) ? { otpId: first.id, references: [], oursSent: true, decoy: true } : null;
  }
  const carriers = rows.flatMap(({ carrier, provider }) => [carrier, provider]).filter((name) => name !== null);
  const vendors = carriers.filter((name) => makesCodes(tenant.providers.get(name)));
  if (vendors.length === 0) return null;
  const references = rows.flatMap(({ provider: name, owner_id: ownerId, reference }) => {
    const provider = name === null ? undefined : tenant.providers.get(name);
    if (provider === undefined || reference === null || provider.ownerId !== ownerId || !makesCodes(provider))
      return [];
    return [{ provider, reference }];
  });
  return { otpId: first.id, references, oursSent: vendors.length < carriers.length, decoy: false };
}

/** One after the other, until one says that it is right. */
export async function askVendors(
  delivery: Delivery,
  references: VendorCodes["references"],
  code: string,
): Promise<AskedWord> {
  let said: VendorWord | null = null;
  let left = false;
  for (const { provider, reference } of references) {
    const outcome = await delivery.askVendor(provider, reference, code);
    if (outcome.said === "right") return { said: "right", giveBack: false };
    left ||= outcome.said !== "nothing" || outcome.sent;
    // Of several words the newest code's counts, unless an older one was not to be had: that may have been the right one.
    said = outcome.said === "nothing" ? "nothing" : (said ?? outcome.said);
  }
  return { said: said ?? "nothing", giveBack: !left };
}

function makesCodes(provider: ProviderConfig | undefined): boolean {
  return provider?.adapter.check !== undefined;
}

/** Whether the provider that comes first on the channel of its last send makes codes of its own. */
function wouldAsk(tenant: TenantConfig, channels: readonly Channel[]): boolean {
  const steps = tenant.routes.channels[channels.at(-1) ?? "whatsapp"] ?? [];
  const first = steps.map((step) => tenant.providers.get(step.provider)).find((provider) => provider?.state === "on");
  return makesCodes(first);
}
