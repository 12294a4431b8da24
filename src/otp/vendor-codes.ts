import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { CheckOutcome } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import { newestOf, type VendorChecks, type VerifyTarget } from "./checked-rows.ts";
import type { VendorWord } from "./decide-verify.ts";

/** What vendors that make codes of their own have to do with an OTP. */
export interface VendorCodes {
  otpId: string;
  /** Newest first. Empty: a vendor may have sent one, and its name for it never came. */
  references: VendorReference[];
  /** Our code may have gone out as well, by another provider. */
  oursSent: boolean;
  /** Nothing was sent, and a real one would have a vendor's code: its check goes the same way. */
  decoy: boolean;
}

export interface VendorReference {
  provider: ProviderConfig;
  reference: string;
}

/** What came of asking. `giveBack`: no question can have reached a vendor. */
export interface AskedWord {
  said: VendorWord;
  giveBack: boolean;
}

/** What vendors said of late and how long they took, so that a decoy's check is like a real one. */
export class RecentChecks {
  readonly #checks: { at: number; ms: number; word: AskedWord }[] = [];
  #next = 0;

  add(at: number, ms: number, word: AskedWord): void {
    this.#checks[this.#next] = { at, ms, word };
    this.#next = (this.#next + 1) % 64;
  }

  /** One of them by chance. A word on another's code says nothing of this one, but that there was none does. */
  sample(now: number, random: () => number): { ms: number; word: AskedWord } {
    const recent = this.#checks.filter(({ at }) => at > now - RECENT_MS);
    const { ms, word } = recent[Math.floor(random() * recent.length)] ?? usualCheck(random);
    return { ms, word: word.said === "nothing" ? word : wrong };
  }
}

const RECENT_MS = 5 * 60_000;

const wrong: AskedWord = { said: "wrong", giveBack: false };

/** Before there is any. */
function usualCheck(random: () => number): { ms: number; word: AskedWord } {
  return { ms: 80 + random() * 160, word: wrong };
}

/** Recipients of one OTP (five at most) and its resends: more are not asked about. */
const MOST_ASKED = 20;

interface CarrierRow {
  id: string;
  vendor_checks: VendorChecks | null;
  /** Of a message that is leaving now. */
  sending: string | null;
  provider: string | null;
  owner_id: string | null;
  vendor_code: boolean | null;
  reference: string | null;
}

/** Null when no vendor has to be asked; where no provider makes codes of its own, that is known without a query. */
export async function findVendorCodes(
  sql: Sql,
  settings: LiveSettings,
  tenant: TenantConfig,
  target: VerifyTarget,
): Promise<VendorCodes | null> {
  const { tenants, firstTenantId } = settings.current;
  // A tenant that has just got providers of its own may still have codes of the first tenant's.
  const owners = [tenant, ...(firstTenantId === null ? [] : [tenants.get(firstTenantId)])];
  if (!owners.some((owner) => [...(owner?.providers.values() ?? [])].some(makesCodes))) return null;

  const rows = await loadCarriers(sql, tenant, target);
  const [first] = rows;
  if (first === undefined) return null;
  const otpId = first.id;
  if (first.vendor_checks?.decoy === true) return { otpId, references: [], oursSent: true, decoy: true };

  const carriers = rows.flatMap((row) => carrierOf(row, tenant, (ownerId) => tenants.get(ownerId)));
  const vendors = carriers.filter(({ vendorCode }) => vendorCode);
  if (vendors.length === 0) return null;
  const oursSent = vendors.length < carriers.length;
  const references = vendors.flatMap(({ provider, reference }) =>
    makesCodes(provider) && reference !== null ? [{ provider, reference }] : [],
  );
  if (references.length === 0 && oursSent) return null;
  return { otpId, references: references.slice(0, MOST_ASKED), oursSent, decoy: false };
}

interface Carrier {
  provider: ProviderConfig | undefined;
  /** The vendor's own code went out, and not ours. */
  vendorCode: boolean;
  reference: string | null;
}

/** Who sent a message, may have sent it, or has it on the way; nobody for one that has not left. */
function carrierOf(row: CarrierRow, tenant: TenantConfig, owner: (id: string) => TenantConfig | undefined): Carrier[] {
  const { provider: name, owner_id: ownerId, vendor_code: vendorCode, sending, reference } = row;
  if (name !== null && ownerId !== null) {
    return [{ provider: providerOf(owner(ownerId), name, ownerId), vendorCode: vendorCode === true, reference }];
  }
  if (sending === null) return [];
  const provider = tenant.providers.get(sending);
  return [{ provider, vendorCode: makesCodes(provider), reference: null }];
}

/** Who carries an OTP's messages, or tried to, newest first; one row without any when nothing has left. */
async function loadCarriers(sql: Sql, tenant: TenantConfig, target: VerifyTarget): Promise<CarrierRow[]> {
  const byId = "id" in target;
  const wanted = {
    tenant_id: tenant.id,
    id: byId ? target.id : null,
    subject: byId ? null : target.subject,
    user_ref: byId ? null : target.userRef,
    purpose: byId ? null : target.purpose,
  };
  const found = byId
    ? sql`select id, vendor_checks, sends from otps where tenant_id = k.tenant_id and id = k.id offset 0`
    : newestOf(sql, target.subject === null ? "user" : "subject");
  // A resend with a new code makes the old ones void, a vendor's too.
  const since = tenant.settings.resend_code === "new" ? sql`o.sends[array_upper(o.sends, 1)]` : sql`0`;
  return sql<CarrierRow[]>`
    select o.id, o.vendor_checks, m.sending, a.provider, a.owner_id, a.vendor_code, a.reference
    from json_to_recordset(${rowsOf(sql, [wanted])}) as k(
      tenant_id uuid, id uuid, subject text, user_ref text, purpose text)
    cross join lateral (${found}) o
    left join lateral (
      select id, case when status = 'sending' then provider end as sending from messages
      where tenant_id = k.tenant_id and otp_id = o.id and created_at >= to_timestamp(${since} / 1000.0) offset 0) m on true
    left join lateral (
      select provider, owner_id, vendor_code, provider_message_id as reference, started_at from attempts
      where tenant_id = k.tenant_id and message_id = m.id and outcome in ('accepted', 'ambiguous') offset 0) a on true
    order by a.started_at desc nulls last`;
}

/** All at once, each within its provider's own time; a person waits. */
export async function askVendors(
  delivery: Delivery,
  references: readonly VendorReference[],
  code: string,
): Promise<AskedWord> {
  const outcomes = await Promise.all(
    references.map(({ provider, reference }) => delivery.askVendor(provider, reference, code)),
  );
  return { said: wordOf(outcomes), giveBack: outcomes.every((outcome) => outcome.said === "nothing" && !outcome.sent) };
}

/** A yes is a yes, whoever says it; one that was not to be had may have been it; else the newest code's word. */
function wordOf(outcomes: readonly CheckOutcome[]): VendorWord {
  const words = outcomes.map(({ said }) => said);
  if (words.includes("right")) return "right";
  return words.includes("nothing") ? "nothing" : (words[0] ?? "nothing");
}

/** Milliseconds within which the vendors have answered, or will not. */
export function longestAsk(references: readonly VendorReference[]): number {
  return Math.max(0, ...references.map(({ provider }) => provider.adapter.timeoutMs(provider.settings)));
}

function providerOf(owner: TenantConfig | undefined, name: string, ownerId: string): ProviderConfig | undefined {
  const provider = owner?.providers.get(name);
  return provider?.ownerId === ownerId ? provider : undefined;
}

export function makesCodes(provider: ProviderConfig | undefined): provider is ProviderConfig {
  return provider?.adapter.check !== undefined;
}
