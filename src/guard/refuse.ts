import { GatewayError } from "../errors.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

type Guarded = Pick<TenantConfig, "limits" | "blocks">;

/**
 * Pure: the key that keeps a code from this recipient; null: none. Looked up in memory at every issue. An end that has come
 * counts at once, not when the job comes by; a block that has just been made, within a second.
 */
export function blockOn({ limits, blocks }: Guarded, recipient: string, now: number): string | null {
  if (blocks.size === 0 || limits.guard.mode !== "block") return null;
  const prefix = prefixOf(recipient);
  if (prefix === null) return null;
  const country = countryOf(recipient);
  const key = [prefix, country].find((one) => one !== null && now < (blocks.get(one) ?? 0));
  if (key === undefined || key === null) return null;
  const allowed = limits.guard.allow.some((entry) => entry === country || recipient.startsWith(entry));
  return allowed ? null : key;
}

/** Nothing in it helps who asks to find out what the guard looks at. */
export function refuseBlocked(tenant: Guarded, recipients: readonly string[], now: number): void {
  for (const recipient of recipients) {
    if (blockOn(tenant, recipient, now) === null) continue;
    const prefix = prefixOf(recipient);
    const message = `no codes are sent to numbers like ${prefix}… for now`;
    throw new GatewayError("destination_not_allowed", `to: ${message}`, {
      errors: [{ path: "to", message }],
      members: { limit: "guard", prefix },
    });
  }
}
