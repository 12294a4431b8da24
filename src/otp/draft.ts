import type { Ctx } from "../context.ts";
import { newId } from "../kit/id.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { IssueInput } from "./issue.ts";
import { refuseBlocked } from "../guard/refuse.ts";
import { CHECKS_AN_OTP, type Otp } from "./model.ts";
import { resolveRecipients } from "./recipient.ts";
import { reachableOn, refuseUnknownTemplate, type OtpDeps } from "./send.ts";

/** In the order of fallback: those asked for, or the tenant's. */
export function plannedChannels(tenant: TenantConfig, { channels }: Pick<IssueInput, "channels">): readonly Channel[] {
  return channels ?? tenant.routes.fallback.map((step) => step.channel);
}

export function isEmailOnly(channels: readonly Channel[]): boolean {
  return channels.every((channel) => channel === "email");
}

export type DraftDeps = Pick<OtpDeps, "defaultCountry" | "keyring">;

/** The OTP that an issue makes, before anything of it is planned or stored: for whom, on which channels, by which template. */
export function draftOtp(deps: DraftDeps, ctx: Ctx, input: IssueInput, now: number): Otp {
  const { tenant } = ctx;
  const channels = plannedChannels(tenant, input);
  const { recipients, subject, central } = resolveRecipients(
    tenant,
    {
      to: input.to,
      user: input.user ?? "",
      email: isEmailOnly(channels),
      decoy: input.decoy,
    },
    deps.defaultCountry,
    deps.keyring,
  );
  // A central number is the tenant's own.
  if (!central) refuseBlocked(tenant, recipients, now);
  const reachable = reachableOn(channels, recipients);
  const otp: Otp = {
    id: newId(now),
    tenantId: tenant.id,
    subject: deps.keyring.numbers.seal(tenant.id, subject),
    recipients,
    userRef: input.user ?? "",
    purpose: input.purpose,
    channels: reachable,
    locale: input.locale ?? "",
    template: input.template ?? "",
    params: input.params,
    metadata: input.metadata,
    clientIp: input.clientIp ?? null,
    status: "pending",
    attemptsLeft: Math.min(CHECKS_AN_OTP, input.via?.checks ?? CHECKS_AN_OTP),
    ttlSeconds: input.ttlSeconds,
    central,
    codeGiven: input.code !== undefined,
    decoy: input.decoy,
    likeVendors: false,
    via: input.via ?? null,
    sends: [now],
    createdAt: now,
    expiresAt: now + input.ttlSeconds * 1000,
    resendAt: now + tenant.limits.cooldown_seconds * 1000,
  };
  refuseUnknownTemplate(ctx, otp, reachable);
  return otp;
}
