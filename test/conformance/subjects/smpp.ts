import { expect } from "vitest";
import { smpp as provider } from "../../../src/providers/smpp/index.ts";
import type { ErrorClass, Scope } from "../../../src/providers/provider.ts";
import { sample, secrets, Smsc } from "../../support/smsc.ts";
import type { ConformingError, Subject } from "../subject.ts";

/** Every status of the specification that a message may be answered with. */
const statuses: [errorClass: ErrorClass, scope: Scope, names: Record<number, string>][] = [
  [
    "rejected",
    "recipient",
    {
      0x01: "ESME_RINVMSGLEN",
      0x02: "ESME_RINVCMDLEN",
      0x03: "ESME_RINVCMDID",
      0x06: "ESME_RINVPRTFLG",
      0x07: "ESME_RINVREGDLVFLG",
      0x15: "ESME_RINVSERTYP",
      0x42: "ESME_RINVSUBREP",
      0x43: "ESME_RINVESMCLASS",
      0x54: "ESME_RINVREPFLAG",
      0x61: "ESME_RINVSCHED",
      0x62: "ESME_RINVEXPIRY",
      0xc0: "ESME_RINVTLVSTREAM",
      0xc1: "ESME_RTLVNOTALLWD",
      0xc2: "ESME_RINVTLVLEN",
      0xc3: "ESME_RMISSINGTLV",
      0xc4: "ESME_RINVTLVVAL",
    },
  ],
  [
    "transient",
    "provider",
    {
      0x04: "ESME_RINVBNDSTS",
      0x05: "ESME_RALYBND",
      0x08: "ESME_RSYSERR",
      0x45: "ESME_RSUBMITFAIL",
      0x64: "ESME_RX_T_APPN",
      0xfe: "ESME_RDELIVERYFAILURE",
      0xff: "ESME_RUNKNOWNERR",
    },
  ],
  ["credentials", "provider", { 0x0a: "ESME_RINVSRCADR", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI" }],
  ["recipient", "recipient", { 0x0b: "ESME_RINVDSTADR", 0x50: "ESME_RINVDSTTON", 0x51: "ESME_RINVDSTNPI" }],
  [
    "credentials",
    "provider",
    { 0x0d: "ESME_RBINDFAIL", 0x0e: "ESME_RINVPASWD", 0x0f: "ESME_RINVSYSID", 0x53: "ESME_RINVSYSTYP" },
  ],
  [
    "rejected",
    "recipient",
    { 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN", 0x0401: "0x0401", 0x0c: "ESME_RINVMSGID" },
  ],
];
const refused = statuses.flatMap(([errorClass, scope, names]) =>
  Object.entries(names).map(([status, name]): ConformingError => ({
    name,
    answer: { status: Number(status), body: "" },
    outcome: { errorClass, scope, providerCode: name },
  })),
);
const throttled = { 0x14: "ESME_RMSGQFUL", 0x58: "ESME_RTHROTTLED" };
const slower = Object.entries(throttled).map(([status, providerCode]): ConformingError => ({
  name: providerCode,
  answer: { status: Number(status), body: "" },
  outcome: { errorClass: "throttled", scope: "provider", providerCode, retryAfterMs: 1000 },
}));

export const smpp: Subject = {
  provider,
  speaks: "smpp",
  vendor: () => new Smsc(),
  settings(url) {
    const { hostname, port } = new URL(url);
    return { host: hostname, port: Number(port), source_addr: "ERPANDA" };
  },
  secrets,
  sends: [
    {
      name: "an OTP",
      message: { channel: "sms", text: "Kode ERP Anda 481516. Jangan berikan kepada siapa pun." },
      providerMessageId: "4F2A91C0",
      check(requests) {
        expect(requests.map(({ method }) => method)).toEqual(["submit_sm"]);
        const { short_message: message, ...sent } = JSON.parse(requests[0]?.body ?? "") as Record<string, unknown>;
        const wanted = sample("submit_sm").fields;
        const same = "source_addr_ton source_addr_npi source_addr dest_addr_ton dest_addr_npi destination_addr";
        for (const field of `${same} registered_delivery data_coding`.split(" "))
          expect(sent[field]).toBe(wanted[field]);
        expect(message).toEqual({ message: wanted["short_message"] });
      },
    },
  ],
  errors: [
    ...refused,
    ...slower,
    {
      name: "a message that was taken without an id",
      answer: { status: 0, body: "" },
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "unreadable_answer" },
    },
  ],
  reports: [],
  forged: [],
};
