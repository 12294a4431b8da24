import type { Sql } from "../src/db/client.ts";
import type { Wire } from "./carrier.ts";
import { quantiles } from "./figures.ts";

/** An OTP that was answered 201. */
export interface Issued {
  otpId: string;
  to: string;
  /** When it was asked for, of `performance.now()`. */
  at: number;
}

export interface SwapRun {
  issued: Issued[];
  wires: Wire[];
  swappedAt: number;
  killedAt: number;
}

interface Story {
  otp: string;
  /** In rupiah, by the messages' rows and by their entries. */
  charged: string;
  paid: string;
  /** Channels of the messages that a provider took. */
  taken: string[];
  ambiguous: number;
  verified: boolean;
}

/** What the first start sets, in rupiah. */
const DEMO_PRICES: Record<string, string> = { whatsapp: "350", sms: "500" };

/** Until no message is on its way and no plan owes another; those that were taken wait for reports, which never come. */
export async function untilQuiet(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from messages
      where lease_owner is not null or status in ('queued', 'sending') or due = 'doubt'
         or (due = 'fallback' and status in ('failed', 'unknown'))`;
    if (row?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What the carriers got against what was issued, and what the ledger says against both. */
export async function judge(sql: Sql, run: SwapRun): Promise<{ right: boolean; lines: string[] }> {
  const stories = new Map((await readStories(sql)).map((story) => [story.otp, story]));
  const wiresOf = new Map<string, Wire[]>();
  for (const wire of run.wires) wiresOf.set(wire.to, [...(wiresOf.get(wire.to) ?? []), wire]);
  const count = (wrong: (wires: Wire[], story: Story | undefined) => boolean): number =>
    run.issued.filter(({ otpId, to }) => wrong(wiresOf.get(to) ?? [], stories.get(otpId))).length;

  const lost = count((wires) => wires.length === 0);
  const doubts = (story: Story | undefined): number => story?.ambiguous ?? 0;
  const twice = count((wires, story) => wires.length > 1 + doubts(story));
  const again = count((wires, story) => wires.length > 1 && doubts(story) > 0);
  const doubted = count((_, story) => doubts(story) > 0);
  const arrived = count((_, story) => story?.taken.length === 0);
  const wrong = count((_, story) => !isChargedRight(story));
  const ledgerRight = await isLedgerRight(sql);

  return {
    right: lost === 0 && twice === 0 && wrong === 0 && ledgerRight,
    lines: [
      ...phases(run, wiresOf),
      line("lost", `${lost}`),
      line("sent twice", `${twice}`),
      line("wrongly charged", `${wrong}, and the ledger ${ledgerRight ? "adds up" : "does not add up"}`),
      line("in doubt at the kill", `${doubted}: the request had left and no answer came, so SMS is due 8 s later`),
      line("  verified meanwhile", `${arrived}: they had arrived; no SMS, and no charge for what nobody confirmed`),
      line("  sent by both", `${again}: they had arrived too. Better a second copy than none; the tenant pays for one`),
      ...takeOver(run),
    ],
  };
}

function line(name: string, text: string): string {
  return name.padEnd(27) + text;
}

/** For the one message that a provider took. None took it: it arrived in doubt and was verified, and costs nothing. */
function isChargedRight(story: Story | undefined): boolean {
  if (story === undefined || story.taken.length > 1 || story.paid !== story.charged) return false;
  const [channel] = story.taken;
  return channel === undefined
    ? story.ambiguous > 0 && story.verified && story.charged === "0"
    : story.charged === DEMO_PRICES[channel];
}

/** By the moment of the issue: what is on its way at a change goes with what comes next. */
function phases({ issued, swappedAt, killedAt }: SwapRun, wiresOf: Map<string, Wire[]>): string[] {
  const row = (name: string, cells: (string | number)[]): string =>
    line(name, cells.map((cell) => String(cell).padStart(9)).join(""));
  const phase = (name: string, from: number, to: number): string => {
    const these = issued.filter(({ at }) => at >= from && at < to);
    const by = (carrier: string): number =>
      these.filter((otp) => wiresOf.get(otp.to)?.some((wire) => wire.carrier === carrier)).length;
    return row(name, [these.length, by("meta"), by("waha"), by("twilio")]);
  };
  return [
    row("OTPs", ["issued", "meta", "waha", "twilio"]),
    phase("issued before the swap", 0, swappedAt),
    phase("after it", swappedAt, killedAt),
    phase("after the kill", killedAt, Infinity),
  ];
}

function takeOver({ issued, wires, swappedAt, killedAt }: SwapRun): string[] {
  const at = (carrier: string, since: number): number[] =>
    wires.filter((wire) => wire.carrier === carrier && wire.at >= since).map((wire) => wire.at - since);
  const stragglers = at("meta", swappedAt);
  const smsAt = new Map(wires.filter(({ carrier }) => carrier === "twilio").map((wire) => [wire.to, wire.at]));
  const waits = issued
    .filter((otp) => otp.at >= killedAt)
    .flatMap((otp) => {
      const arrived = smsAt.get(otp.to);
      return arrived === undefined ? [] : [arrived - otp.at];
    });
  return [
    line(
      "after the swap's answer",
      `${stragglers.length} more by the old one, the last after ${ms(stragglers.at(-1) ?? 0)}`,
    ),
    line("after the kill", `the first SMS after ${ms(at("twilio", killedAt)[0] ?? NaN)}`),
    line("  an OTP issued since", `is in the SMS after ${quantiles(waits)}, at most ${ms(Math.max(...waits))}`),
  ];
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function readStories(sql: Sql): Promise<Story[]> {
  return sql<Story[]>`
    select m.otp_id as otp, (sum(m.charged) / 1000000)::int::text as charged,
           (sum(e.paid) / 1000000)::int::text as paid,
           coalesce(array_agg(m.channel) filter (where a.accepted > 0), '{}') as taken,
           sum(a.ambiguous)::int as ambiguous, bool_or(o.status = 'verified') as verified
    from messages m join otps o on o.id = m.otp_id
    cross join lateral (
      select count(*) filter (where outcome = 'accepted') as accepted,
             count(*) filter (where outcome = 'ambiguous') as ambiguous
      from attempts where message_id = m.id) a
    cross join lateral (
      select coalesce(-sum(amount + held_delta), 0) as paid from entries where message_id = m.id) e
    group by m.otp_id`;
}

async function isLedgerRight(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ right: boolean }[]>`
    select coalesce(bool_and(a.available = e.available and a.held = e.held), false) as right from accounts a
    join (select tenant_id, sum(amount) as available, sum(held_delta) as held from entries group by tenant_id) e
      using (tenant_id)`;
  return row?.right === true;
}
