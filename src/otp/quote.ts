import type { Ctx } from "../context.ts";
import { planMessage, routeQuestion } from "../delivery/plan.ts";
import {
  routeChannel,
  sampleText,
  type ChannelRoute,
  type RouteQuestion,
  type RouteWorld,
  type Skip,
} from "../delivery/route.ts";
import { measureSms, type SmsSize } from "../kit/sms-text.ts";
import { canPay } from "../ledger/account.ts";
import { readFunds } from "../ledger/balance.ts";
import type { Price } from "../ledger/price.ts";
import type { Channel } from "../providers/provider.ts";
import type { TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { draftOtp } from "./draft.ts";
import type { IssueInput } from "./issue.ts";
import type { OtpDeps } from "./send.ts";
import { toUser } from "./to-user.ts";
import { worstCase } from "./worst-case.ts";

export interface QuotedProvider {
  provider: string;
  /** The sandbox's messages reach nobody: who would send one has to be able to tell. */
  kind: string;
  price: Price;
  /** Of an SMS, in the alphabet that this provider sends it in. */
  segments: number | null;
}

/** One channel of the plan, for one recipient. */
export interface QuotedChannel {
  recipient: string;
  channel: Channel;
  /** In the order they would be tried. */
  providers: QuotedProvider[];
  /** Of an SMS. */
  encoding: SmsSize["encoding"] | null;
  /** What a message on this channel would hold; null when nobody can carry it. */
  hold: bigint | null;
  skips: Skip[];
}

export interface Quote {
  currency: string;
  available: bigint;
  channels: QuotedChannel[];
  /** What an issue would hold now; null when it would be refused for want of a route. */
  hold: bigint | null;
  worst: bigint;
  affordable: boolean;
}

/** What an issue would cost, by the plan that it would make now. Nothing is stored, held, counted or sent. */
export async function quoteOtp(
  deps: Pick<OtpDeps, "sql" | "delivery" | "keyring" | "clock" | "defaultCountry" | "users" | "userMixes">,
  ctx: Ctx,
  asked: IssueInput,
): Promise<Quote> {
  const { tenant } = ctx;
  const input = await toUser(deps, ctx, asked);
  const now = deps.clock.now();
  const otp = draftOtp(deps, ctx, input, now);
  const codeLength = input.code?.length ?? input.codeLength;
  // In the order of the list: which of several is tried first is drawn anew for each message.
  const world: RouteWorld = { ...deps.delivery.world(), random: () => 0 };
  const plans = otp.recipients.map(
    (recipient) => planMessage(tenant, otp, recipient, otp.channels, codeLength, world, now).message,
  );
  const channels = otp.recipients.flatMap((recipient) =>
    otp.channels.map((channel) =>
      quoteChannel(tenant, routeQuestion(otp, channel, recipient, codeLength, now), recipient, world),
    ),
  );
  const holds = plans.map((message) => message?.hold ?? null);
  const hold = holds.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0n);
  const funds = await readFunds(deps.sql, tenant.id);
  return {
    currency: funds.currency,
    available: funds.available,
    channels,
    hold: channels.length === 0 ? null : hold,
    worst: worstCase(channels.map(({ providers }) => providers.map(({ price }) => price))),
    affordable: channels.length > 0 && hold !== null && canPay(funds, hold),
  };
}

function quoteChannel(
  tenant: TenantConfig,
  question: RouteQuestion,
  recipient: string,
  world: RouteWorld,
): QuotedChannel {
  const { channel } = question;
  const answer = routeChannel(tenant, question, world);
  if (!answer.ok) {
    const none = answer.reason === "no_template" ? `no template for ${channel}` : `no provider for ${channel}`;
    const skips = answer.skips.length > 0 ? answer.skips : [{ provider: channel, reason: none }];
    return { recipient, channel, providers: [], encoding: null, hold: null, skips };
  }
  const { route } = answer;
  const sms = channel === "sms" ? sizesOf(route, tenant, question) : null;
  return {
    recipient,
    channel,
    providers: route.candidates.map(({ provider, price }) => ({
      provider: provider.name,
      kind: provider.kind,
      price,
      segments: sms?.segmentsOf.get(provider.name) ?? null,
    })),
    encoding: sms?.encoding ?? null,
    hold: route.hold,
    skips: route.skips,
  };
}

/** Each by the variant that it sends, in its own alphabet. `encoding`: that of the first in line. */
function sizesOf(route: ChannelRoute, tenant: TenantConfig, question: RouteQuestion) {
  const text = (template: TemplateConfig): string => sampleText(template, tenant, question);
  const { encoding } = measureSms(text(route.candidates[0].template));
  const segmentsOf = new Map(
    route.candidates.map(({ provider: { name, adapter, settings }, template }) => [
      name,
      adapter.segmentsOf?.(text(template), settings) ?? measureSms(text(template)).segments,
    ]),
  );
  return { encoding, segmentsOf };
}
