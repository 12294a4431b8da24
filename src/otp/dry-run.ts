import type { Ctx } from "../context.ts";
import { fallbackAt, planMessage } from "../delivery/plan.ts";
import { sharesOfFirstTries, type Candidate, type RouteWorld, type Skip } from "../delivery/route.ts";
import { GatewayError } from "../errors.ts";
import type { Account } from "../ledger/account.ts";
import { readFunds } from "../ledger/balance.ts";
import { loadCounters } from "../limits/counter-rows.ts";
import type { Counters } from "../limits/counters.ts";
import type { Block } from "../limits/refusal.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { admitMessages } from "./admit.ts";
import { decideSend, type IssueWorld, type NewMessage, type SendRequest } from "./decide-issue.ts";
import { draftOtp, isEmailOnly, plannedChannels } from "./draft.ts";
import type { IssueInput } from "./issue.ts";
import { pastOf, wantedOf } from "./issue-batch.ts";
import type { Otp } from "./model.ts";
import { loadPast, loadUserSends } from "./past-rows.ts";
import { resolveRecipients } from "./recipient.ts";
import { carriedBySandbox, noRoute, type OtpDeps } from "./send.ts";
import { toUser } from "./to-user.ts";
import { worstCase } from "./worst-case.ts";

export interface DryProvider extends Candidate {
  /** Of the messages on this channel, 0 to 1, the part that is tried with it first. */
  share: number;
}

/** One channel for one recipient, as if its turn came now. */
export interface DryChannel {
  recipient: string;
  channel: Channel;
  /** In the order they would be tried; of several with a weight the first is drawn for each message. */
  providers: DryProvider[];
  skips: Skip[];
  /** What a message on it would hold; null when nobody can carry it. */
  hold: bigint | null;
  /** The limit that keeps messages off this channel now. */
  block: Block | null;
  /** When the plan goes on without a delivered report; null: it has nowhere to go, or no time. */
  goesOnAt: number | null;
}

export interface DryRun {
  now: number;
  recipients: string[];
  central: boolean;
  /** None but the sandbox would carry it. */
  sandbox: boolean;
  currency: string;
  available: bigint;
  /** What an issue would be refused with. */
  refusal: GatewayError | null;
  /** The messages that an issue would make. */
  messages: NewMessage[];
  /** What they hold, or would if the refusal were lifted; null: they can't be made. */
  hold: bigint | null;
  /** What it costs at most, when every channel of the plan has its turn and is charged for. */
  worst: bigint;
  channels: DryChannel[];
}

type DryRunDeps = Pick<OtpDeps, "sql" | "delivery" | "keyring" | "clock" | "defaultCountry" | "users" | "userMixes">;

/**
 * What an issue would come to now, decided by the functions that decide one. Nothing is stored, held, counted, locked or
 * sent. What is asked wrongly is thrown, as an issue would; what is refused for what it is, is the answer.
 */
export async function dryRunOtp(deps: DryRunDeps, ctx: Ctx, asked: IssueInput): Promise<DryRun> {
  const { tenant } = ctx;
  const input = await toUser(deps, ctx, asked);
  const now = deps.clock.now();
  const funds = await readFunds(deps.sql, tenant.id);
  const drafted = draftOrRefusal(deps, ctx, input, now);
  const base = { now, currency: funds.currency, available: funds.available };
  if (drafted.otp === null) {
    const { refusal, recipients, central } = drafted;
    return { ...base, refusal, recipients, central, sandbox: false, messages: [], hold: null, worst: 0n, channels: [] };
  }

  const { otp } = drafted;
  const codeLength = input.code?.length ?? input.codeLength;
  // In the order of the list: which of several is tried first is drawn anew for each message.
  const world: RouteWorld = { ...deps.delivery.world(), random: () => 0 };
  const plan = (recipient: string, channels: readonly Channel[]) =>
    planMessage(tenant, otp, recipient, channels, codeLength, world, now);
  const plans = otp.recipients.map((recipient) => plan(recipient, otp.channels));
  const messages = plans.flatMap(({ message }) => (message === null ? [] : [message]));
  const sandbox = carriedBySandbox(tenant, messages);
  const request: SendRequest = { kind: "issue", tenant, otp, messages, sandbox, actor: ctx.actor.name, now };
  const rows = await loadWorld(deps, request, { ...funds, tenantId: tenant.id, held: 0n, spent: 0n, seq: 0 });
  const channels = otp.recipients.flatMap((recipient) =>
    otp.channels.map((channel) => dryChannel(tenant, otp, { recipient, channel, now }, plan, rows.counters)),
  );
  const unroutable = plans.find(({ message }) => message === null);
  const decided = unroutable === undefined ? decisionOrRefusal(request, rows) : noRoute(unroutable);
  const refused = decided instanceof GatewayError;
  const held = refused ? messages : decided;
  return {
    ...base,
    recipients: otp.recipients,
    central: otp.central,
    sandbox: sandbox && messages.length > 0,
    refusal: refused ? decided : null,
    messages: refused ? [] : decided,
    hold: unroutable === undefined ? held.reduce((sum, { hold }) => sum + hold, 0n) : null,
    worst: worstCase(channels.map(({ providers }) => providers.map(({ price }) => price))),
    channels,
  };
}

type Drafted = { otp: Otp } | { otp: null; refusal: GatewayError; recipients: string[]; central: boolean };

/** A number that no code is sent to is no mistake of who asks what would happen to it. */
function draftOrRefusal(deps: DryRunDeps, ctx: Ctx, input: IssueInput, now: number): Drafted {
  try {
    return { otp: draftOtp(deps, ctx, input, now) };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code !== "destination_not_allowed" && error.code !== "template_not_found") throw error;
    const { tenant } = ctx;
    const email = isEmailOnly(plannedChannels(tenant, input));
    const question = { to: input.to, user: input.user ?? "", email, decoy: false, anyCountry: true };
    const { recipients, central } = resolveRecipients(tenant, question, deps.defaultCountry, deps.keyring);
    return { otp: null, refusal: error, recipients, central };
  }
}

/** The rows that an issue would lock, as they are. */
async function loadWorld({ sql }: DryRunDeps, request: SendRequest, account: Account): Promise<IssueWorld> {
  const { tenant, otp, sandbox, now } = request;
  const [past, userSends, counters] = await Promise.all([
    loadPast(sql, pastOf([request]), now),
    loadUserSends(sql, [{ tenant, userRef: otp.userRef, sandbox }], now),
    loadCounters(sql, wantedOf([request]), now),
  ]);
  return { accounts: new Map([[tenant.id, account]]), past, userSends, counters, now };
}

function decisionOrRefusal(request: SendRequest, world: IssueWorld): NewMessage[] | GatewayError {
  try {
    return decideSend(request, world).messages;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

function dryChannel(
  tenant: TenantConfig,
  otp: Otp,
  { recipient, channel, now }: { recipient: string; channel: Channel; now: number },
  plan: (recipient: string, channels: readonly Channel[]) => ReturnType<typeof planMessage>,
  counters: Counters,
): DryChannel {
  const { message, skips, answers } = plan(recipient, [channel]);
  const goesOnAt = fallbackAt(tenant, otp, channel, now);
  const asked = { recipient, channel, goesOnAt };
  const [answer] = answers;
  if (message === null || answer?.ok !== true) return { ...asked, providers: [], skips, hold: null, block: null };
  const { candidates } = answer.route;
  const { messages, blocks } = admitMessages(tenant, [message], counters, now);
  const [going = message] = messages;
  const left = new Set(going.order);
  const weights = new Map(tenant.routes.channels[channel]?.map(({ provider, weight }) => [provider, weight]));
  const usable = candidates.map(({ provider: { name } }) => ({ candidate: name, weight: weights.get(name) ?? 0 }));
  const shares = sharesOfFirstTries(usable, left);
  return {
    ...asked,
    providers: candidates
      .filter(({ provider }) => left.has(provider.name))
      .map((candidate) => ({ ...candidate, share: shares.get(candidate.provider.name) ?? 0 })),
    skips: going.skips,
    hold: going.hold,
    block: blocks[0] ?? null,
  };
}
