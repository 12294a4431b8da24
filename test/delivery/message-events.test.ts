import { describe, expect, it } from "vitest";
import type { Fact, SettledMessage } from "../../src/delivery/decide-settle.ts";
import { messageEvents } from "../../src/delivery/message-events.ts";
import type { MessageStatus } from "../../src/otp/model.ts";

const at = Date.parse("2026-11-21T10:00:00Z");
const fact = { kind: "unreported", charge: false } as unknown as Fact;

describe("message.sent", () => {
  it.each<[MessageStatus, number | null, MessageStatus, string[]]>([
    ["sending", null, "accepted", ["message.sent"]],
    ["sending", null, "sent", ["message.sent"]],
    ["accepted", at, "sent", []],
    // Doubtful: no provider was known to have it.
    ["unknown", null, "sent", ["message.sent"]],
    // Accepted, then silent: that was told.
    ["unknown", at, "sent", []],
    ["unknown", at, "delivered", ["message.delivered"]],
  ])("is told once: from %s, accepted at %s, to %s", (before, acceptedAt, status, types) => {
    const message = { tenantId: "t", id: "m", otpId: "o", provider: "p", status } as SettledMessage;
    const told = messageEvents({ status: before, acceptedAt }, message, fact, at);
    expect(told.map(({ type }) => type)).toEqual(types);
  });
});
