import { describe, expect, test } from "vitest";
import { decideSettle, type Fact, type SettledMessage } from "../../src/delivery/decide-settle.ts";
import type { OtpStatus } from "../../src/otp/model.ts";
import type { ReportStatus } from "../../src/providers/provider.ts";
import {
  accepted,
  account,
  advanced,
  ended,
  LEASE,
  message,
  next,
  NOW,
  reported,
  settle,
  settleWith,
  unreported,
} from "../support/settling.ts";

const otpEnded: Fact = { kind: "otp_ended" };
const onVerified = (changes: Partial<SettledMessage> = {}) =>
  message({ prices: { meta: ["350", "verified"], dear: ["400", "verified"] }, ...changes });
/** Accepted while its OTP was pending, which has since ended so. */
const taken = (otpStatus: OtpStatus, changes: Partial<SettledMessage> = {}) =>
  onVerified({
    status: "accepted",
    acceptedAt: NOW - 100,
    leaseOwner: null,
    due: null,
    dueAt: null,
    otpStatus,
    ...changes,
  });
const rival = (changes: Partial<SettledMessage>) => taken("verified", { id: "m2", ...changes });

describe("charged on verified", () => {
  test.each<ReportStatus>(["sent", "delivered", "read"])("the hold stays through %s until the OTP ends", (status) => {
    const { m, a, kinds } = settle(onVerified(), accepted(), reported(status), reported(status));
    expect([m.status, m.holdState, m.charged, kinds]).toEqual([status, "held", 0n, []]);
    expect(a).toMatchObject({ available: 10_000n, held: 400n });
  });

  test("verified: the price of who took it is captured, once", () => {
    const { m, a, kinds } = settle(taken("verified"), otpEnded, otpEnded, reported("delivered"));
    expect([m.holdState, m.charged, kinds]).toEqual(["captured", 350n, ["capture"]]);
    expect(a).toMatchObject({ available: 10_050n, held: 0n, spent: 350n });
  });

  test.each<OtpStatus>(["expired", "locked", "cancelled", "replaced"])(
    "%s: nothing is paid, whatever comes later",
    (end) => {
      const { m, a, kinds } = settle(taken(end), otpEnded, reported("delivered"), reported("read"), otpEnded);
      expect([m.status, m.charged, kinds]).toEqual(["read", 0n, ["release"]]);
      expect(a).toMatchObject({ available: 10_400n, held: 0n, spent: 0n });
    },
  );

  test("what is under way when the OTP ends is decided once it is known", () => {
    const sending = onVerified({ otpStatus: "verified" });
    expect(settle({ ...sending }, otpEnded)).toMatchObject({ kinds: [], m: { holdState: "held" } });
    expect(settle({ ...sending }, otpEnded, accepted())).toMatchObject({ kinds: ["capture"], m: { charged: 350n } });
    expect(settle({ ...sending }, otpEnded, ended("failed"))).toMatchObject({ kinds: ["release"], m: { charged: 0n } });
    const cancelled = onVerified({ otpStatus: "cancelled" });
    expect(settle(cancelled, otpEnded, accepted())).toMatchObject({ kinds: ["release"], m: { status: "accepted" } });
  });

  test("what has not left is cancelled and free", () => {
    const queued = onVerified({ status: "queued", otpStatus: "verified" });
    expect(settle(queued, otpEnded)).toMatchObject({ kinds: ["release"], m: { status: "cancelled" } });
  });

  test("a failed report gives back, and says that the end is to be settled once more", () => {
    const rivals = [rival({ holdState: "released" })];
    const { m, d, kinds } = settle(taken("verified"), otpEnded, reported("failed"));
    expect([m.charged, m.cost, kinds, d.unsettled]).toEqual([0n, null, ["capture", "refund"], false]);
    expect(settle(taken("verified", { id: "m3", rivals }), otpEnded, reported("failed")).d.unsettled).toBe(true);
    expect(settle(taken("expired", { rivals }), otpEnded, reported("failed")).d.unsettled).toBe(false);
  });

  test("a vendor's yes after the expiry charges what the expiry had released", () => {
    const expired = settle(taken("expired"), otpEnded);
    const { m, kinds } = settleWith({ ...expired.m, otpStatus: "verified" }, { ...expired.a }, otpEnded);
    expect([m.charged, kinds]).toEqual([350n, ["adjustment"]]);
  });

  test("a fallback, or a provider that came since, leaves the OTP's end to settle", () => {
    const fallback = { ...next(), prices: { sandbox: ["500", "verified"] as ["500", "verified"] } };
    const failed = () => message({ status: "failed", holdState: "released", leaseOwner: null });
    expect(settleWith(failed(), account({ held: 0n }), advanced(fallback, null)).d.unsettled).toBe(true);
    expect(settleWith(failed(), account({ held: 0n }), advanced(next(), null)).d.unsettled).toBe(false);
    const late = accepted("new");
    if (late.kind !== "accepted") throw new Error("not accepted");
    late.attempt.latePrice = ["399", "verified"];
    expect(settle(message(), late)).toMatchObject({ d: { unsettled: true }, m: { holdState: "held" } });
  });
});

describe("of several messages of a verified OTP one is paid", () => {
  test.each<[string, Partial<SettledMessage>, Partial<SettledMessage>, boolean]>([
    ["the newer of two that were accepted", {}, { id: "m0" }, true],
    ["not the older", {}, { id: "m2" }, false],
    ["the delivered one, though older", { status: "delivered" }, { id: "m2" }, true],
    ["not the accepted one, though newer", {}, { id: "m0", status: "delivered" }, false],
    ["the newer of two delivered", { status: "read" }, { id: "m0", status: "delivered" }, true],
    ["not the older of two delivered", { status: "read" }, { id: "m2", status: "delivered" }, false],
    ["the one beside a failed one", {}, { id: "m2", status: "failed" }, true],
    ["the one beside one in doubt", {}, { id: "m2", status: "sending", acceptedAt: null }, true],
    ["the one beside one that ended unknown", {}, { id: "m2", status: "unknown", acceptedAt: null }, true],
    ["not one older than an accepted one that silence made unknown", {}, { id: "m2", status: "unknown" }, false],
    ["none beside one that is paid", { status: "delivered" }, { id: "m0", charged: 1n }, false],
  ])("%s", (_, mine, theirs, pays) => {
    const { m, kinds } = settle(taken("verified", { ...mine, rivals: [rival(theirs)] }), otpEnded);
    expect([m.charged, kinds]).toEqual(pays ? [350n, ["capture"]] : [0n, ["release"]]);
  });

  /** Charged by its own stage, and newer than the one on `verified`. */
  const beside = (stage: "accepted" | "delivered", changes: Partial<SettledMessage> = {}) =>
    taken("verified", { id: "m2", prices: { meta: ["500", stage] }, hold: 500n, ...changes });
  const pair = (other: SettledMessage) => {
    const mine = taken("verified");
    mine.rivals = [other];
    other.rivals = [mine];
    return { mine, other, a: account({ held: 400n + (other.holdState === "held" ? 500n : 0n), spent: other.charged }) };
  };

  test.each<[string, Fact]>([
    ["is never heard of again", unreported(false)],
    ["fails", reported("failed")],
  ])("beside one that is charged when it is delivered: none while it may be, this one where it %s", (_, fact) => {
    const { mine, other, a } = pair(beside("delivered", { leaseOwner: LEASE }));
    decideSettle(mine, otpEnded, a, NOW);
    expect([mine.charged, mine.holdState]).toEqual([0n, "released"]);
    expect(decideSettle(other, fact, a, NOW).unsettled).toBe(true);
    for (const one of [mine, other]) decideSettle(one, otpEnded, a, NOW);
    expect([mine.charged, other.charged, a.held, a.spent]).toEqual([350n, 0n, 0n, 350n]);
  });

  test("beside one that was charged when it was accepted, and failed later", () => {
    const { mine, other, a } = pair(beside("accepted", { holdState: "captured", charged: 500n }));
    decideSettle(mine, otpEnded, a, NOW);
    expect(mine.holdState).toBe("released");
    expect(decideSettle(other, reported("failed"), a, NOW).unsettled).toBe(true);
    decideSettle(mine, otpEnded, a, NOW);
    expect([mine.charged, other.charged, a.spent]).toEqual([350n, 0n, 350n]);
  });

  test("what came to nothing leaves nothing to settle where no other is on verified", () => {
    const { other, a } = pair(beside("accepted", { holdState: "captured", charged: 500n }));
    other.rivals = [beside("delivered", { id: "m0" })];
    expect(decideSettle(other, reported("failed"), a, NOW).unsettled).toBe(false);
  });

  test("in one batch, in either order: the rows in hand are each other's rivals", () => {
    for (const order of [0, 1]) {
      const first = taken("verified", { id: "m1" });
      const second = taken("verified", { id: "m2" });
      first.rivals = [second];
      second.rivals = [first];
      const a = account({ held: 800n });
      const both = order === 0 ? [first, second] : [second, first];
      for (const one of both) decideSettle(one, otpEnded, a, NOW);
      expect([first.charged, second.charged]).toEqual([0n, 350n]);
      // Refunded, it leaves the other to pay.
      decideSettle(second, reported("failed"), a, NOW);
      for (const one of both) decideSettle(one, otpEnded, a, NOW);
      expect([first.charged, second.charged, a.spent, a.held]).toEqual([350n, 0n, 350n, 0n]);
    }
  });
});

/** Silence, then a late word: what the tenant has paid after each. */
describe("a late report after silence", () => {
  const words: ReportStatus[] = ["sent", "delivered", "read", "failed"];
  type Row = [
    rule: "accepted" | "delivered" | "verified",
    otp: OtpStatus,
    charge: boolean,
    silent: bigint,
    after: bigint[],
  ];
  test.each<Row>([
    ["accepted", "pending", false, 350n, [350n, 350n, 350n, 0n]],
    ["accepted", "expired", true, 350n, [350n, 350n, 350n, 0n]],
    ["delivered", "pending", false, 0n, [0n, 350n, 350n, 0n]],
    ["delivered", "expired", false, 0n, [0n, 350n, 350n, 0n]],
    ["delivered", "verified", true, 350n, [350n, 350n, 350n, 0n]],
    // The OTP's end decides, not silence: before it all is held, after it all is said.
    ["verified", "pending", false, 0n, [0n, 0n, 0n, 0n]],
    ["verified", "pending", true, 0n, [0n, 0n, 0n, 0n]],
    ["verified", "verified", false, 350n, [350n, 350n, 350n, 0n]],
    ["verified", "verified", true, 350n, [350n, 350n, 350n, 0n]],
    ["verified", "expired", true, 0n, [0n, 0n, 0n, 0n]],
    ["verified", "cancelled", false, 0n, [0n, 0n, 0n, 0n]],
  ])("charged on %s, OTP %s, charge_unreported %s", (rule, otpStatus, charge, silent, after) => {
    words.forEach((word, n) => {
      const begin = settle(message({ prices: { meta: ["350", rule] } }), accepted());
      const m = { ...begin.m, otpStatus, leaseOwner: "worker-1" };
      const quiet = settleWith(m, begin.a, ...(otpStatus === "pending" ? [] : [otpEnded]), unreported(charge));
      expect([quiet.m.status, quiet.m.charged]).toEqual(["unknown", silent]);
      const late = settleWith({ ...quiet.m }, { ...quiet.a }, reported(word), reported(word));
      expect([word, late.m.charged]).toEqual([word, after[n]]);
      expect(late.a.spent).toBe(late.m.charged);
      expect(late.a.available + late.a.held).toBe(10_400n - late.m.charged);
      expect(late.a.held).toBe(late.m.holdState === "held" ? 400n : 0n);
    });
  });
});

describe("segments", () => {
  const perSegment = (chargedOn: "accepted" | "delivered" | "verified") =>
    message({ prices: { meta: ["300", chargedOn, "240", 3] } });
  const counted = (fact: Fact, segments: number): Fact => {
    if (fact.kind === "accepted") return { ...fact, attempt: { ...fact.attempt, segments } };
    if (fact.kind === "reported") return { ...fact, report: { ...fact.report, segments } };
    return fact;
  };

  test("the capture is for those that the vendor made, what was held beyond them comes back", () => {
    const { m, a, kinds } = settle(perSegment("accepted"), counted(accepted(), 2));
    expect([m.charged, m.cost, kinds]).toEqual([200n, 160n, ["capture"]]);
    expect(a).toMatchObject({ available: 10_200n, held: 0n, spent: 200n });
  });

  test.each([
    ["more than were priced", 4, 300n],
    ["as many", 3, 300n],
    ["none, as if it knew", 0, 300n],
  ])("%s: the price stays", (_, segments, charged) =>
    expect(settle(perSegment("accepted"), counted(accepted(), segments)).m.charged).toBe(charged),
  );

  test("told by a report after the capture, the rest is refunded, once", () => {
    const report = counted(reported("delivered"), 1);
    const { m, a, kinds } = settle(perSegment("accepted"), accepted(), report, report, counted(reported("read"), 1));
    expect([m.charged, m.cost, kinds]).toEqual([100n, 80n, ["capture", "refund"]]);
    expect(a).toMatchObject({ available: 10_300n, held: 0n, spent: 100n });
    expect(m.prices["meta"]).toEqual(["100", "accepted", "80", 1]);
  });

  test("told before the price is due, they are remembered until it is", () => {
    const later = settle(perSegment("delivered"), counted(accepted(), 2), reported("delivered"));
    expect([later.m.charged, later.kinds]).toEqual([200n, ["capture"]]);
    const lately = settle(perSegment("delivered"), accepted(), counted(reported("delivered"), 2));
    expect([lately.m.charged, lately.m.cost, lately.kinds]).toEqual([200n, 160n, ["capture"]]);
    const m = perSegment("verified");
    settle(m, counted(accepted(), 1));
    expect(settle(Object.assign(m, { otpStatus: "verified" }), otpEnded)).toMatchObject({ m: { charged: 100n } });
  });

  test("told after a late charge of as much as could be paid, what is beyond them comes back", () => {
    const silent = settle(perSegment("delivered"), accepted());
    const m = Object.assign(silent.m, { leaseOwner: "worker-1" });
    settleWith(m, silent.a, unreported(false));
    const poor = account({ available: 250n, held: 0n });
    expect(settleWith(m, poor, reported("delivered")).m.charged).toBe(250n);
    expect(settleWith(m, poor, counted(reported("read"), 1)).m.charged).toBe(100n);
    expect(poor).toMatchObject({ available: 150n, spent: 100n });
  });

  test.each([1.5, Number.NaN])("%s is no count", (segments) =>
    expect(settle(perSegment("accepted"), counted(accepted(), segments)).m.charged).toBe(300n),
  );

  test("a price for the message, or another provider's count, changes nothing", () => {
    expect(settle(message(), counted(accepted(), 1)).m).toMatchObject({ charged: 350n, repriced: false });
    const other = message({ prices: { meta: ["300", "accepted"], dear: ["400", "accepted", null, 4] } });
    const { m } = settle(other, accepted(), counted(reported("sent", "dear"), 1));
    expect(m.charged).toBe(300n);
  });
});

describe("a price of 0", () => {
  const gratis = () => message({ prices: { meta: ["350", "accepted"], gratis: ["0", "accepted"] } });

  test("is paid once it is captured: an earlier provider's late word charges nothing", () => {
    const { m, kinds } = settle(gratis(), accepted("gratis"), reported("delivered"));
    expect([m.charged, kinds]).toEqual([0n, ["capture"]]);
  });

  test("is not paid any more once it failed", () => {
    const { m, kinds } = settle(gratis(), accepted("gratis"), reported("failed", "gratis"), reported("delivered"));
    expect([m.charged, kinds]).toEqual([350n, ["capture", "adjustment"]]);
  });
});

describe("what the provider takes from us", () => {
  const withCost = (chargedOn: "accepted" | "delivered" | "verified") =>
    message({ prices: { meta: ["350", chargedOn, "301"] } });

  test("is known once a provider took it, whoever pays", () => {
    expect(settle(withCost("accepted"), accepted()).m.cost).toBe(301n);
    expect(settle(withCost("delivered"), accepted()).m).toMatchObject({ cost: 301n, charged: 0n });
    const copy = { ...withCost("accepted"), copyCharged: true };
    expect(settle(copy, accepted()).m).toMatchObject({ cost: 301n, charged: 0n });
    expect(settle(message(), accepted()).m.cost).toBeNull();
  });

  test("is nothing of one that failed, until it is reported delivered after all", () => {
    const failed = settle(withCost("accepted"), accepted(), reported("failed"));
    expect(failed.m.cost).toBeNull();
    expect(settleWith(failed.m, failed.a, reported("delivered")).m.cost).toBe(301n);
    expect(settle(withCost("accepted"), ended("failed")).m.cost).toBeNull();
  });
});
