import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../../src/providers/gowa/answer.ts";
import { gowa } from "../../src/providers/gowa/index.ts";
import { readGowaHook } from "../../src/providers/gowa/report.ts";
import { sendRequest } from "../../src/providers/gowa/request.ts";
import type { HookContent, RenderedMessage } from "../../src/providers/provider.ts";

const settings = gowa.settings.parse({});
const secrets = { username: "erp", password: "gowa-password-sample", hook_secret: "gowa-secret-sample" };

describe("settings and secrets", () => {
  it("have an address, and may name a device", () => {
    expect(settings).toMatchObject({ base_url: "http://gowa:3000" });
    expect(gowa.settings.safeParse({ device_id: "6281100009999:3@s.whatsapp.net" }).success).toBe(true);
    expect(gowa.settings.safeParse({ device_id: "a\nb" }).success).toBe(false);
  });

  it("refuse the vendor's default secret, and a name that Basic cannot carry", () => {
    expect(gowa.secrets.safeParse(secrets).success).toBe(true);
    expect(gowa.secrets.safeParse({ ...secrets, hook_secret: "secret" }).success).toBe(false);
    expect(gowa.secrets.safeParse({ ...secrets, username: "a:b" }).success).toBe(false);
    expect(gowa.secrets.safeParse({ ...secrets, password: "a:b" }).success).toBe(true);
  });

  it("go out as Basic", () => {
    const message = { to: "+6281100000001", text: "x" } as RenderedMessage;
    const { headers } = sendRequest(message, settings, { username: "Aladdin", password: "open:sesame" });
    expect(headers["authorization"]).toBe("Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ==");
  });
});

describe("an answer", () => {
  const answer = (status: number, body: unknown) => readAnswer({ status, headers: {}, text: JSON.stringify(body) });

  it.each([
    { code: "400", results: { message_id: "3EB0A1" } },
    { results: { message_id: "3EB0A1" } },
    { code: "SUCCESS", results: null },
    { code: "SUCCESS", results: { message_id: "6281100000001@s.whatsapp.net" } },
    { code: "SUCCESS", message_id: "3EB0A1" },
  ])("of 200 is accepted only with SUCCESS and an id, not as %j", (body) => {
    expect(answer(200, body)).toMatchObject({ ok: false, errorClass: "ambiguous", providerCode: "unreadable_answer" });
  });

  it("is no success by its code alone", () => {
    expect(answer(500, { code: "SUCCESS", results: { message_id: "3EB0A1" } })).toMatchObject({
      errorClass: "ambiguous",
    });
  });

  it("with a code nobody knows is judged by its status, and the code is not repeated", () => {
    for (const code of ["6281100000001", "toString", 7, null]) {
      expect(answer(401, { code })).toMatchObject({ errorClass: "credentials", providerCode: "http_401" });
      expect(answer(500, { code })).toMatchObject({ errorClass: "ambiguous", providerCode: "http_500" });
    }
  });

  it("never brings its words along", () => {
    for (const status of [400, 401, 404, 500]) {
      const message = "Phone 6281100000001@s.whatsapp.net is not on whatsapp";
      expect(JSON.stringify(answer(status, { code: String(status), message }))).not.toContain("62811");
    }
  });
});

function read(body: unknown, secret: string, configured = secret): HookContent {
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = createHmac("sha256", secret).update(bytes).digest("hex");
  return readGowaHook(
    {
      method: "POST",
      url: "https://gateway.example/hooks/gowa",
      headers: { "x-hub-signature-256": `sha256=${signature}` },
      receivedAt: 1_767_323_050_000,
      query: new URLSearchParams(),
      body: bytes,
      token: null,
    },
    settings,
    { ...secrets, hook_secret: configured },
  );
}

describe("a receipt", () => {
  const payload = { ids: ["3EB0A1", "3EB0A2"], chat_id: "900000000000001@lid", receipt_type: "read" };
  const body = { event: "message.ack", timestamp: "2026-01-02T10:04:09+07:00", payload };

  it("loses only the ids that are none", () => {
    const ids = [null, 7, "", "6281100000001@s.whatsapp.net", "3EB0A1", ["3EB0A2"], "3EB0A1"];
    expect(read({ ...body, payload: { ...payload, ids } }, "s")).toMatchObject({
      reports: [1, 2].map(() => ({ providerMessageId: "3EB0A1", status: "read", at: 1767323049000 })),
    });
  });

  it.each([
    ["another event", { ...body, event: "message" }],
    ["an unknown type", { ...body, payload: { ...payload, receipt_type: "toString" } }],
    ["no time", { ...body, timestamp: 1767323049 }],
    ["ids that are no list", { ...body, payload: { ...payload, ids: "3EB0A1" } }],
    ["nothing", null],
  ])("of %s is ignored", (_, odd) => expect(read(odd, "s")).toMatchObject({ ok: true, reports: [] }));

  it("signed with the vendor's default secret is not believed, whoever configured it", () => {
    expect(read(body, "secret")).toEqual({ ok: false, why: "hook_secret is the vendor's default" });
    expect(read(body, "", "")).toEqual({ ok: false, why: "no hook_secret configured" });
  });
});
