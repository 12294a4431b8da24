import { describe, expect, it } from "vitest";
import { readAnswer } from "../../src/providers/evolution/answer.ts";
import { evolution } from "../../src/providers/evolution/index.ts";
import { readEvolutionHook } from "../../src/providers/evolution/report.ts";
import { sendRequest } from "../../src/providers/evolution/request.ts";
import type { DeliveryReport, RenderedMessage } from "../../src/providers/provider.ts";

const settings = evolution.settings.parse({ instance: "erp" });
const secrets = { api_key: "evo-key-sample", hook_token: "secret-path-sample" };

describe("settings", () => {
  it("have an address, and need the instance", () => {
    expect(settings.base_url).toBe("http://evolution:8080");
    for (const instance of [undefined, "", "..", "a/b", "a?b", "a#b"]) {
      expect(evolution.settings.safeParse({ instance }).success).toBe(false);
    }
  });

  it("take only a hook_token that an address can hold", () => {
    for (const hook_token of ["", "a/b", "a b", "a?b"]) {
      expect(evolution.secrets.safeParse({ ...secrets, hook_token }).success).toBe(false);
    }
  });

  it("may name an instance that the address has to escape", () => {
    const named = evolution.settings.parse({ instance: "Toko ERP", base_url: "http://127.0.0.1:9/evo/" });
    const message = { to: "+6281100000001", text: "x" } as RenderedMessage;
    expect(sendRequest(message, named, "k").url).toBe("http://127.0.0.1:9/evo/message/sendText/Toko%20ERP");
  });
});

describe("an answer", () => {
  const bad = (message: unknown) =>
    readAnswer({ status: 400, headers: {}, text: JSON.stringify({ status: 400, response: { message } }) });

  it("of 400 is read by what its list holds", () => {
    expect(
      bad([
        { jid: "x", exists: true },
        { jid: "y", exists: false },
      ]),
    ).toMatchObject({ errorClass: "recipient" });
    expect(bad([["a"], ["b"]])).toMatchObject({ errorClass: "rejected", scope: "recipient" });
    for (const unclear of [undefined, null, "exists: false", [], [["a"], "b"], [{ exists: "false" }], [null], {}]) {
      expect(bad(unclear)).toMatchObject({ errorClass: "ambiguous", scope: "provider" });
    }
  });

  it("of 400 from whatever stands before it may have been sent", () => {
    const page = { status: 400, headers: {}, text: "<html>400 Bad Request</html>" };
    expect(readAnswer(page)).toMatchObject({ errorClass: "ambiguous", providerCode: "http_400" });
  });

  it.each([{}, { key: {} }, { key: { id: "6281100000001@s.whatsapp.net" } }, { key: { id: 7 } }, { id: "3EB0A1" }])(
    "of 201 without an id (%j) may have been sent",
    (body) =>
      expect(readAnswer({ status: 201, headers: {}, text: JSON.stringify(body) })).toMatchObject({
        errorClass: "ambiguous",
        providerCode: "unreadable_answer",
      }),
  );
});

function reportsOf(body: unknown): DeliveryReport[] {
  const content = readEvolutionHook(
    {
      method: "POST",
      url: "https://gateway.example/hooks/evolution/secret-path-sample",
      headers: {},
      receivedAt: 1_767_323_050_000,
      query: new URLSearchParams(),
      body: Buffer.from(JSON.stringify(body)),
      token: "secret-path-sample",
    },
    settings,
    secrets,
  );
  if (!content.ok) return expect.unreachable(content.why);
  return content.reports;
}

describe("an update", () => {
  const data = { keyId: "3EB0A1", remoteJid: "900000000000001@lid", fromMe: true, status: "READ" };
  const body = {
    event: "messages.update",
    instance: "erp",
    data,
    date_time: "2026-01-02T03:04:09.000Z",
    apikey: secrets.api_key,
  };
  const read = { providerMessageId: "3EB0A1", status: "read", at: 1767323049000 };

  it("may be flat or nested, one or several, doubled and out of order", () => {
    const nested = { key: { id: "3EB0A2", fromMe: true }, update: { status: "DELIVERY_ACK" } };
    const delivered = { providerMessageId: "3EB0A2", status: "delivered", at: 1767323049000 };
    expect(reportsOf({ ...body, data: nested })).toEqual([delivered]);
    expect(reportsOf({ ...body, data: [data, null, nested, "x", data] })).toEqual([read, delivered, read]);
  });

  it.each([
    ["another instance", { ...body, instance: "sales" }],
    ["another event", { ...body, event: "send.message" }],
    ["a message of somebody else", { ...body, data: { ...data, fromMe: false } }],
    ["a message of somebody else, nested", { ...body, data: { key: { id: "x", fromMe: false }, status: "READ" } }],
    ["an unknown status", { ...body, data: { ...data, status: "toString" } }],
    ["a status that is a number, on a ladder of its own", { ...body, data: { ...data, status: 4 } }],
    ["no id", { ...body, data: { ...data, keyId: "6281100000001@s.whatsapp.net" } }],
    ["nothing", null],
  ])("of %s is ignored", (_, odd) => expect(reportsOf(odd)).toEqual([]));

  it("without a time is of when it came", () => {
    expect(reportsOf({ ...body, date_time: "yesterday" })).toMatchObject([{ at: 1_767_323_050_000 }]);
  });

  it("takes neither the key nor a number along", () => {
    expect(JSON.stringify(reportsOf({ ...body, sender: "6281100009999@s.whatsapp.net" }))).not.toMatch(/evo-key|62811/);
  });
});
