import { expect, test } from "vitest";
import { advise } from "../../src/insight/advice.ts";
import type { OtpRecord } from "../../src/insight/explain.ts";
import type { MessageStatus, OtpStatus } from "../../src/otp/model.ts";

const NOW = 1_800_000_000_000;

/** One message of that channel and status for each part; the last word on it is `failure`. */
function recordOf(
  status: OtpStatus,
  parts: readonly (readonly [channel: string, status: MessageStatus])[],
  failure: string | null = null,
  otp: object = {},
): OtpRecord {
  const messages = parts.map(([channel, state], n) => ({ id: `m${n}`, channel, status: state }));
  const last = messages.at(-1)?.id;
  const attempts = failure === null || last === undefined ? [] : [{ messageId: last, outcome: failure }];
  return {
    otp: { status, attemptsLeft: 3, decoy: false, expiresAt: NOW + 1000, ...otp },
    messages,
    attempts,
    reports: [],
  } as unknown as OtpRecord;
}

const sms = (status: MessageStatus) => [["sms", status] as const];

test.each([
  ["is used", recordOf("verified", sms("read")), /^Nothing is left to do/],
  ["had too many wrong codes", recordOf("locked", sms("read")), /entered too often\. Ask for a new code/],
  ["was replaced", recordOf("replaced", sms("read")), /Only the one that came last/],
  ["was cancelled", recordOf("cancelled", sms("read")), /^It was cancelled\. Ask for a new code\.$/],
  ["came and was left", recordOf("expired", sms("delivered")), /^The code came, and was not entered in time\./],
  [
    "expired before the sweep",
    recordOf("pending", sms("failed"), "transient", { expiresAt: NOW }),
    /Ask for a new code/,
  ],
  ["has come", recordOf("pending", sms("read")), /^The code came by SMS and can be entered/],
  ["is leaving", recordOf("pending", sms("sending")), /Wait a moment/],
  ["is with a provider", recordOf("pending", sms("sent")), /nobody has said yet.*another channel than SMS/],
  [
    "is with a provider after a failure",
    recordOf("pending", [
      ["whatsapp", "failed"],
      ["sms", "accepted"],
    ]),
    /than SMS/,
  ],
  ["can't reach the number", recordOf("pending", sms("failed"), "recipient"), /can't be reached by SMS.*Send it again/],
  ["was refused for our account", recordOf("pending", sms("failed"), "credentials"), /fault is ours.*operator/],
  ["was refused for our text", recordOf("expired", sms("failed"), "rejected"), /fault is ours.*new code/],
  ["met a fault", recordOf("pending", sms("failed"), "throttled"), /^The provider had a fault\. Send it again/],
  ["is lost", recordOf("pending", sms("unknown"), "ambiguous"), /Ask whether the person got it/],
  ["has no message", recordOf("pending", []), /^No message was made\./],
  ["has no checks left", recordOf("pending", sms("read"), null, { attemptsLeft: 0 }), /^No checks are left\. Ask/],
  ["is for nobody", recordOf("pending", [], null, { decoy: true }), /^The ERP does not know this person/],
] as const)("of a code that %s, support is told what to say, in both languages", (_, record, said) => {
  const { en, id } = advise(record, NOW);
  expect(en).toMatch(said);
  expect(id).toMatch(/^[A-Z].*\.$/);
  expect(id).not.toBe(en);
});

test("a report says it later, and better, than the answer to the attempt", () => {
  const record = recordOf("pending", sms("failed"), "accepted");
  record.reports.push({ messageId: "m0", errorClass: "recipient" } as OtpRecord["reports"][number]);
  expect(advise(record, NOW).en).toContain("can't be reached by SMS");
});
