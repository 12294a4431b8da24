import smppPackage from "smpp";
import { describe, expect, it } from "vitest";
import { smpp } from "../../../src/providers/smpp/index.ts";
import { bindTransceiver, submitSm } from "../../../src/providers/smpp/request.ts";
import { encodeText } from "../../../src/providers/smpp/text.ts";
import type { SmppSettings } from "../../../src/providers/smpp/settings.ts";
import { message } from "../../support/smpp-link.ts";
import { sample, secrets } from "../../support/smsc.ts";

function settings(given: Partial<SmppSettings> = {}): SmppSettings {
  return smpp.settings.parse({ host: "smsc.example", source_addr: "ERPANDA", ...given });
}

describe("settings", () => {
  it.each([
    ["a name of 11 characters", { source_addr: "ERPANDA1234" }, true],
    ["a name of 12", { source_addr: "ERPANDA12345" }, false],
    ["a number of 15 digits with its plus", { source_addr: "+628110000999912" }, true],
    ["an alphabet that SMPP has, and we do not", { data_coding: 4 }, false],
    ["a status by its name", { status_classes: { ESME_RTHROTTLED: "transient" } }, false],
    ["a status that may have been sent", { status_classes: { "0x0401": "ambiguous" } }, false],
    ["a host with a port in it", { host: "smsc.example:2775" }, false],
    ["an IPv6 address", { host: "2001:db8::1" }, true],
  ])("%s", (_, given, good) => {
    expect(smpp.settings.safeParse({ host: "smsc.example", ...given }).success).toBe(good);
  });
});

describe("a bind", () => {
  it("says 3.4 and who we are", () => {
    const fields = bindTransceiver(settings({ system_type: "OTP" }), secrets);
    expect(fields).toEqual({ ...secrets, system_type: "OTP", interface_version: 0x34 });
  });
});

describe("a submit_sm", () => {
  it("is the recorded one, byte for byte", () => {
    const { pduHex } = sample("submit_sm");
    const pdu = new smppPackage.PDU("submit_sm", { ...submitSm(message, settings()), sequence_number: 2 });
    expect(pdu.toBuffer().toString("hex")).toBe(pduHex);
  });

  it.each([
    ["ERPANDA", 5, 0, "ERPANDA"],
    ["99 Toko", 5, 0, "99 Toko"],
    ["+6281100009999", 1, 1, "6281100009999"],
    ["6281100009999", 1, 1, "6281100009999"],
    ["99321", 3, 0, "99321"],
    ["", 0, 0, ""],
  ])("from '%s' is of type %i, plan %i", (source_addr, ton, npi, sent) => {
    expect(submitSm(message, settings({ source_addr }))).toMatchObject({
      source_addr_ton: ton,
      source_addr_npi: npi,
      source_addr: sent,
    });
  });

  it("takes type and plan as the SMSC's people say", () => {
    const given = settings({ source_addr: "99321", source_addr_ton: 0, source_addr_npi: 1 });
    expect(submitSm(message, given)).toMatchObject({ source_addr_ton: 0, source_addr_npi: 1 });
  });

  it.each([
    [300, "000000000500000R"],
    [1, "000000000001000R"],
    [599, "000000000959000R"],
    [3661, "000000010101000R"],
  ])("of a code that lives %i s is dropped after %s", (ttlSeconds, validity) => {
    expect(submitSm({ ...message, ttlSeconds }, settings())).toMatchObject({ validity_period: validity });
  });

  it("of more than one segment goes in one piece all the same", () => {
    const fields = submitSm({ ...message, text: "x".repeat(161) }, settings());
    expect(fields["message_payload"]).toHaveLength(161);
    expect(fields).not.toHaveProperty("short_message");
    const read = new smppPackage.PDU(new smppPackage.PDU("submit_sm", fields).toBuffer());
    expect(read["message_payload"]).toEqual({ message: "x".repeat(161) });
  });
});

describe("a text", () => {
  it.each([
    ["GSM as it is", "Kode: 1", 0, 0, "4b6f64653a2031"],
    ["what ASCII has elsewhere", "@_$", 0, 0, "001102"],
    ["the extension, two octets a character", "[€]", 0, 0, "1b3c1b651b3e"],
    ["a back-slash", "\\", 0, 0, "1b2f"],
    ["the same under another label", "@", 1, 1, "00"],
    ["Latin-1", "é@", 3, 3, "e940"],
    ["what Latin-1 lacks", "€", 3, 8, "20ac"],
    ["what GSM lacks", "Kode “1”", 0, 8, "004b006f00640065" + "0020201c0031201d"],
    ["an emoji, two units", "🔑", 0, 8, "d83ddd11"],
    ["UCS-2 because it is wanted", "A", 8, 8, "0041"],
  ] as const)("%s", (_, text, wanted, dataCoding, hex) => {
    const encoded = encodeText(text, wanted);
    expect(encoded.dataCoding).toBe(dataCoding);
    expect(encoded.octets.toString("hex")).toBe(hex);
  });

  it.each([
    ["160 GSM characters", "x".repeat(160), 0, true],
    ["161", "x".repeat(161), 0, false],
    ["159 and one of the extension", `${"x".repeat(159)}€`, 0, false],
    ["70 UCS-2 units", "ф".repeat(70), 0, true],
    ["71", "ф".repeat(71), 0, false],
    ["140 Latin-1 characters", "é".repeat(140), 3, true],
    ["141", "é".repeat(141), 3, false],
  ] as const)("of %s: one segment?", (_, text, wanted, single) => {
    expect(encodeText(text, wanted).single).toBe(single);
  });
});

describe("on the air, a text makes as many messages as its alphabet has", () => {
  it.each([
    [0, "a".repeat(160), 1],
    [0, "a".repeat(161), 2],
    [0, "€".repeat(80), 1],
    [1, "a".repeat(307), 3],
    [3, "é".repeat(140), 1],
    [3, "é".repeat(141), 2],
    [3, "é".repeat(268), 2],
    [3, "é".repeat(269), 3],
    [3, "€".repeat(71), 2],
    [8, "a".repeat(70), 1],
    [8, "a".repeat(71), 2],
    [8, "a".repeat(135), 3],
    [0, "ā".repeat(71), 2],
  ] as const)("data_coding %i, %s: %i", (data_coding, text, segments) => {
    expect(smpp.segmentsOf?.(text, settings({ data_coding }))).toBe(segments);
  });
});
