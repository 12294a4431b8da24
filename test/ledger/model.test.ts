import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { ChargedOn } from "../../src/ledger/price.ts";
import type { Otp } from "../../src/otp/model.ts";
import type { Channel, ReportStatus } from "../../src/providers/provider.ts";
import { History, type Told, type Word } from "../support/history.ts";

/**
 * Random histories of one account, decided by the gateway's own functions, against a model that knows nothing of holds,
 * leases or queues: what a tenant owes follows from what was said of each message and how its OTP ended.
 */
const HISTORIES = 5000;
let histories = 0;
let steps = 0;
let entries = 0;
afterAll(() => {
  process.stdout.write(`\n${histories} random histories of money: ${steps} steps, ${entries} entries\n`);
});

type Step =
  | { do: "issue"; who: number }
  | { do: "resend"; otp: number; channel: Channel }
  | { do: "accept" | "doubt" | "advance"; message: number }
  | { do: "fail"; message: number; status: "failed" | "unknown" }
  | { do: "report"; message: number; status: ReportStatus }
  | { do: "silence"; message: number; charge: boolean }
  | { do: "end"; otp: number; status: "verified" | "expired" | "cancelled" | "locked"; settle: boolean }
  | { do: "settle"; otp: number; reversed: boolean }
  | { do: "correct"; amount: bigint }
  | { do: "reprice"; channel: Channel; price: [bigint, ChargedOn] };

const some = fc.nat({ max: 5 });
const channel = fc.constantFrom<Channel[]>("whatsapp", "sms", "voice");
const stage = fc.constantFrom<ChargedOn[]>("accepted", "delivered", "verified");
const price = fc.tuple(fc.bigInt({ min: 0n, max: 500n }), stage);
const is = <T extends string>(word: T) => fc.constant(word);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: is("issue"), who: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: is("resend"), otp: some, channel }) },
  { weight: 6, arbitrary: fc.record({ do: is("accept"), message: some }) },
  { weight: 2, arbitrary: fc.record({ do: is("doubt"), message: some }) },
  { weight: 3, arbitrary: fc.record({ do: is("advance"), message: some }) },
  { weight: 2, arbitrary: fc.record({ do: is("fail"), message: some, status: fc.constantFrom("failed", "unknown") }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: is("report"),
      message: some,
      status: fc.constantFrom("sent", "delivered", "read", "failed"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("silence"), message: some, charge: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is("end"),
      otp: some,
      status: fc.constantFrom("verified", "verified", "expired", "cancelled", "locked"),
      settle: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("settle"), otp: some, reversed: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: is("correct"), amount: fc.bigInt({ min: -400n, max: 400n }).filter((a) => a !== 0n) }),
  },
  { weight: 1, arbitrary: fc.record({ do: is("reprice"), channel, price }) },
);

/** Counted from the newest, where things happen. */
function oneOf<T>(all: readonly T[], n: number): T | undefined {
  return all.at(-1 - (n % Math.max(1, all.length)));
}

function take(history: History, happened: Step): void {
  const message = "message" in happened ? oneOf(history.messages, happened.message) : undefined;
  const otp = "otp" in happened ? oneOf(history.otps, happened.otp) : undefined;
  if (happened.do === "issue") {
    const dearest = (history.rules["whatsapp"]?.[0] ?? 0n) + 7n;
    const payable = history.account.available >= dearest;
    // I1: exactly what the balance pays for is made.
    expect(history.issue(`person ${happened.who}`)).toBe(payable);
  } else if (happened.do === "correct") history.correct(happened.amount);
  else if (happened.do === "reprice") history.rules[happened.channel] = happened.price;
  else if (otp !== undefined) ofOtp(history, otp, happened);
  else if (message !== undefined) ofMessage(history, message, happened);
}

function ofOtp(history: History, otp: Otp, happened: Step): void {
  if (happened.do === "resend") history.resend(otp, happened.channel);
  else if (happened.do === "settle") history.settleEnd(otp, happened.reversed);
  else if (happened.do === "end") {
    history.end(otp, happened.status);
    if (happened.settle) history.settleEnd(otp, false);
  }
}

function ofMessage(history: History, message: Told, happened: Step): void {
  if (happened.do === "fail") history.fail(message, happened.status);
  else if (happened.do === "report") history.report(message, happened.status);
  else if (happened.do === "silence") history.silence(message, happened.charge);
  else if (happened.do === "accept" || happened.do === "doubt" || happened.do === "advance")
    history[happened.do](message);
}

/** I1 and I2, after every step. Told as one text, since thousands of steps are looked at. */
function expectSound({ account, entries: all, messages, paidIn }: History): void {
  const ends = new Map(messages.map(({ row }) => [row.id, { holds: 0, resolutions: 0 }]));
  let [available, held] = [0n, 0n];
  for (const { kind, amount, heldDelta, messageId } of all) {
    available += amount;
    held += heldDelta;
    const own = messageId === null ? undefined : ends.get(messageId);
    if (own !== undefined && kind === "hold") own.holds += 1;
    if (own !== undefined && (kind === "capture" || kind === "release")) own.resolutions += 1;
  }
  let [charged, open] = [0n, 0n];
  const wrong: string[] = [];
  for (const { row, price: most } of messages) {
    charged += row.charged;
    if (row.holdState === "held") open += row.hold;
    const own = ends.get(row.id);
    if (own?.holds !== 1 || own.resolutions !== (row.holdState === "held" ? 0 : 1)) wrong.push(`the hold of ${row.id}`);
    if (row.charged < 0n || row.charged > most) wrong.push(`${row.id} is charged ${row.charged} of ${most}`);
    if (row.status === "failed" && row.charged > 0n) wrong.push(`${row.id} failed and is charged`);
  }
  for (const { row: first, rule: one } of messages) {
    if (first.holdState !== "released" || first.charged === 0n || one === "verified") continue;
    // Made since the first seemed lost; a resend on the first channel is nobody's copy.
    for (const { row: copy, rule: other } of messages) {
      if (copy.otpId !== first.otpId || copy.id <= first.id || other === "verified" || copy.channel === "whatsapp")
        continue;
      if (copy.charged > 0n) wrong.push(`${first.id} and its copy ${copy.id} are both paid`);
    }
  }
  if (account.available < 0n || account.held < 0n) wrong.push("below zero");
  if (account.available !== available || account.held !== held) wrong.push("the account is not its entries");
  if (account.seq !== all.length) wrong.push("an entry has no number of its own");
  if (account.held !== open || account.spent !== charged) wrong.push("the account is not its messages");
  if (account.available + account.held !== paidIn - charged) wrong.push("money was made or lost");
  expect(wrong).toEqual([]);
}

/** What is known of a message once everything was said: the surest word counts. */
function known(words: readonly Word[]): { arrived: boolean; taken: boolean; failed: boolean; silent: Word | null } {
  const arrived = words.includes("delivered") || words.includes("read");
  // What failed is only put right by an arrival; what nobody took has failed too.
  let [taken, failed] = [false, false];
  let silent: Word | null = null;
  for (const word of words) {
    if (word === "failed" || (word === "gone" && !taken)) [failed, silent] = [true, null];
    else if ((word === "accepted" || word === "sent") && !failed) taken = true;
    // Silence may come again after a "sent"; once it was charged, it stays so.
    else if (word.endsWith("silence") && taken && !failed && silent !== "charged silence") silent = word;
  }
  return { arrived, taken, failed, silent };
}

/** The model, of a message that had no other beside it, in an account that could always pay. */
function owed({ rule, price: full, words }: Told, otpStatus: string): bigint {
  const { arrived, taken, failed, silent } = known(words);
  const got = arrived || (taken && !failed);
  if (rule === "verified") return otpStatus === "verified" && got ? full : 0n;
  if (rule === "accepted") return got ? full : 0n;
  return arrived || (got && silent === "charged silence") ? full : 0n;
}

/** Everything comes to its end: each OTP, and each message that still waits. */
function finish(history: History): void {
  for (const otp of history.otps) {
    history.end(otp, "expired");
    history.settleEnd(otp, false);
  }
  for (const message of history.messages) {
    if (message.row.due === "doubt" || message.row.status === "sending") history.fail(message, "unknown");
    if (message.row.due === "fallback") history.advance(message);
    history.silence(message, false);
  }
  history.settleNoted();
}

test(`${HISTORIES} random histories: the account is its entries, and each OTP is paid as the model says`, () => {
  const rules = fc.record({ whatsapp: price, sms: price, voice: price });
  fc.assert(
    fc.property(
      fc.constantFrom(900n, 1_000_000n),
      rules,
      fc.array(step, { minLength: 10, maxLength: 40, size: "max" }),
      (paidIn, list, happened) => {
        histories += 1;
        const history = new History(paidIn, list);
        for (const one of happened) {
          steps += 1;
          take(history, one);
          expectSound(history);
        }
        finish(history);
        expectSound(history);
        entries += history.entries.length;
        expect(history.account.held).toBe(0n);
        for (const otp of history.otps) {
          const mine = history.messages.filter(({ row }) => row.otpId === otp.id);
          const paid = mine.filter(({ row }) => row.charged > 0n);
          if (mine.every(({ rule }) => rule === "verified")) {
            const got = mine.some(({ words }) => known(words).arrived || (known(words).taken && !known(words).failed));
            if (otp.status !== "verified" || !got) expect(paid).toEqual([]);
            else if (paidIn > 900n && mine.every(({ price: one }) => one > 0n)) expect(paid).toHaveLength(1);
            else expect(paid.length).toBeLessThanOrEqual(1);
          }
          const [only] = mine;
          if (mine.length === 1 && only !== undefined && paidIn > 900n)
            expect(only.row.charged).toBe(owed(only, otp.status));
        }
      },
    ),
    { numRuns: HISTORIES },
  );
}, 120_000);
