import { invalidField } from "../errors.ts";
import type { Keyring } from "../kit/secret.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Hosted } from "./model.ts";

/**
 * The hosted page: ours, for an ERP that can't show a code box. Its address is a **token** that names the OTP and is the
 * only secret of the page. It ends at the ERP's **return address**, with a **ticket** that the ERP redeems once.
 */
export interface OtpRef {
  tenantId: string;
  otpId: string;
}

export const TICKET_LIFE_MS = 300_000;

/** Why a person comes back without a ticket, as the ERP reads it. */
export type ReturnError = "expired" | "locked" | "cancelled" | "replaced" | "already_used";

export function hostedPage(
  keyring: Keyring,
  tenant: TenantConfig,
  asked: { returnUrl: string | undefined; state: string | undefined; codeLength: number },
): Hosted {
  const { returnUrl, state, codeLength } = asked;
  const known = tenant.settings.return_urls;
  if (returnUrl === undefined)
    throw invalidField("return_url", "is required with hosted: where the person goes back to");
  if (!known.includes(returnUrl)) {
    throw invalidField(
      "return_url",
      known.length === 0
        ? "the tenant has no return_urls; put this one into them first"
        : "must be one of the tenant's return_urls, letter by letter",
    );
  }
  const sealed = state === undefined ? null : keyring.seal(stateContext(tenant.id), state).toString("base64");
  return { returnUrl, state: sealed, codeLength };
}

export function pageToken(keyring: Keyring, otp: OtpRef): string {
  return keyring.token("page", refBytes(otp));
}

export function readPageToken(keyring: Keyring, token: string): OtpRef | null {
  const bytes = keyring.readToken("page", token);
  return bytes === null ? null : refOf(bytes);
}

/** The same for the same moment, so that a form that was sent twice brings one ticket. */
export function makeTicket(keyring: Keyring, otp: OtpRef, at: number): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(at, 0, 6);
  return keyring.token("ticket", Buffer.concat([refBytes(otp), time]));
}

export function readTicket(keyring: Keyring, ticket: string): (OtpRef & { at: number }) | null {
  const bytes = keyring.readToken("ticket", ticket);
  return bytes === null ? null : { ...refOf(bytes), at: bytes.readUIntBE(32, 6) };
}

export type WayBack = (outcome: { ticket: string } | { error: ReturnError }) => string;

/**
 * Where the person goes, with `state` as the ERP gave it. What could fail here fails before there is an outcome: a right
 * code that is spent always leads back.
 */
export function wayBack(keyring: Keyring, tenantId: string, { returnUrl, state }: Hosted): WayBack {
  // A header holds ASCII alone: the host in punycode and the rest percent-encoded, as a browser writes them.
  const address = new URL(returnUrl).href;
  const kept: Record<string, string> =
    state === null ? {} : { state: keyring.openText(stateContext(tenantId), Buffer.from(state, "base64")) };
  return (outcome) => withQuery(address, { ...outcome, ...kept });
}

/** Pure. What the address has of a query stays as it is written; a fragment stays last. */
export function withQuery(address: string, added: Record<string, string>): string {
  const [, before = "", fragment = ""] = /^([^#]*)(#.*)?$/s.exec(address) ?? [];
  const pairs = Object.entries(added).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const joint = !before.includes("?") ? "?" : /[?&]$/.test(before) ? "" : "&";
  return before + joint + pairs.join("&") + fragment;
}

function stateContext(tenantId: string): string {
  return `state:${tenantId}`;
}

function refBytes({ tenantId, otpId }: OtpRef): Buffer {
  return Buffer.from((tenantId + otpId).replaceAll("-", ""), "hex");
}

function refOf(bytes: Buffer): OtpRef {
  return { tenantId: uuidOf(bytes.subarray(0, 16)), otpId: uuidOf(bytes.subarray(16, 32)) };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
