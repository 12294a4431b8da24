import { eq, sql } from "drizzle-orm";
import { accounts, tenants } from "../db/schema/index.ts";
import { GatewayError, type FieldError } from "../errors.ts";
import { newId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import { formatAmount, parseAmount } from "../kit/money.ts";
import { readPhone } from "../kit/phone.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import { documentTag } from "../settings/document-tag.ts";
import { tenantDocument, type TenantDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { refuseChanged } from "../settings/if-match.ts";
import type { Expected } from "../templates/state.ts";
import type { AuditedChange, Auditor } from "./audit.ts";

export interface PutTenant {
  name: string;
  document: TenantDocument;
  /** Of a new tenant's account. */
  currency: string;
  defaultCountry: string;
  /** As it was read; undefined: however it is. */
  expected?: Expected | undefined;
}

/** Creates a tenant with its account, or replaces its settings. The credit line is the account's as well. */
export async function putTenant(deps: ChangeDeps, ctx: Auditor, put: PutTenant): Promise<{ findings: Finding[] }> {
  const { name, document } = put;
  refuseBadAddresses(document, put.defaultCountry);
  const creditLine = parseAmount(document.credit_line) ?? 0n;
  return changeSettings(deps, ctx, async (tx, now) => {
    const [known] = await tx.select().from(tenants).where(eq(tenants.name, name));
    const tag = known === undefined ? null : documentTag(tenantDocument.parse(known.settings));
    refuseChanged(put.expected, tag, `The tenant ${name}`);
    const id = known?.id ?? newId();
    if (known === undefined) {
      await tx.insert(tenants).values({ id, name, settings: document, createdAt: now });
      await tx.insert(accounts).values({ tenantId: id, currency: put.currency, creditLine });
    } else {
      await setCreditLine(tx, id, creditLine);
      await tx.update(tenants).set({ settings: document }).where(eq(tenants.id, id));
    }
    const change: AuditedChange = {
      action: "tenant.put",
      target: name,
      before: known === undefined ? null : maskTenant(known.settings as TenantDocument),
      after: maskTenant(document),
    };
    // Its own people see it, and so do those of the tenant that did it.
    return { audit: [{ ...change, tenantId: id }, ...(id === ctx.tenant.id ? [] : [change])] };
  });
}

/** Phone numbers and addresses as logs and auditors see them. */
export function maskTenant(document: TenantDocument): TenantDocument {
  const { central_recipients: numbers, alert_to: alerts } = document;
  return {
    ...document,
    central_recipients: numbers.map(maskRecipient),
    alert_to: alerts.map((alert) => ({ ...alert, to: maskRecipient(alert.to) })),
  };
}

/** Under the account's lock, which every writer of money takes first: no hold is made by the old line meanwhile. */
async function setCreditLine(tx: OrmTx, tenantId: string, creditLine: bigint): Promise<void> {
  const [account] = await tx.select().from(accounts).where(eq(accounts.tenantId, tenantId)).for("update");
  if (account === undefined) throw new Error(`tenant ${tenantId} has no account`);
  if (account.creditLine === creditLine) return;
  if (account.available + creditLine < 0n) {
    throw new GatewayError(
      "conflict",
      `credit_line: the balance is already at ${formatAmount(account.available)} ${account.currency}.`,
      { errors: [{ path: "credit_line", message: "is less than what the balance already owes" }] },
    );
  }
  await tx
    .update(accounts)
    .set({ creditLine: sql`${creditLine.toString()}::bigint` })
    .where(eq(accounts.tenantId, tenantId));
}

const address = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,185}\.[A-Za-z]{2,63}$/u;

/** Twice in one query, it would be the person who gets to say which of the two an ERP reads; some ignore the case. */
const takenNames: ReadonlySet<string> = new Set(["ticket", "state", "error"]);

function refuseBadAddresses(document: TenantDocument, defaultCountry: string): void {
  const errors: FieldError[] = [];
  const phone = (path: string, text: string): void => {
    const reading = readPhone(text, defaultCountry);
    if (!reading.ok) errors.push({ path, message: reading.why });
  };
  document.central_recipients.forEach((number, index) => phone(`central_recipients.${index}`, number));
  document.alert_to.forEach(({ channel, to }, index) => {
    const path = `alert_to.${index}.to`;
    if (channel !== "email") phone(path, to);
    else if (!address.test(to)) errors.push({ path, message: "not an e-mail address" });
  });
  document.return_urls.forEach((url, index) => {
    const taken = [...new URL(url).searchParams.keys()].find((name) => takenNames.has(name.toLowerCase()));
    if (taken === undefined) return;
    errors.push({
      path: `return_urls.${index}`,
      message: `its query may not have ${taken}: the hosted page adds that`,
    });
  });
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), { errors });
}
