import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideSettle, type Fact, type SettledMessage } from "../../src/delivery/decide-settle.ts";
import type { FixedPrice } from "../../src/ledger/fixed-price.ts";
import type { Entry } from "../../src/ledger/account.ts";
import type { MessageStatus } from "../../src/otp/model.ts";
import type { ReportStatus } from "../../src/providers/provider.ts";
import {
  NOW,
  LEASE,
  PRICE,
  message,
  idle,
  waiting,
  account,
  attempt,
  accepted,
  doubtful,
  ended,
  reported,
  next,
  advanced,
  unreported,
  settle,
  settleWith,
} from "../support/settling.ts";

describe("accepted", () => {
  test("captures the accepting provider's price at once; what was held beyond it comes back", () => {
    const { m, a, kinds } = settle(message(), accepted());
    expect(kinds).toEqual(["capture"]);
    expect(m).toMatchObject({ status: "accepted", holdState: "captured", charged: PRICE, leaseOwner: null });
    expect(a).toMatchObject({ available: 10_050n, held: 0n, spent: 350n });
    expect(m).toMatchObject({ due: "fallback", dueAt: NOW + 20_000, acceptedAt: NOW, reportBy: NOW + 86_400_000 });
  });

  test("charged on delivery, the hold stays", () => {
    const { m, kinds } = settle(message({ provider: "later" }), accepted("later"));
    expect(kinds).toEqual([]);
    expect(m).toMatchObject({ status: "accepted", holdState: "held", charged: 0n });
  });

  test("another provider than the first pays its own price", () => {
    const { m } = settle(message(), accepted("dear"));
    expect(m).toMatchObject({ provider: "dear", charged: 400n });
  });

  test("by a provider that came since is paid at its price, if the hold covers it, also when it is reported later", () => {
    const late = (latePrice: FixedPrice): Fact => {
      const fact = accepted("new");
      return fact.kind === "accepted" ? { ...fact, attempt: { ...fact.attempt, latePrice } } : fact;
    };
    expect(settle(message(), late(["399", "accepted"])).m).toMatchObject({ charged: 399n, repriced: true });
    const onDelivery = settle(message(), late(["400", "delivered"]), reported("delivered", "new"));
    expect(onDelivery.m).toMatchObject({ charged: 400n, holdState: "captured" });
    expect(settle(message(), late(["401", "accepted"])).m).toMatchObject({ charged: 0n, repriced: false });
    const known = { ...accepted(), attempt: { ...attempt("accepted"), latePrice: ["1", "accepted"] } } as Fact;
    expect(settle(message(), known).m).toMatchObject({ charged: PRICE, repriced: false });
  });

  describe("by a provider that came since, reported before its answer", () => {
    const arrived = reported("delivered", "new");
    const priced = (fact: Fact, chargedOn: "accepted" | "delivered"): Fact =>
      "attempt" in fact
        ? { ...fact, attempt: { ...attempt("ambiguous", "new"), latePrice: ["399", chargedOn] } }
        : fact;
    test.each<[string, "accepted" | "delivered", Fact]>([
      ["an acceptance", "accepted", accepted("new")],
      ["an acceptance", "delivered", accepted("new")],
      ["a doubt", "accepted", doubtful],
      ["a doubt", "delivered", doubtful],
      ["an end", "accepted", ended("failed")],
      ["an end", "delivered", ended("failed")],
    ])("%s brings the price, on %s", (_, chargedOn, fact) => {
      const { m, kinds } = settle(message({ provider: "new" }), arrived, priced(fact, chargedOn));
      expect([m.status, m.charged, kinds]).toEqual(["delivered", 399n, ["capture"]]);
    });

    test.each<[string, Fact[]]>([
      ["before", [arrived, { ...doubtful, attempt: null }]],
      ["before, with nothing due any more", [arrived, ended("failed")]],
      ["after", [{ ...doubtful, attempt: null }, arrived]],
    ])("whose price died with its process is free, not held: %s it was found", (_, facts) => {
      const { m, a, kinds } = settle(message({ provider: "new" }), ...facts);
      expect([m.status, m.holdState, kinds]).toEqual(["delivered", "released", ["release"]]);
      expect(a.held).toBe(0n);
    });
  });

  test.each([
    ["nothing to fall back to", {}, null, "unreported"],
    ["the plan went on already", { advanced: true }, NOW + 1, "unreported"],
    ["the OTP was verified meanwhile", { otpStatus: "verified" as const }, NOW + 1, "unreported"],
    ["a way to go on", {}, NOW + 1, "fallback"],
  ])("%s: what is due next", (_, changes, fallbackAt, due) => {
    expect(settle(message(changes), accepted("meta", fallbackAt)).m.due).toBe(due);
  });

  test("a price of nothing is captured once, as nothing", () => {
    const free = message({ prices: { meta: ["0", "accepted"] }, hold: 0n });
    const { kinds, m } = settle(free, accepted(), reported("sent"), reported("delivered"));
    expect(kinds).toEqual(["capture"]);
    expect(m).toMatchObject({ holdState: "captured", charged: 0n, status: "delivered" });
  });

  test("under another worker's lease only the attempt is kept", () => {
    const before = message({ leaseOwner: "worker-2" });
    const { m, d, kinds } = settle(before, accepted());
    expect(d).toMatchObject({ stale: true, attempt: { outcome: "accepted" } });
    expect(kinds).toEqual([]);
    expect(m).toEqual(message({ leaseOwner: "worker-2" }));
  });
});

describe("doubtful", () => {
  test("waits for its report with the hold kept", () => {
    const { m, d, kinds } = settle(message(), doubtful);
    expect(m).toMatchObject({
      status: "sending",
      holdState: "held",
      leaseOwner: null,
      due: "doubt",
      dueAt: NOW + 8000,
    });
    expect(d.attempt?.outcome).toBe("ambiguous");
    expect(kinds).toEqual([]);
  });

  test.each<ReportStatus>(["sent", "delivered", "read"])("a report %s in the wait pays for it, once", (status) => {
    const { m, kinds } = settle(message(), doubtful, reported(status), reported(status));
    expect(kinds).toEqual(["capture"]);
    expect(m.status).toBe(status);
    expect(m.due).toBe(status === "sent" ? "unreported" : null);
  });

  test("a report that came before the answer that never did", () => {
    const { m, kinds } = settle(message(), reported("delivered"), doubtful);
    expect(kinds).toEqual(["capture"]);
    expect(m).toMatchObject({ status: "delivered", due: null, leaseOwner: null });
  });

  test("a failed report in the wait ends it at once: the plan goes on", () => {
    const { m, d, kinds } = settle(message(), doubtful, reported("failed"));
    expect(kinds).toEqual(["release"]);
    expect(d.goOn).toBe(true);
    expect(m).toMatchObject({ status: "failed", due: "fallback", dueAt: NOW });
  });
});

describe("ended", () => {
  test.each(["failed", "expired", "cancelled", "unknown"] as const)("%s releases the hold", (status) => {
    const { m, d, kinds, a } = settle(message(), ended(status));
    expect(kinds).toEqual(["release"]);
    expect(a).toMatchObject({ available: 10_400n, held: 0n });
    expect(m).toMatchObject({ status, holdState: "released", leaseOwner: null, skips: [{ provider: "x" }] });
    expect(d.goOn).toBe(true);
    expect(m).toMatchObject({ due: "fallback", dueAt: NOW });
  });

  test.each([
    ["it may not", ended("failed", false), {}],
    ["the plan did already", ended("failed"), { advanced: true }],
    ["the OTP was verified", ended("failed"), { otpStatus: "verified" as const }],
    ["the OTP is past its life", ended("expired"), { expiresAt: NOW }],
  ])("the plan does not go on when %s", (_, fact, changes) => {
    const { m, d } = settle(message(changes), fact);
    expect(d.goOn).toBe(false);
    expect(m).toMatchObject({ due: null, dueAt: null });
  });

  test("what a report says arrived has not failed", () => {
    const { m, kinds } = settle(message(), reported("sent"), ended("failed"));
    expect(kinds).toEqual(["capture"]);
    expect(m).toMatchObject({ status: "sent", due: "unreported" });
  });
});

describe("advanced", () => {
  test("makes the next message, with a hold of its own, once", () => {
    const failed = message({ status: "failed", holdState: "released", leaseOwner: null, due: "fallback", dueAt: NOW });
    const { d, kinds, a, m } = settleWith(failed, account({ held: 0n }), advanced(next(), null));
    expect(d.created?.id).toBe("m2");
    expect(kinds).toEqual(["hold"]);
    expect(a).toMatchObject({ available: 9500n, held: 500n });
    expect(m).toMatchObject({ advanced: true, due: null });
    const again = settleWith(m, a, advanced(next(), null));
    expect(again.d.created).toBeNull();
    expect(again.kinds).toEqual([]);
  });

  test.each<ReportStatus>(["delivered", "read"])("makes none when it was %s while the plan was made", (status) => {
    const due = message({ status: "accepted", holdState: "captured", charged: PRICE, due: "fallback", dueAt: NOW });
    const { m, d, kinds } = settleWith(due, account({ held: 0n }), reported(status), advanced());
    expect(d.created).toBeNull();
    expect(kinds).toEqual([]);
    expect(m).toMatchObject({ status, due: null, leaseOwner: null });
  });

  test("a fallback that the balance cannot pay is not made, and says so", () => {
    const { d, kinds, m } = settleWith(message({ status: "accepted" }), account({ available: 499n }), advanced());
    expect(d.created).toBeNull();
    expect(kinds).toEqual([]);
    expect(m.skips).toContainEqual({ provider: "sms", reason: "the balance cannot pay the fallback" });
    expect(m.advanced).toBe(true);
  });

  test("an accepted message still waits for its report", () => {
    const fallen = message({ status: "accepted", reportBy: NOW + 86_000_000, holdState: "captured", charged: PRICE });
    expect(settle(fallen, advanced()).m).toMatchObject({ due: "unreported", dueAt: NOW + 86_000_000 });
  });

  test.each(["verified", "expired", "cancelled", "replaced", "locked"] as const)(
    "nothing is made for an OTP that is %s",
    (otpStatus) => {
      const { d, kinds } = settle(message({ status: "accepted", otpStatus }), advanced());
      expect([d.created, kinds]).toEqual([null, []]);
    },
  );

  test("nor past its life", () => {
    expect(settle(message({ status: "accepted", expiresAt: NOW }), advanced()).d.created).toBeNull();
  });
});

describe("the OTP ended", () => {
  test.each([
    ["verified", "cancelled"],
    ["cancelled", "cancelled"],
    ["replaced", "cancelled"],
    ["expired", "expired"],
  ] as const)("%s: a message that has not left is %s and free", (otpStatus, status) => {
    const { m, kinds } = settle(message({ status: "queued", otpStatus }), { kind: "otp_ended" });
    expect(kinds).toEqual(["release"]);
    expect(m).toMatchObject({ status, leaseOwner: null, due: null, holdState: "released" });
  });

  test.each<MessageStatus>(["sending", "accepted", "sent", "delivered", "read", "failed", "unknown"])(
    "a message that is %s stays as it is",
    (status) => {
      const before = message({ status, otpStatus: "verified" });
      const { m, kinds } = settle({ ...before }, { kind: "otp_ended" });
      expect([m, kinds]).toEqual([before, []]);
    },
  );
});

describe("unreported", () => {
  test.each(["accepted", "sent"] as const)("%s becomes unknown and its hold is released", (status) => {
    const { m, kinds } = settle(message({ status, provider: "later" }), unreported(false));
    expect(kinds).toEqual(["release"]);
    expect(m).toMatchObject({ status: "unknown", due: null });
  });

  test("a provider whose silence is charged", () => {
    const { m, kinds } = settle(message({ status: "sent", provider: "later" }), unreported(true));
    expect(kinds).toEqual(["capture"]);
    expect(m).toMatchObject({ status: "unknown", charged: PRICE });
  });

  test("what was captured on acceptance stays paid", () => {
    const paid = message({ status: "accepted", holdState: "captured", charged: PRICE });
    const { m, kinds } = settleWith(paid, account({ held: 0n }), unreported(false));
    expect([kinds, m.charged, m.status]).toEqual([[], PRICE, "unknown"]);
  });

  test("a delivered one is left alone", () => {
    const { m, kinds } = settle(message({ status: "delivered" }), unreported(true));
    expect([kinds, m.status]).toEqual([[], "delivered"]);
  });
});

describe("reports", () => {
  const paid = (status: MessageStatus) =>
    message({ status, holdState: "captured", charged: PRICE, acceptedAt: NOW - 100, ...waiting });

  test("every order of sent, delivered and read ends read, paid once", () => {
    const orders: ReportStatus[][] = [
      ["sent", "delivered", "read"],
      ["sent", "read", "delivered"],
      ["delivered", "sent", "read"],
      ["delivered", "read", "sent"],
      ["read", "sent", "delivered"],
      ["read", "delivered", "sent"],
    ];
    for (const provider of ["meta", "later"]) {
      for (const order of orders) {
        const facts = [accepted(provider), ...[...order, ...order].map((status) => reported(status, provider))];
        const { m, kinds } = settle(message({ provider }), ...facts);
        expect([m.status, kinds, m.charged, m.due]).toEqual(["read", ["capture"], PRICE, null]);
      }
    }
  });

  test("charged on delivery: sent is not enough, read is", () => {
    const { kinds } = settle(message({ provider: "later" }), accepted("later"), reported("sent", "later"));
    expect(kinds).toEqual([]);
    expect(settle(message({ provider: "later" }), accepted("later"), reported("read", "later")).m.charged).toBe(PRICE);
  });

  test("failed after accepted: refunded, and the plan goes on", () => {
    const { m, d, kinds, a } = settleWith(paid("accepted"), account({ held: 0n, spent: 350n }), reported("failed"));
    expect(kinds).toEqual(["refund"]);
    expect(a).toMatchObject({ available: 10_350n, spent: 0n });
    expect(m).toMatchObject({ status: "failed", charged: 0n, due: "fallback", dueAt: NOW });
    expect(d.goOn).toBe(true);
  });

  test("failed twice is refunded once, goes on once and is heeded twice", () => {
    const { kinds, d } = settleWith(
      paid("accepted"),
      account({ held: 0n, spent: 350n }),
      reported("failed"),
      reported("failed"),
    );
    expect(kinds).toEqual(["refund"]);
    expect([d.goOn, d.failure?.status]).toEqual([false, "failed"]);
  });

  test("failed after delivered changes nothing", () => {
    for (const status of ["delivered", "read"] as const) {
      const { m, kinds, d } = settle(paid(status), reported("failed"));
      expect([m.status, kinds, d.goOn]).toEqual([status, [], false]);
      expect(d.report?.status).toBe("failed");
    }
  });

  test("failed, when the plan is past this channel, sends nothing again", () => {
    const { d, m } = settleWith(
      { ...paid("accepted"), advanced: true },
      account({ held: 0n, spent: 350n }),
      reported("failed"),
    );
    expect([d.goOn, m.status, m.due]).toEqual([false, "failed", null]);
  });

  test("failed of a message that silence had made unknown is refunded, without going on", () => {
    const { m, kinds, d } = settleWith(paid("unknown"), account({ held: 0n, spent: 350n }), reported("failed"));
    expect([m.status, kinds, d.goOn]).toEqual(["failed", ["refund"], false]);
  });

  test("failed while the answer is still awaited is kept until that is committed", () => {
    const { m, d, kinds } = settle(message(), reported("failed"));
    expect(d).toMatchObject({ early: true, report: null });
    expect([m.changed, kinds]).toEqual([false, []]);
  });

  test("failed while only the fallback holds the lease counts at once", () => {
    const held = { ...paid("accepted"), leaseOwner: LEASE, due: "fallback" as const, dueAt: NOW };
    const { m, d, kinds } = settleWith(held, account({ held: 0n, spent: 350n }), reported("failed"));
    expect(d.early).toBe(false);
    expect([m.status, kinds]).toEqual(["failed", ["refund"]]);
  });

  test("failed by a provider that another one has followed is only kept", () => {
    for (const leaseOwner of [null, LEASE]) {
      const { m, d, kinds } = settle(message({ provider: "dear", leaseOwner }), reported("failed", "meta"));
      expect([m.status, kinds, d.early]).toEqual(["sending", [], false]);
      expect(d.report?.status).toBe("failed");
    }
  });

  test("delivered by a provider that another one has followed: it is that one's price, and nobody is paid twice", () => {
    const { m, kinds } = settle(message({ provider: "dear" }), reported("delivered", "meta"), accepted("dear"));
    expect([m.status, kinds, m.charged]).toEqual(["delivered", ["capture"], 350n]);
  });

  test("delivered after the hold was released is charged by an adjustment, once", () => {
    for (const status of ["unknown", "failed", "expired", "cancelled"] as const) {
      const over = message({ status, holdState: "released", ...idle });
      const { m, kinds, a } = settleWith(over, account({ held: 0n }), reported("delivered"), reported("read"));
      expect([m.status, kinds, m.charged]).toEqual(["read", ["adjustment"], PRICE]);
      expect(a).toMatchObject({ available: 9650n, spent: 350n });
    }
  });

  test("a late charge takes what is there and never more", () => {
    const over = message({ status: "unknown", holdState: "released", ...idle });
    const { m, a } = settleWith(over, account({ available: 100n, held: 0n }), reported("delivered"));
    expect([m.charged, a.available]).toEqual([100n, 0n]);
  });

  test("delivered after a refund is charged again, unless the copy that followed was", () => {
    const back = settleWith(paid("accepted"), account({ held: 0n, spent: 350n }), reported("failed"));
    const alone = settleWith({ ...back.m }, { ...back.a }, reported("delivered"));
    expect([alone.kinds, alone.m.charged]).toEqual([["adjustment"], PRICE]);
    const followed = settleWith({ ...back.m, copyCharged: true }, { ...back.a }, reported("delivered"));
    expect([followed.kinds, followed.m.charged, followed.m.status]).toEqual([[], 0n, "delivered"]);
    // The row, as it is read again, must say that nothing of it is paid.
    expect(back.m.holdState).toBe("released");
  });

  test("of two copies that both arrived one is paid, whichever is charged first", () => {
    const first = message({ status: "unknown", holdState: "released", copyCharged: true, ...idle });
    expect(settleWith(first, account({ held: 0n }), reported("delivered")).kinds).toEqual([]);
    const second = message({ id: "m2", copyCharged: true });
    const { kinds, m } = settle(second, accepted(), reported("delivered"));
    expect([kinds, m.charged, m.holdState]).toEqual([["release"], 0n, "released"]);
  });

  test("sent after it was over says nothing, except of an unknown one", () => {
    for (const status of ["failed", "expired", "cancelled"] as const) {
      const over = message({ status, holdState: "released", ...idle });
      expect(settleWith(over, account({ held: 0n }), reported("sent")).m.status).toBe(status);
    }
    const unknown = message({ status: "unknown", holdState: "released", ...idle });
    const { m, kinds } = settleWith(unknown, account({ held: 0n }), reported("sent"));
    expect([m.status, kinds, m.due]).toEqual(["sent", ["adjustment"], "unreported"]);
  });

  test("a report before anything else is known counts from when it came, by our clock", () => {
    const { m } = settle(message(), reported("sent"));
    expect(m).toMatchObject({ acceptedAt: NOW, reportBy: NOW + 86_400_000, leaseOwner: LEASE });
  });
});

describe("a try that failed while the message goes on", () => {
  test("is kept, and changes nothing", () => {
    const { m, d } = settle(message(), { kind: "tried", lease: LEASE, attempt: attempt("transient") });
    expect([m, d.attempt?.outcome]).toEqual([message(), "transient"]);
  });
});

describe("who was to send it before and could not", () => {
  const skip = { provider: "first", reason: "switched off" };
  test.each([accepted(), doubtful, ended("failed")])("is kept with a message that is $kind", (fact) => {
    expect(settle(message(), { ...fact, skips: [skip] } as Fact).m.skips).toEqual([skip]);
  });
});

const providers = fc.constantFrom("meta", "later", "dear");
const lease = fc.constantFrom(LEASE, LEASE, LEASE, "worker-2");
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ l: lease, p: providers, fallback: fc.boolean() }).map(({ l, p, fallback }): Fact => ({
    ...(accepted(p, fallback ? NOW + 20_000 : null) as Extract<Fact, { kind: "accepted" }>),
    lease: l,
  })),
  lease.map((l): Fact => ({ ...doubtful, lease: l })),
  fc
    .record({ l: lease, s: fc.constantFrom("failed", "expired", "cancelled", "unknown"), go: fc.boolean() })
    .map(({ l, s, go }): Fact => ({
      ...(ended(s as "failed", go) as Extract<Fact, { kind: "ended" }>),
      lease: l,
    })),
  fc
    .record({ p: providers, s: fc.constantFrom<ReportStatus[]>("sent", "delivered", "read", "failed") })
    .map(({ p, s }) => reported(s, p)),
  fc
    .record({ p: providers, s: fc.constantFrom<ReportStatus[]>("sent", "delivered", "read", "failed") })
    .map(({ p, s }) => reported(s, p)),
  fc
    .record({ l: lease, charge: fc.boolean() })
    .map(({ l, charge }): Fact => ({ kind: "unreported", lease: l, charge })),
  fc.constantFrom<Fact>({ kind: "otp_ended" }),
  fc
    .record({ l: fc.constantFrom(LEASE, null, "worker-2"), some: fc.boolean() })
    .map(({ l, some }) => advanced(some ? next() : null, l)),
);
/** What others do between two facts: a worker takes the lease, the OTP ends, a copy is charged. */
const world = fc.constantFrom<((m: SettledMessage) => void)[]>(
  (m) => (m.leaseOwner = m.leaseOwner ?? LEASE),
  (m) => (m.leaseOwner = m.leaseOwner ?? LEASE),
  (m) => (m.otpStatus = "verified"),
  (m) => (m.copyCharged = true),
  () => {},
  () => {},
  () => {},
);

test("reports of one message end in the same state in whatever order they come, and however often", () => {
  const words = ["sent", "delivered", "read", "failed"] as const;
  const some = fc.subarray([...words], { minLength: 1 });
  const shuffled = some.chain((set) =>
    fc.tuple(fc.constant(set), fc.shuffledSubarray([...set, ...set], { minLength: set.length * 2 })),
  );
  fc.assert(
    fc.property(shuffled, ([set, order]) => {
      const { m } = settle(message(), accepted(), ...order.map((word) => reported(word)));
      const end = (["read", "delivered", "failed", "sent"] as const).find((word) => set.includes(word));
      expect(m).toMatchObject({ status: end, charged: end === "failed" ? 0n : PRICE });
      if (end === "read" || end === "delivered") expect(m.due).toBeNull();
    }),
  );
});

test("whatever happens to a message, in whatever order, its money is right", () => {
  const start = fc.constantFrom<SettledMessage[]>(
    message(),
    message({ status: "queued", provider: null, tries: 0 }),
    message({ leaseOwner: null, due: "doubt" }),
  );
  fc.assert(
    fc.property(start, fc.array(fc.tuple(world, fact), { maxLength: 14 }), (first, steps) => {
      const m = structuredClone(first);
      const a = account({ available: 600n });
      const entries: Entry[] = [];
      let wasDelivered = false;
      let wasRead = false;
      for (const [change, happened] of steps) {
        change(m);
        // The plan goes on, and silence is noticed, only once it was accepted or has ended.
        const under = m.status === "queued" || m.status === "sending";
        if (under && (happened.kind === "advanced" || happened.kind === "unreported")) continue;
        const before = structuredClone(m);
        const d = decideSettle(m, happened, a, NOW);
        entries.push(...d.entries);
        if (d.stale || d.early) expect(m).toEqual(before);
        // Whatever differs is written.
        if (!m.changed) expect(m).toEqual(before);
        const own = entries.filter((entry) => entry.messageId === m.id);
        const resolutions = own.filter(({ kind }) => kind === "capture" || kind === "release");
        expect(resolutions.length).toBe(m.holdState === "held" ? 0 : 1);
        const paid = own.reduce((sum, { amount, heldDelta }) => sum - amount - heldDelta, 0n);
        expect(paid).toBe(m.charged);
        expect(m.charged >= 0n && m.charged <= m.hold).toBe(true);
        expect(a.available >= 0n && a.held >= 0n).toBe(true);
        expect(a.spent).toBe(m.charged);
        expect(a.available + a.held).toBe(600n + 400n + entries.reduce((s, e) => s + e.amount + e.heldDelta, 0n));
        // Delivered stays delivered, and read stays read.
        if (wasDelivered) expect(["delivered", "read"]).toContain(m.status);
        if (wasRead) expect(m.status).toBe("read");
        wasDelivered ||= m.status === "delivered" || m.status === "read";
        wasRead ||= m.status === "read";
        // Something is owed exactly when somebody or a date sees to it, and never to a message that arrived.
        expect(m.due === null).toBe(m.dueAt === null);
        if (wasDelivered && m.leaseOwner === null) expect(m.due).toBeNull();
        if (m.holdState === "held" && m.leaseOwner === null && !d.early) expect(m.due).not.toBeNull();
      }
      expect(entries.filter(({ kind }) => kind === "hold").length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1000 },
  );
});
