import fc from "fast-check";
import smppPackage, { type PduFields } from "smpp";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/providers/smpp/answer.ts";
import { smpp } from "../../../src/providers/smpp/index.ts";
import { messageId } from "../../../src/providers/smpp/message-id.ts";
import { readReceipt } from "../../../src/providers/smpp/receipt.ts";
import type { SmppSettings } from "../../../src/providers/smpp/settings.ts";
import { recorded, receipt, sample } from "../../support/smsc.ts";

function settings(receipt_ids: SmppSettings["receipt_ids"] = "same"): SmppSettings {
  return smpp.settings.parse({ host: "smsc.example", receipt_ids });
}

/** As it comes off the wire. */
function read(text: string, more?: PduFields, given = settings()) {
  return readReceipt(new smppPackage.PDU(receipt(text, more).toBuffer()), given);
}

const whole = "sub:001 dlvrd:001 submit date:2601020304 done date:2601020305 stat:DELIVRD err:000 text:Kode";
const failed = { status: "failed", errorClass: "recipient", scope: "recipient" };

describe("a receipt", () => {
  it("of the samples is read by its text", () => {
    const report = readReceipt(recorded("deliver_sm-dlr-delivered-decimal-id"), settings("hex_answer"));
    expect(report).toEqual({
      providerMessageId: messageId("4F2A91C0", "answer", settings("hex_answer")),
      status: "delivered",
    });
  });

  it("of the samples is read by its TLVs", () => {
    const report = readReceipt(recorded("deliver_sm-dlr-expired-tlv"), settings());
    expect(report).toEqual({ providerMessageId: "4F2A91C1", ...failed, providerCode: "EXPIRED_254" });
  });

  it.each([
    ["DELIVRD", { status: "delivered" }],
    ["ACCEPTD", { status: "sent" }],
    ["ENROUTE", { status: "sent" }],
    ["EXPIRED", { ...failed, providerCode: "EXPIRED" }],
    ["UNDELIV", { ...failed, providerCode: "UNDELIV" }],
    ["REJECTD", { status: "failed", errorClass: "rejected", scope: "recipient", providerCode: "REJECTD" }],
    ["DELETED", { status: "failed", errorClass: "rejected", scope: "recipient", providerCode: "DELETED" }],
    ["UNKNOWN", null],
    ["PERHAPS", null],
  ])("%s", (stat, content) => {
    const report = read(`id:A1 stat:${stat} err:000`);
    expect(report).toEqual(content === null ? null : { providerMessageId: "A1", ...content });
  });

  it.each([
    [0, "sent"],
    [1, "sent"],
    [2, "delivered"],
    [3, "failed"],
    [4, "failed"],
    [5, "failed"],
    [6, "sent"],
    [7, undefined],
    [8, "failed"],
    [9, "failed"],
    [77, undefined],
  ])("of message_state %i is %s", (message_state, status) => {
    expect(read("", { receipted_message_id: "A1", message_state })?.status).toBe(status);
  });

  it.each([
    ["all keys", `id:0123 ${whole}`],
    ["other cases", "ID:0123 Stat:delivrd"],
    ["spaces after the colons", "id: 0123 stat: DELIVRD"],
    ["the state written out", "id:0123 stat:DELIVRDX"],
    [
      "a date with seconds and a year of four",
      "id:0123 submit date:20260102030405 done date:202601020305 stat:DELIVRD",
    ],
    ["TLVs that say otherwise, and are believed", { receipted_message_id: "123", message_state: 2 }],
    ["the text in message_payload", { message_payload: "id:0123 stat:DELIVRD" }],
    ["a text that is said to be binary", { short_message: Buffer.from("id:0123 stat:DELIVRD"), data_coding: 4 }],
    ["a text in UCS-2", { short_message: "id:0123 stat:DELIVRD", data_coding: 8 }],
  ])("with %s is understood", (_, written) => {
    const report =
      typeof written === "string" ? read(written) : read("id:9 stat:UNDELIV", { short_message: "", ...written });
    expect(report).toEqual({ providerMessageId: "123", status: "delivered" });
  });

  it("is understood though its TLV's id is not closed with a NUL", () => {
    const { pduHex } = sample("deliver_sm-dlr-expired-tlv");
    const open = pduHex
      .replace("001e0009344632413931433100", "001e00083446324139314331")
      .replace(/^00000097/, "00000096");
    expect(readReceipt(new smppPackage.PDU(Buffer.from(open, "hex")), settings())).toMatchObject({
      providerMessageId: "4F2A91C1",
      providerCode: "EXPIRED_254",
    });
  });

  it("says the network's own error, by its text or by its TLV", () => {
    expect(read("id:A1 stat:UNDELIV err:0a7")?.providerCode).toBe("UNDELIV_0a7");
    const network_error_code = Buffer.from([3, 1, 4]);
    expect(read("id:A1 stat:UNDELIV", { network_error_code })?.providerCode).toBe("UNDELIV_260");
    expect(read("id:A1 stat:UNDELIV err:6281100000001")?.providerCode).toBe("UNDELIV");
  });

  it("never repeats the text, nor takes its word", () => {
    expect(read("id:A1 text:Kode 481516 stat:DELIVRD")).toBeNull();
    expect(JSON.stringify(read(`id:A1 ${whole} 481516 id:B2 stat:UNDELIV`))).not.toContain("481516");
  });

  it("is no person's reply, whatever they write", () => {
    expect(read(`id:A1 ${whole}`, { esm_class: 0 })).toBeNull();
  });

  it("never throws, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 0, max: 255 }), (text, data_coding) => {
        const short_message = Buffer.from(text).subarray(0, 250);
        const report = read("", { short_message, data_coding });
        if (report !== null) expect(report.providerMessageId).toMatch(/^[\x21-\x7e]{1,65}$/);
      }),
    );
  });
});

describe("an answer of the samples", () => {
  it.each([
    ["submit_sm_resp-ok", { ok: true, providerMessageId: "4F2A91C0" }],
    ["submit_sm_resp-throttled", { ok: false, errorClass: "throttled", scope: "provider", retryAfterMs: 1000 }],
    ["bind_transceiver_resp-bad-password", { ok: false, errorClass: "credentials", scope: "provider" }],
  ])("%s", (name, outcome) => {
    expect(readAnswer(recorded(name), settings(), 1)).toMatchObject(outcome);
  });
});

describe("an id", () => {
  it.each([
    ["same", "4F2A91C0", "4F2A91C0"],
    ["same", "0001234", "1234"],
    ["same", "1234", "0001234"],
    ["hex_answer", "4F2A91C0", "1328189888"],
    ["hex_answer", "4f2a91c0", "0001328189888"],
    ["hex_answer", "4F2A91C0", "4F2A91C0"],
    ["hex_answer", "FFFFFFFFFFFFFFFF", "18446744073709551615"],
    ["hex_receipt", "1328189888", "4F2A91C0"],
    ["hex_receipt", "6f1c1f3a-8d0e-4a62", "6f1c1f3a-8d0e-4a62"],
  ] as const)("%s: %s of the answer is %s of the receipt", (mode, answer, inReceipt) => {
    const id = messageId(answer, "answer", settings(mode));
    expect(id).not.toBeNull();
    expect(messageId(inReceipt, "receipt", settings(mode))).toBe(id);
  });

  it.each([[""], [" "], [undefined], [7], ["\u0001a"]])("is none when it is %j", (value) => {
    expect(messageId(value, "answer", settings())).toBeNull();
  });
});
