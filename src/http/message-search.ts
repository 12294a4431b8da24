import type { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import type { LoggedMessage } from "../insight/messages.ts";
import { readingsOf, type Reading } from "../insight/search-box.ts";
import { searchMessages, type MessageFilter, type SearchDeps } from "../insight/search.ts";
import type { Found } from "../insight/walk.ts";
import { isEmailAddress } from "../kit/email-address.ts";
import { parsePublicId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import type { Gateway } from "../wire.ts";
import { badFields } from "./endpoint.ts";
import type { messageFilters } from "./message-schemas.ts";
import { recipientOf } from "./sandbox.ts";

type Filters = z.output<typeof messageFilters>;

/** Who sends for a tenant: its own providers, and the first tenant's. */
export function searchDeps(
  { sql, keyring, settings }: Pick<Gateway, "sql" | "keyring" | "settings">,
  tenantId: string,
): SearchDeps {
  const { firstTenantId } = settings.current;
  return { sql, keyring, tenantId, ownerIds: [...new Set([tenantId, firstTenantId ?? tenantId])] };
}

/** Null: it names something by an id that is none of ours, so nothing is meant. */
export function filterOf(query: Filters, defaultCountry: string): MessageFilter | null {
  const { message, otp, to, provider_message_id, error_class, provider_code, charged_min, charged_max, ...same } =
    query;
  const id = message === undefined ? undefined : parsePublicId("msg", message);
  const otpId = otp === undefined ? undefined : parsePublicId("otp", otp);
  const { from = null, until = null, user, status, channel, provider, purpose, country } = same;
  const recipient = to === undefined ? undefined : soughtRecipient(to, defaultCountry);
  if (from !== null && until !== null && from > until) {
    throw badFields([{ path: "from", message: "must not be after `until`" }]);
  }
  if (id === null || otpId === null) return null;
  return {
    id,
    otpId,
    to: recipient,
    user,
    providerMessageId: provider_message_id,
    status,
    channel,
    provider,
    purpose,
    country,
    errorClass: error_class,
    providerCode: provider_code,
    chargedMin: charged_min,
    chargedMax: charged_max,
    from,
    until,
  };
}

/** Who is looked for; one of whom the log was rid of has no name to be found by. */
export function soughtRecipient(text: string, defaultCountry: string): string {
  const recipient = recipientOf(text, defaultCountry);
  // Numbers that were good once may be unknown to the numbering plans of today.
  const number = /^ ?\+?(\d{7,15})$/.exec(recipient)?.[1];
  if (recipient.startsWith("+") || isEmailAddress(recipient)) return recipient;
  if (number !== undefined && /^[ +]/.test(text)) return `+${number}`;
  throw badFields([{ path: "to", message: "not a phone number or an address" }]);
}

export const nothing: Found<LoggedMessage> = { rows: [], next: null };

export function search(
  gateway: Pick<Gateway, "sql" | "keyring" | "settings" | "defaultCountry">,
  ctx: Ctx,
  query: Filters,
  limit: number,
  before: string | null,
): Promise<Found<LoggedMessage>> {
  const filter = filterOf(query, gateway.defaultCountry);
  // What is no id of ours names nothing.
  if (filter === null) return Promise.resolve(nothing);
  return searchMessages(searchDeps(gateway, ctx.tenant.id), filter, limit, before);
}

/** What somebody pasted, by each of its readings until one finds anything. Of a later page the reading is known. */
export async function searchBox(
  gateway: Pick<Gateway, "sql" | "keyring" | "settings" | "defaultCountry">,
  ctx: Ctx,
  query: Filters & { q: string },
  limit: number,
  after: { as: Reading["as"]; before: string } | null,
): Promise<{ found: Found<LoggedMessage>; reading: Reading | null }> {
  const { q, ...filters } = query;
  const readings = pastedReadings(q, gateway.defaultCountry);
  const given = readings.map(({ as }) => as).filter((as) => filters[as] !== undefined);
  if (given.length > 0)
    throw badFields([{ path: "q", message: `may mean ${given.join(" or ")}, which is given too: leave one out` }]);
  const same = readings.filter(({ as }) => after === null || after.as === as);
  for (const reading of same) {
    const found = await search(gateway, ctx, { ...filters, [reading.as]: reading.value }, limit, after?.before ?? null);
    if (found.rows.length > 0 || found.next !== null) return { found, reading };
  }
  return { found: nothing, reading: after === null ? null : (same[0] ?? null) };
}

/** For a file: the filter that a pasted text is taken for; null: it finds nothing. */
export async function readBox(
  gateway: Pick<Gateway, "sql" | "keyring" | "settings" | "defaultCountry">,
  ctx: Ctx,
  query: Filters & { q: string },
): Promise<Partial<Record<Reading["as"], string>> | null> {
  const { reading } = await searchBox(gateway, ctx, query, 1, null);
  return reading === null ? null : { [reading.as]: reading.value };
}

export function takenFor({ as, value }: Reading, reveal: boolean): Reading {
  return { as, value: as === "to" && !reveal ? maskRecipient(value) : value };
}

export function pastedReadings(q: string, defaultCountry: string): Reading[] {
  const readings = readingsOf(q, defaultCountry);
  if (readings.length === 0) {
    throw badFields([
      { path: "q", message: "is a masked number: paste the whole number, or the OTP's or message's id" },
    ]);
  }
  return readings;
}
