import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideSettle, type Fact, type ReportFact, type SettledMessage } from "../../src/delivery/decide-settle.ts";
import type { LoggedAttempt, LoggedReport } from "../../src/insight/messages.ts";
import type { MoneyFact } from "../../src/insight/money.ts";
import { marksOf, reachedOf, timelineOf, type Moment, type Replayed } from "../../src/insight/timeline.ts";
import type { MessageStatus } from "../../src/otp/model.ts";
import type { ErrorClass, ReportStatus } from "../../src/providers/provider.ts";
import { account, attempt as attemptRecord, LEASE, message as settledMessage, NOW } from "../support/settling.ts";

/** A message that is settled as the gateway does it, with the rows that would be written. */
class Life {
  readonly row: SettledMessage = settledMessage({ status: "queued", provider: null, leaseOwner: LEASE, tries: 0 });
  readonly attempts: LoggedAttempt[] = [];
  readonly reports: LoggedReport[] = [];
  /** Its hold has the time of the request, the message that of the commit. */
  readonly money: MoneyFact[] = [{ messageId: "m1", kind: "hold", amount: -400n, heldDelta: 400n, at: NOW }];
  readonly seen: MessageStatus[] = ["queued"];
  now = NOW;
  updatedAt = NOW;
  readonly #early: ReportFact[] = [];
  readonly #account = account({ held: 1_000_000n });

  get message(): Replayed {
    const { status, lapse } = this.row;
    return { status, lapse, createdAt: NOW + 30, updatedAt: this.updatedAt };
  }

  get moments(): Moment[] {
    return timelineOf(this.message, this.attempts, this.reports, this.money);
  }

  get replayed(): MessageStatus[] {
    return this.moments.flatMap(({ status }) => status ?? []);
  }

  hand(provider: string, outcome: "accepted" | ErrorClass, then: "tried" | "doubtful" | "failed" | "expired"): void {
    const { row } = this;
    if ((row.status !== "queued" && row.status !== "sending") || row.due === "doubt") return;
    Object.assign(row, { status: "sending", provider, leaseOwner: LEASE, tries: row.tries + 1 });
    this.#note();
    const startedAt = this.now;
    this.now += 40;
    const attempt = { ...attemptRecord(outcome, provider), n: row.tries, startedAt, latencyMs: 41 };
    const both = { lease: LEASE, attempt, skips: [] };
    const reportBy = this.now + 86_400_000;
    if (outcome === "accepted") this.take({ ...both, kind: "accepted", fallbackAt: null, reportBy });
    else if (then === "tried") this.take({ kind: "tried", lease: LEASE, attempt });
    else if (then === "doubtful") this.take({ ...both, kind: "doubtful", until: this.now });
    else this.take({ ...both, kind: "ended", status: then, goOn: false });
    if (outcome === "accepted") for (const report of this.#early.splice(0)) this.#report(report);
  }

  /** The wait for a doubtful one is over, or that for the report of an accepted one. */
  silence(): void {
    const { row } = this;
    if (row.due !== "doubt" && row.due !== "unreported") return;
    row.leaseOwner = LEASE;
    const ended: Fact = { kind: "ended", lease: LEASE, attempt: null, status: "unknown", skips: [], goOn: false };
    this.take(row.due === "doubt" ? ended : { kind: "unreported", lease: LEASE, charge: false });
  }

  report(provider: string, status: ReportStatus): void {
    // What was never handed over is never spoken of.
    if (this.row.tries === 0) return;
    const failed = status === "failed";
    this.#report({
      provider,
      status,
      at: this.now,
      providerCode: null,
      errorClass: failed ? "recipient" : null,
      scope: failed ? "recipient" : null,
    });
  }

  #report(report: ReportFact): void {
    this.take({ kind: "reported", report, reportBy: this.now + 86_400_000 });
  }

  take(fact: Fact): void {
    const decision = decideSettle(this.row, fact, this.#account, this.now);
    if (this.row.changed) this.updatedAt = this.now;
    this.row.changed = false;
    this.#note();
    if (decision.early && fact.kind === "reported") this.#early.push(fact.report);
    const { attempt, report } = decision;
    if (attempt !== null) this.attempts.push({ ...attempt, messageId: "m1", channel: "whatsapp" });
    if (report !== null) this.reports.push({ ...report, messageId: "m1", receivedAt: this.now });
    const entries = decision.entries.filter(({ messageId }) => messageId === "m1");
    this.money.push(...entries.map((entry) => ({ ...entry, messageId: "m1" })));
  }

  #note(): void {
    if (this.row.status !== this.seen.at(-1)) this.seen.push(this.row.status);
  }
}

const provider = fc.constantFrom("meta", "later");
const happening = fc.oneof(
  fc
    .tuple(
      provider,
      fc.constantFrom("accepted" as const, "transient" as const, "ambiguous" as const),
      fc.constantFrom("tried" as const, "doubtful" as const, "failed" as const, "expired" as const),
    )
    .map((given) => (life: Life) => life.hand(...given)),
  fc
    .tuple(provider, fc.constantFrom<ReportStatus>("sent", "delivered", "read", "failed"))
    .map((given) => (life: Life) => life.report(...given)),
  fc.constant((life: Life) => life.silence()),
  fc.constant((life: Life) => life.take({ kind: "otp_ended" })),
);

describe("whatever happens to a message", () => {
  test("its timeline ends with the status that it has, at every moment of its life", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
        const life = new Life();
        for (const happen of happenings) {
          life.now += 1000;
          happen(life);
          expect(life.replayed.at(-1)).toBe(life.row.status);
        }
      }),
    );
  });

  test("its timeline has every status it had, in their order, unless it fell silent twice", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
        const life = new Life();
        for (const happen of happenings) {
          life.now += 1000;
          happen(life);
        }
        fc.pre(life.seen.filter((status) => status === "unknown").length < 2);
        expect(life.replayed).toEqual(life.seen);
      }),
    );
  });
});

describe("money", () => {
  test("is all there, adds up to what was charged, and begins after the message", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
        const life = new Life();
        for (const happen of happenings) {
          life.now += 1000;
          happen(life);
        }
        const { moments, row } = life;
        const paid = moments.flatMap(({ money }) => money ?? []);
        expect(paid).toEqual(life.money);
        expect(paid.reduce((sum, { amount, heldDelta }) => sum - amount - heldDelta, 0n)).toBe(row.charged);
        expect(moments[0]?.by).toBe("issue");
        expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("reports", () => {
  const marked = (life: Life): unknown[] =>
    [...marksOf(timelineOf(life.message, life.attempts, life.reports)).values()].map(({ status, mark }) => [
      status,
      mark,
    ]);
  const lived = (...happenings: ((life: Life) => void)[]): Life => {
    const life = new Life();
    for (const happen of happenings) {
      life.now += 1000;
      happen(life);
    }
    return life;
  };
  const sent = (life: Life): void => life.hand("meta", "accepted", "tried");
  const says =
    (status: ReportStatus, by = "meta") =>
    (life: Life): void =>
      life.report(by, status);
  const silence = (life: Life): void => life.silence();

  test.each<[string, ((life: Life) => void)[], unknown[]]>([
    [
      "in order",
      [sent, says("sent"), says("delivered"), says("read")],
      [
        ["sent", null],
        ["delivered", null],
        ["read", null],
      ],
    ],
    [
      "that come again",
      [sent, says("delivered"), says("delivered")],
      [
        ["delivered", null],
        [null, "repeated"],
      ],
    ],
    [
      "that come late",
      [sent, says("read"), says("delivered"), says("sent")],
      [
        ["read", null],
        [null, "late"],
        [null, "late"],
      ],
    ],
    [
      "failed after delivered",
      [sent, says("delivered"), says("failed")],
      [
        ["delivered", null],
        [null, "contradicts"],
      ],
    ],
    [
      "delivered after failed",
      [sent, says("failed"), says("delivered")],
      [
        ["failed", null],
        ["delivered", "contradicts"],
      ],
    ],
    [
      "sent after failed",
      [sent, says("failed"), says("sent")],
      [
        ["failed", null],
        [null, "late"],
      ],
    ],
    ["after a time-out", [sent, silence, says("delivered")], [["delivered", "late"]]],
    ["failed after a time-out", [sent, silence, says("failed")], [["failed", "late"]]],
    [
      "of the provider before",
      [(life) => life.hand("later", "ambiguous", "tried"), sent, says("failed", "later")],
      [[null, "superseded"]],
    ],
  ])("%s", (_, happenings, expected) => {
    expect(marked(lived(...happenings))).toEqual(expected);
  });

  test("read says delivered too, at the same moment; accepted is not delivered", () => {
    const life = lived(sent, says("read"));
    const reached = reachedOf(timelineOf(life.message, life.attempts, life.reports));
    expect(reached).toEqual({ accepted: NOW + 1041, sent: NOW + 2040, delivered: NOW + 2040, read: NOW + 2040 });
    const taken = lived(sent);
    expect(reachedOf(timelineOf(taken.message, taken.attempts, []))).toMatchObject({ delivered: null, read: null });
  });

  test("what became unknown stays so in its history, whatever is reported later", () => {
    const life = lived(sent, silence, says("delivered"));
    expect(life.replayed).toEqual(["queued", "sending", "accepted", "unknown", "delivered"]);
    const [, , , unknown] = timelineOf(life.message, life.attempts, life.reports).filter(
      ({ status }) => status !== null,
    );
    expect(unknown).toMatchObject({ by: "timer", at: NOW + 2040 });
  });
});
