import { createHash, createHmac, generateKeyPairSync, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { ErrorClass, RawHook, Scope } from "../../../src/providers/provider.ts";
import { vonage as provider } from "../../../src/providers/vonage/index.ts";
import type { ConformingError, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const applicationId = "78d335fa-323d-0114-9c3d-d6f0d48968cf";
const messageUuid = "0a7c9cdf-87fa-49e0-a5a6-e67be0b6a9e9";
const signatureSecret = "vonage-signature-secret-sample";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

interface Sample {
  headers: Record<string, string>;
  status: number;
  rawBody: string;
  body: Record<string, unknown>;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/vonage/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

/** Credentials and shape as Vonage's page for sending a message asks for them. */
function behave(request: VendorRequest): VendorAnswer {
  if (!isAuthorized(request.headers.authorization ?? "")) return problem(401, "unauthorized", "Unauthorized");
  if (request.method !== "POST" || request.path !== "/v1/messages") return problem(404, "not-found", "Not found");
  const body = JSON.parse(request.body) as Record<string, unknown>;
  const { channel, message_type: type, to, from, text, custom } = body;
  if (typeof to !== "string" || !/^\d{7,15}$/.test(to)) return invalid("to");
  if (typeof from !== "string" || from.startsWith("+")) return invalid("from");
  if (typeof body["client_ref"] === "string" && body["client_ref"].length > 100) return invalid("client_ref");
  if (channel === "sms") {
    if (type !== "text" || typeof text !== "string" || text === "") return invalid("text");
  } else if (channel === "whatsapp") {
    if (type !== "custom" || !/^\d+$/.test(from)) return invalid("message_type");
    if (!isOtpTemplate(custom)) return problem(422, "1022", "Invalid template");
  } else return invalid("channel");
  return { status: 202, body: JSON.stringify({ message_uuid: messageUuid }) };
}

function isAuthorized(authorization: string): boolean {
  const [scheme, token = ""] = authorization.split(" ");
  const [header = "", claims = "", signature = ""] = token.split(".");
  if (scheme !== "Bearer" || decoded(header)["alg"] !== "RS256") return false;
  const { application_id, iat, exp, jti } = decoded(claims);
  const now = Date.now() / 1000;
  if (application_id !== applicationId || typeof jti !== "string" || jti.length < 20) return false;
  if (typeof iat !== "number" || typeof exp !== "number" || iat > now + 1 || exp < now || exp - iat > 900) return false;
  return verify("RSA-SHA256", Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, "base64url"));
}

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

/** Meta's shape, with the code in the body and in the button. */
function isOtpTemplate(custom: unknown): boolean {
  const { type, template } = custom as { type: string; template: { name: string; components: Component[] } };
  const [body, button] = template.components;
  const code = body?.parameters[0]?.text ?? "";
  return type === "template" && template.name === "otp_login" && code !== "" && code === button?.parameters[0]?.text;
}
interface Component {
  parameters: { text: string }[];
}

function problem(status: number, code: string, title: string, more: object = {}): VendorAnswer {
  const type = `https://developer.vonage.com/api-errors/messages#${code}`;
  const detail = "Not to be shown: 6281100000001, 481516";
  const headers = { "content-type": "application/problem+json" };
  return { status, headers, body: JSON.stringify({ type, title, detail, instance: "bf0ca0bf", ...more }) };
}

function invalid(name: string): VendorAnswer {
  return problem(422, "1150", "Invalid params", { invalid_parameters: [{ name, reason: "Invalid" }] });
}

/** Every code of Vonage's list that a message may get. */
const codes: [codes: number[], errorClass: ErrorClass, scope: Scope][] = [
  [[1030, 1100, 1180, 1220, 1230, 1330], "transient", "provider"],
  [[1000, 1241], "throttled", "provider"],
  [[1040, 1050, 1170, 1190, 1200, 1240, 1250, 1260, 1270, 1280, 1290, 1300, 1310, 1360], "recipient", "recipient"],
  [[1090, 1210], "rejected", "recipient"],
  [[1022, 1340], "rejected", "template"],
  [[1010, 1020, 1021, 1130, 1150], "rejected", "recipient"],
  [[1060, 1070, 1080, 1110, 1120, 1140], "credentials", "provider"],
  [[1160], "credentials", "recipient"],
];
const errors = codes.flatMap(([list, errorClass, scope]) =>
  list.map((code): ConformingError => ({
    name: String(code),
    answer: problem(code === 1000 ? 429 : 422, String(code), "Error"),
    outcome: { errorClass, scope, providerCode: String(code) },
  })),
);

/** What HTTP statuses mean without a code of the list. */
const statuses: [status: number, errorClass: ErrorClass, scope: Scope][] = [
  [401, "credentials", "provider"],
  [402, "credentials", "provider"],
  [403, "credentials", "provider"],
  [422, "rejected", "recipient"],
  [429, "throttled", "provider"],
  [500, "transient", "provider"],
];

const undeliverable = sample("messages-status-webhook");
const receivedAt = Date.parse("2026-01-02T03:04:10Z");
const iat = receivedAt / 1000;

function hook(rawBody: string, headers: Record<string, string>, changed: Partial<RawHook> = {}): RawHook {
  const url = "https://gateway.example/hooks/vonage";
  const query = new URLSearchParams();
  return { method: "POST", url, headers, query, body: Buffer.from(rawBody), token: null, receivedAt, ...changed };
}

function signed(rawBody: string, claims: object = {}, secret = signatureSecret): Record<string, string> {
  const payload_hash = createHash("sha256").update(rawBody).digest("hex");
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { iat, iss: "Vonage", payload_hash, ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return { authorization: `Bearer ${text}.${createHmac("sha256", secret).update(text).digest("base64url")}` };
}

function statusBody(status: string): string {
  const { error: _, ...rest } = undeliverable.body;
  return JSON.stringify({ ...rest, status, timestamp: "2026-01-02T03:04:08.5+00:00", usage: { currency: "EUR" } });
}

const named = { providerMessageId: messageUuid, correlation: "att_0001" };

export const vonage: Subject = {
  provider,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, application_id: applicationId, from: "+6281100009999" }),
  secrets: {
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    signature_secret: signatureSecret,
  },
  sends: [
    {
      name: "an SMS from a name",
      message: { channel: "sms", text: "Kode Anda 481516" },
      settings: { from: "ERP Anda" },
      providerMessageId: messageUuid,
      check([request, ...others]) {
        expect(others).toEqual([]);
        expect(JSON.parse(request?.body ?? "")).toEqual({
          message_type: "text",
          channel: "sms",
          to: "6281100000001",
          from: "ERP Anda",
          text: "Kode Anda 481516",
          client_ref: expect.stringMatching(/^att_/) as string,
        });
      },
    },
    {
      name: "a WhatsApp authentication template",
      message: { channel: "whatsapp", binding: { name: "otp_login", language: "id" }, correlation: "att_0001" },
      providerMessageId: messageUuid,
      check([request]) {
        expect(JSON.parse(request?.body ?? "")).toEqual(sample("messages-whatsapp.request").body);
      },
    },
  ],
  errors: [
    ...errors,
    ...statuses.map(([status, errorClass, scope]): ConformingError => ({
      name: `HTTP ${status} without a code`,
      answer: problem(status, "unknown", "Error"),
      outcome: { errorClass, scope, providerCode: `http_${status}` },
    })),
    {
      name: "1150, which blames the number alone",
      answer: { status: 422, body: JSON.stringify(sample("messages.error-422").body) },
      outcome: { errorClass: "recipient", scope: "recipient", providerCode: "1150" },
    },
    {
      name: "1000, which says when",
      answer: { ...problem(429, "1000", "Throttled"), headers: { "retry-after": "1" } },
      outcome: { errorClass: "throttled", scope: "provider", providerCode: "1000", retryAfterMs: 1000 },
    },
  ],
  reports: [
    {
      name: "undeliverable",
      hook: hook(undeliverable.rawBody, undeliverable.headers),
      content: {
        answer: { status: 200, body: "" },
        reports: [
          {
            ...named,
            status: "failed",
            at: Date.parse("2026-01-02T03:04:09.000Z"),
            errorClass: "recipient",
            scope: "recipient",
            providerCode: "1240",
          },
        ],
      },
    },
    ...(
      [
        ["submitted", "sent"],
        ["delivered", "delivered"],
        ["read", "read"],
      ] as const
    ).map(([theirs, status]) => ({
      name: theirs,
      hook: hook(statusBody(theirs), signed(statusBody(theirs))),
      content: { reports: [{ ...named, status, at: Date.parse("2026-01-02T03:04:08.500Z") }] },
    })),
    {
      name: "rejected for no known reason",
      hook: hook(statusBody("rejected"), signed(statusBody("rejected"))),
      content: {
        reports: [
          {
            ...named,
            status: "failed",
            at: Date.parse("2026-01-02T03:04:08.500Z"),
            errorClass: "rejected",
            scope: "recipient",
            providerCode: "failed",
          },
        ],
      },
    },
    {
      name: "a state nobody knows",
      hook: hook(statusBody("pondering"), signed(statusBody("pondering"))),
      content: { reports: [] },
    },
  ],
  forged: [
    { name: "no token", hook: hook(undeliverable.rawBody, {}) },
    { name: "another secret's token", hook: hook(undeliverable.rawBody, signed(undeliverable.rawBody, {}, "another")) },
    { name: "changed bytes", hook: hook(`${undeliverable.rawBody} `, undeliverable.headers) },
    { name: "a token for no body", hook: hook("{}", signed("{}", { payload_hash: undefined })) },
    { name: "a token that says no time", hook: hook("{}", signed("{}", { iat: "now" })) },
    { name: "an old token", hook: hook("{}", signed("{}", { iat: iat - 100_000 })) },
    { name: "a token of tomorrow", hook: hook("{}", signed("{}", { iat: iat + 86_400 })) },
    { name: "another method", hook: hook("{}", signed("{}"), { method: "PUT" }) },
  ],
};
