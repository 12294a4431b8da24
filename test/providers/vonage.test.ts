import { createHmac, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HttpRequest, RawHook, RenderedMessage } from "../../src/providers/provider.ts";
import { readAnswer } from "../../src/providers/vonage/answer.ts";
import { vonage } from "../../src/providers/vonage/index.ts";
import { readVonageHook } from "../../src/providers/vonage/report.ts";
import { lend } from "../support/provider-io.ts";

const application_id = "78d335fa-323d-0114-9c3d-d6f0d48968cf";
const settings = vonage.settings.parse({ from: "ERP", application_id });
const basic = { api_key: "abcd1234", api_secret: "api-secret-sample" };
const private_key = pem("rsa");

function pem(type: "rsa" | "ed25519"): string {
  const { privateKey } =
    type === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync(type);
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

const message: RenderedMessage = {
  channel: "sms",
  to: "+6281100000001",
  code: "481516",
  text: "Kode Anda 481516",
  user: null,
  locale: "id",
  ttlSeconds: 300,
  binding: null,
  correlation: "att_1",
  tryNumber: 1,
};

/** Takes every message, and remembers what was asked. */
function vendor() {
  const requests: HttpRequest[] = [];
  const io = lend({
    http(request) {
      requests.push(request);
      const text = JSON.stringify({ message_uuid: "0a7c9cdf-87fa-49e0-a5a6-e67be0b6a9e9" });
      return Promise.resolve({ status: 202, headers: {}, text });
    },
  });
  return { requests, io };
}

describe("secrets", () => {
  it.each([[basic], [{ private_key }], [{ ...basic, private_key, signature_secret: "s" }]])("take %j", (secrets) =>
    expect(vonage.secrets.safeParse(secrets).success).toBe(true),
  );

  it.each([
    [{}],
    [{ signature_secret: "s" }],
    [{ api_key: "abcd1234" }],
    [{ private_key: "-----BEGIN PRIVATE KEY-----" }],
    [{ private_key: pem("ed25519") }],
    [{ ...basic, api_secret: "two\nlines" }],
  ])("refuse %j", (secrets) => expect(vonage.secrets.safeParse(secrets).success).toBe(false));
});

describe("a send", () => {
  it.each([
    ["no private key", settings, basic],
    ["no application", vonage.settings.parse({ from: "ERP" }), { ...basic, private_key }],
  ])("with %s is authorized by key and secret", async (_, chosen, secrets) => {
    const { requests, io } = vendor();
    expect(await vonage.send(message, chosen, secrets, io)).toMatchObject({ ok: true });
    const authorization = "Basic YWJjZDEyMzQ6YXBpLXNlY3JldC1zYW1wbGU=";
    expect(requests).toMatchObject([{ url: "https://api.nexmo.com/v1/messages", headers: { authorization } }]);
  });

  it("has a token of its own", async () => {
    const { requests, io } = vendor();
    for (let i = 0; i < 2; i++) await vonage.send(message, settings, { private_key }, io);
    const [first, second] = requests.map(({ headers }) => headers["authorization"]);
    expect(first).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(second).not.toBe(first);
  });

  it.each([
    ["an application's key without its application", { private_key }, vonage.settings.parse({ from: "ERP" })],
    ["a key that is none", { private_key: "not a key" }, settings],
    ["half a pair", { api_key: "abcd1234" }, settings],
  ])("with %s makes no request", async (_, secrets, chosen) => {
    const { requests, io } = vendor();
    const outcome = await vonage.send(message, chosen, secrets, io);
    expect(outcome).toMatchObject({ errorClass: "credentials", scope: "provider", providerCode: "no_credentials" });
    expect(requests).toEqual([]);
  });
});

describe("an announcement", () => {
  it("names the user in a template, and no attempt", async () => {
    const { requests, io } = vendor();
    const binding = { name: "otp_for", language: "id" };
    await vonage.announce?.({ to: "+6281100000001", user: "kasir 3", binding }, settings, basic, io);
    const body = JSON.parse(requests[0]?.body ?? "") as Record<string, unknown>;
    expect(body).toMatchObject({ to: "6281100000001", channel: "whatsapp", message_type: "custom" });
    expect(body["custom"]).toMatchObject({
      template: { name: "otp_for", components: [{ type: "body", parameters: [{ type: "text", text: "kasir 3" }] }] },
    });
    expect(body).not.toHaveProperty("client_ref");
  });
});

describe("an answer", () => {
  it.each(["", "6281100000001", "0a7c9cdf-87fa-49e0-a5a6", 7, null])("with the id %j is not accepted", (id) => {
    const text = JSON.stringify({ message_uuid: id });
    expect(readAnswer({ status: 202, headers: {}, text })).toMatchObject({ errorClass: "ambiguous" });
  });

  it.each(["#6281100000001", "#low-balance", "1020", "#10200", 1020, null])(
    "of the type %j shows nothing of it",
    (type) => {
      const text = JSON.stringify({ type, title: "6281100000001" });
      expect(readAnswer({ status: 422, headers: {}, text })).toMatchObject({ providerCode: "http_422" });
    },
  );

  it.each([
    [["to"], "recipient", "recipient"],
    [["to", "from"], "rejected", "recipient"],
    [[], "rejected", "recipient"],
  ])("that blames %j is %s/%s", (names, errorClass, scope) => {
    const text = JSON.stringify({ title: "Invalid params", invalid_parameters: names.map((name) => ({ name })) });
    expect(readAnswer({ status: 422, headers: {}, text })).toMatchObject({ errorClass, scope });
  });
});

describe("a callback's token", () => {
  const hook = (authorization: string): RawHook => ({
    method: "POST",
    url: "https://gateway.example/hooks/vonage",
    headers: { authorization },
    query: new URLSearchParams(),
    body: Buffer.from("{}"),
    token: null,
    receivedAt: 0,
  });
  const encode = (text: string) => Buffer.from(text).toString("base64url");
  const read = (authorization: string, signature_secret = "secret") =>
    readVonageHook(hook(authorization), settings, { signature_secret });

  it.each([
    ["no algorithm", `Bearer ${encode('{"alg":"none"}')}.${encode("{}")}.`],
    ["nothing in it", "Bearer .."],
    ["another scheme", "Basic YTpi"],
  ])("with %s is refused", (_, authorization) => expect(read(authorization)).toMatchObject({ ok: false }));

  it("made with an empty secret is refused while none is set", () => {
    const text = `${encode("{}")}.${encode("{}")}`;
    const signature = createHmac("sha256", "").update(text).digest("base64url");
    expect(read(`Bearer ${text}.${signature}`, "")).toMatchObject({ ok: false });
  });

  it("never throws, whatever it and the body hold", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (claims) => {
        const text = `${encode("{}")}.${encode(claims)}`;
        const signature = createHmac("sha256", "secret").update(text).digest("base64url");
        expect(read(`Bearer ${text}.${signature}`).ok).toBe(false);
      }),
    );
  });
});
