import { fixPrice } from "../ledger/fixed-price.ts";
import { newId } from "../kit/id.ts";
import { countryOf } from "../kit/phone.ts";
import { ceilingsOf, placeOf } from "../limits/ceilings.ts";
import { blockOn } from "../guard/refuse.ts";
import type { NewMessage } from "../otp/decide-issue.ts";
import { namedUser, type Otp } from "../otp/model.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { routeChannel, type RouteAnswer, type RouteQuestion, type RouteWorld, type Skip } from "./route.ts";

const DEFAULT_AFTER_SECONDS = 20;

export function routeQuestion(
  otp: Otp,
  channel: Channel,
  recipient: string,
  codeLength: number,
  now: number,
): RouteQuestion {
  return {
    channel,
    template: otp.template === "" ? undefined : otp.template,
    locale: otp.locale === "" ? undefined : otp.locale,
    purpose: otp.purpose,
    country: countryOf(recipient),
    number: recipient.startsWith("+") ? recipient : null,
    central: otp.central,
    user: namedUser(otp),
    brand: otp.via?.brand,
    text: otp.via?.text,
    ttlSeconds: Math.max(1, Math.round((otp.expiresAt - now) / 1000)),
    lifeSeconds: otp.ttlSeconds,
    codeLength,
    codeGiven: otp.codeGiven,
    params: otp.params,
    now,
  };
}

/** Walks the plan's channels from `from` to the first that can carry a message to this recipient. */
export function planMessage(
  tenant: TenantConfig,
  otp: Otp,
  recipient: string,
  channels: readonly Channel[],
  codeLength: number,
  world: RouteWorld,
  now: number,
): { message: NewMessage | null; skips: Skip[]; answers: RouteAnswer[] } {
  const skips: Skip[] = [];
  const answers: RouteAnswer[] = [];
  const block = otp.central ? null : blockOn(tenant, recipient, now);
  // Only a fallback comes so far: an issue is refused before.
  if (block !== null) return { message: null, skips: [{ provider: "guard", reason: `blocks ${block}` }], answers };
  for (const [index, channel] of channels.entries()) {
    const answer = routeChannel(tenant, routeQuestion(otp, channel, recipient, codeLength, now), world);
    answers.push(answer);
    if (!answer.ok) {
      if (answer.reason === "no_template") skips.push({ provider: channel, reason: `no template for ${channel}` });
      else if (answer.skips.length === 0) skips.push({ provider: channel, reason: `no provider for ${channel}` });
      skips.push(...answer.skips);
      continue;
    }
    const { route } = answer;
    // That of the first in line; another provider's own takes its place when that one's turn comes.
    const { template } = route.candidates[0];
    const message: NewMessage = {
      id: newId(now),
      tenantId: tenant.id,
      otpId: otp.id,
      channel,
      recipient,
      template: template.key,
      locale: template.locale,
      templateVersion: template.version,
      prices: Object.fromEntries(route.candidates.map(({ provider, price }) => [provider.name, fixPrice(price)])),
      order: route.candidates.map(({ provider }) => provider.name),
      skips: [...skips, ...route.skips],
      hold: route.hold,
      counted: 0,
      otherwise: mayBeHeldBack(tenant, recipient)
        ? planMessage(tenant, otp, recipient, channels.slice(index + 1), codeLength, world, now).message
        : null,
    };
    return { message, skips, answers };
  }
  return { message: null, skips, answers };
}

/** Whether limits may turn to another channel what the plan sends by its first. */
function mayBeHeldBack(tenant: TenantConfig, recipient: string): boolean {
  return tenant.limits.provider.length > 0 || ceilingsOf(tenant, placeOf(recipient)).length > 0;
}

/** The channels after this one. */
export function laterChannels(otp: Pick<Otp, "channels">, channel: string): Channel[] {
  const index = otp.channels.indexOf(channel as Channel);
  return index < 0 ? [] : otp.channels.slice(index + 1);
}

/** Whether the plan, as things are now, has a channel after this one that could carry the message. */
export function laterChannelCarries(
  tenant: TenantConfig,
  { otp, channel, recipient, code }: { otp: Otp; channel: Channel; recipient: string; code: string },
  world: RouteWorld,
  now: number,
): boolean {
  return laterChannels(otp, channel).some(
    (later) => routeChannel(tenant, routeQuestion(otp, later, recipient, code.length, now), world).ok,
  );
}

/** When the plan goes on without a delivered report; null when it has nowhere to go, or no time. */
export function fallbackAt(tenant: TenantConfig, otp: Otp, channel: string, now: number): number | null {
  if (laterChannels(otp, channel).length === 0) return null;
  const step = tenant.routes.fallback.find((candidate) => candidate.channel === channel);
  const at = now + (step?.after_seconds ?? DEFAULT_AFTER_SECONDS) * 1000;
  return at < otp.expiresAt ? at : null;
}
