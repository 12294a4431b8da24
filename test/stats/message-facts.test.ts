import { describe, expect, it, test } from "vitest";
import { messageFact, type MessageEvent, type MessageRecord } from "../../src/stats/message-facts.ts";
import { NAMES_A_MONTH, OTHERS, underNames } from "../../src/stats/names.ts";
import { grains } from "../../src/stats/sums.ts";
import { tally, type Fact } from "../../src/stats/tally.ts";

const ASKED = Date.parse("2026-11-21T10:14:59.000Z");
const record: MessageRecord = {
  channel: "sms",
  country: "ID",
  template: "otp/id",
  purpose: "login",
  askedAt: ASKED,
  createdAt: ASKED + 1000,
  firstTryAt: ASKED + 1004,
  takenTryAt: ASKED + 1500,
  takenBefore: true,
  firstArrival: null,
  earlier: [],
};

function fact(type: MessageEvent["type"], more: Partial<MessageRecord> = {}): Fact {
  const event = { tenantId: "t", position: "1", id: "e", at: ASKED + 9500, otpId: "o", messageId: "m" };
  return messageFact({ ...event, type, data: { provider: "twilio" } }, { ...record, ...more });
}

const everyOtp = { otps: 1, otps_by_channel: 1, otps_by_provider: 1, otps_by_route: 1 };

describe("an event of a message", () => {
  test.each<[string, Fact, Fact["counts"]]>([
    ["taken", fact("message.sent", { takenBefore: false }), { sent: 1, ...everyOtp }],
    ["delivered", fact("message.delivered", { firstArrival: "delivered" }), { delivered: 1 }],
    ["read after it was delivered", fact("message.read", { firstArrival: "delivered" }), { read: 1 }],
    ["read, never said to be delivered", fact("message.read", { firstArrival: "read" }), { delivered: 1, read: 1 }],
    [
      "delivered, though nobody said that it was taken",
      fact("message.delivered", { firstArrival: "delivered", takenBefore: false }),
      { sent: 1, delivered: 1, ...everyOtp },
    ],
    ["read after that", fact("message.read", { firstArrival: "delivered", takenBefore: false }), { read: 1 }],
    ["failed", fact("message.failed"), { failed: 1 }],
  ])("%s", (_, { counts }, wanted) => expect(counts).toEqual(wanted));

  test.each<[string, MessageRecord["earlier"], Fact["counts"]]>([
    ["none", [], everyOtp],
    ["another channel's", [{ channel: "whatsapp", provider: "meta" }], { ...everyOtp, otps: 0 }],
    [
      "the same channel's, by another provider",
      [{ channel: "sms", provider: "vonage" }],
      { otps: 0, otps_by_channel: 0, otps_by_provider: 1, otps_by_route: 1 },
    ],
    [
      "the same provider's, on another channel",
      [{ channel: "whatsapp", provider: "twilio" }],
      { otps: 0, otps_by_channel: 1, otps_by_provider: 0, otps_by_route: 1 },
    ],
    [
      "both, by different messages",
      [
        { channel: "whatsapp", provider: "twilio" },
        { channel: "sms", provider: "vonage" },
      ],
      { otps: 0, otps_by_channel: 0, otps_by_provider: 0, otps_by_route: 1 },
    ],
    [
      "the same",
      [{ channel: "sms", provider: "twilio" }],
      { otps: 0, otps_by_channel: 0, otps_by_provider: 0, otps_by_route: 0 },
    ],
  ])("of an OTP of which a message was taken before: %s", (_, earlier, otps) => {
    expect(fact("message.sent", { takenBefore: false, earlier }).counts).toEqual({ sent: 1, ...otps });
  });

  it("has latencies from the issue or resend to its first try, and from the try that was taken to its report", () => {
    expect(fact("message.sent", { takenBefore: false }).latencies).toEqual({ issue_to_wire: 4 });
    expect(fact("message.delivered", { firstArrival: "delivered" }).latencies).toEqual({ wire_to_delivered: 8000 });
    expect(fact("message.failed").latencies).toEqual({});
  });

  it("counts for the time at which its OTP was asked for", () => expect(fact("message.read").at).toBe(ASKED));
});

describe("a tally", () => {
  it("adds up facts of one key and time, for each grain", () => {
    const early = fact("message.sent", { takenBefore: false });
    const late = { ...early, at: ASKED + 2000 };
    const { sums, latencies } = tally([early, early, late]);
    const of = (grain: string) => sums.filter((sum) => sum.grain === grain).map(({ sent, otps }) => [sent, otps]);
    expect(grains.map(of)).toEqual([
      [
        [2, 2],
        [1, 1],
      ],
      [[3, 3]],
      [[3, 3]],
      [[3, 3]],
    ]);
    expect(latencies.filter(({ grain }) => grain === "day").map(({ slots }) => [...slots.values()])).toEqual([[3]]);
  });
});

describe("names", () => {
  const named = (purpose: string): Fact => ({ ...fact("message.sent"), key: { ...fact("message.sent").key, purpose } });
  const purposes = (facts: readonly Fact[]) => facts.map(({ key }) => key.purpose);

  it("beyond the first of a month are added up as others; those that are known go on", () => {
    const first = Array.from({ length: NAMES_A_MONTH }, (_, n) => named(`p${n}`));
    const known = first.slice(1).map(({ key }) => ({
      tenantId: "t",
      month: Date.parse("2026-11-01"),
      dimension: "purpose" as const,
      name: key.purpose,
    }));
    expect(purposes(underNames([named("p0"), named("new"), named("p7"), named("")], known))).toEqual([
      "p0",
      OTHERS,
      "p7",
      "",
    ]);
  });
});
