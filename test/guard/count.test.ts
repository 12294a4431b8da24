import { describe, expect, test } from "vitest";
import { countSpan, otpKey, type CountableEvent, type CountedOtp, type SentMessage } from "../../src/guard/count.ts";
import type { EventType } from "../../src/events/model.ts";

const ISSUED = 1_800_000_012_345;
const MINUTE = ISSUED - (ISSUED % 60_000);
const event = (type: EventType, messageId: string | null = "m1"): CountableEvent => ({
  tenantId: "t",
  type,
  otpId: "o",
  messageId,
});
const message = (more: Partial<SentMessage> = {}): SentMessage => ({
  prefix: "+62812",
  country: "ID",
  status: "pending",
  issuedAt: ISSUED,
  ...more,
});

/** Spans one after the other, each with what is kept by the ones before; the sums in the end. */
function sums(spans: CountableEvent[][], sent: Record<string, SentMessage>): string {
  let counted = new Map<string, CountedOtp>();
  const total = { sent: 0, verified: 0, ended: 0, arrived: 0, reported: 0 };
  for (const span of spans) {
    const added = countSpan(span, counted, new Map(Object.entries(sent)));
    counted = new Map([...counted, ...added.otps.map((otp): [string, CountedOtp] => [otpKey(otp), otp])]);
    for (const sum of added.sums) {
      expect(sum).toMatchObject({ prefix: "+62812", country: "ID", minute: MINUTE });
      total.sent += sum.sent;
      total.verified += sum.verified;
      total.ended += sum.ended;
      total.arrived += sum.arrived;
      total.reported += sum.reported;
    }
  }
  const { sent: s, verified, ended, arrived, reported } = total;
  return `${s} ${verified} ${ended} ${arrived} ${reported}`;
}

describe("sent, verified, ended, arrived, reported", () => {
  test.each<[string, CountableEvent[][], Record<string, SentMessage>, string]>([
    ["a message was taken", [[event("message.sent")]], { m1: message() }, "1 0 0 0 0"],
    [
      "twice, by a resend",
      [[event("message.sent")], [event("message.sent", "m2")]],
      { m1: message(), m2: message() },
      "1 0 0 0 0",
    ],
    [
      "both in one span",
      [[event("message.sent"), event("message.sent", "m2")]],
      { m1: message(), m2: message() },
      "1 0 0 0 0",
    ],
    [
      "and verified, in one span",
      [[event("message.sent"), event("otp.verified", null)]],
      { m1: message() },
      "1 1 1 1 0",
    ],
    ["and verified later", [[event("message.sent")], [event("otp.verified", null)]], { m1: message() }, "1 1 1 1 0"],
    [
      "it was verified by the time it is counted",
      [[event("message.sent")], [event("otp.verified", null)]],
      { m1: message({ status: "verified" }) },
      "1 1 1 1 0",
    ],
    [
      "verified before a provider's late word that it was sent",
      [[event("otp.verified", null)], [event("message.sent")]],
      { m1: message({ status: "verified" }) },
      "1 1 1 1 0",
    ],
    ["expired", [[event("message.sent")], [event("otp.expired", null)]], { m1: message() }, "1 0 1 0 0"],
    [
      "delivered and read: arrived once",
      [[event("message.sent")], [event("message.delivered")], [event("message.read")]],
      { m1: message() },
      "1 0 0 1 1",
    ],
    [
      "delivered and verified: arrived once",
      [[event("message.sent"), event("message.delivered")], [event("otp.verified", null)]],
      { m1: message() },
      "1 1 1 1 1",
    ],
    ["delivered, though nobody said that it was taken", [[event("message.delivered")]], { m1: message() }, "1 0 0 1 1"],
    ["read, and told again", [[event("message.read")], [event("message.delivered")]], { m1: message() }, "1 0 0 1 1"],
    [
      "replaced before it is counted: as one that is replaced after",
      [[event("message.sent")]],
      { m1: message({ status: "replaced" }) },
      "1 0 0 0 0",
    ],
    ["nothing was taken", [[event("message.failed"), event("otp.expired", null)]], {}, "0 0 0 0 0"],
    [
      "an address",
      [[event("message.sent"), event("otp.verified", null)]],
      { m1: message({ prefix: null }) },
      "0 0 0 0 0",
    ],
  ])("%s", (_, spans, sent, expected) => {
    expect(sums(spans, sent)).toBe(expected);
  });
});
