import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { described } from "../../../src/providers/http/index.ts";
import { presets, type PresetName } from "../../../src/providers/http/presets.ts";
import type { RawHook } from "../../../src/providers/provider.ts";
import type { ConformingSend, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

interface Sample {
  status: number;
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  rawBody: string;
}

function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`../../fixtures/http/${name}.json`, import.meta.url), "utf8")) as Sample;
}

function answer(name: string): VendorAnswer {
  const { status, body } = sample(name);
  return { status, body: JSON.stringify(body) };
}

function json(status: number, body: object): VendorAnswer {
  return { status, body: JSON.stringify(body) };
}

function fields(request: VendorRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.body));
}

function parsed(request: VendorRequest): Record<string, unknown> {
  return JSON.parse(request.body) as Record<string, unknown>;
}

function same(request: VendorRequest | undefined, name: string): VendorRequest {
  const { path, headers } = sample(name);
  if (request === undefined) return expect.unreachable("no request came");
  expect(request).toMatchObject({ method: "POST", path, headers });
  return request;
}

type Rest = Omit<Subject, "provider" | "vendor" | "settings"> & { options?: Record<string, string> };

function preset(name: PresetName, behave: (request: VendorRequest) => VendorAnswer, rest: Rest): Subject {
  const { options = {}, ...subject } = rest;
  return {
    provider: described(presets[name]),
    vendor: () => new VendorServer(behave),
    settings: (base_url) => ({ base_url, preset: name, options }),
    ...subject,
  };
}

const hookToken = "secret-path-sample";

function hook(body: object, token: string | null = hookToken): RawHook {
  return {
    method: "POST",
    url: "https://gateway.example/hooks/http",
    headers: { "content-type": "application/json" },
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(body)),
    token,
    receivedAt: 1_767_323_046_000,
  };
}

function forged(body: object): Subject["forged"] {
  return [
    { name: "no token", hook: hook(body, null) },
    { name: "another token", hook: hook(body, "secret-path-sampl") },
    { name: "an empty token", hook: hook(body, "") },
    { name: "the token in the body", hook: hook({ ...body, hook_token: hookToken, token: hookToken }, null) },
    { name: "another method", hook: { ...hook(body), method: "GET" } },
  ];
}

const fonnteToken = "fonnte-token-sample";
const fonnteFirst = sample("fonnte-webhook-first").body;
const fonnteStateId = "3EB0A1B2C3D4E5F60001";
export const fonnte = preset(
  "fonnte",
  (request) => {
    if (request.headers.authorization !== fonnteToken) return answer("fonnte-send.response-token-invalid");
    const { target = "", message } = fields(request);
    if (!/^62\d{8,13}$/.test(target)) return json(200, { status: false, reason: "target invalid" });
    if (!message) return json(200, { status: false, reason: "input invalid" });
    return answer("fonnte-send.response-ok");
  },
  {
    secrets: { token: fonnteToken, hook_token: hookToken },
    sends: [
      {
        name: "a WhatsApp text",
        message: { channel: "whatsapp", text: "Kode ERP Anda 481516. Jangan berikan kepada siapa pun." },
        providerMessageId: "80360001",
        check([request]) {
          // The number is whole, so Fonnte is told to put no country before it.
          const wanted = sample("fonnte-send.request").rawBody.replace("countryCode=62", "countryCode=0");
          expect(same(request, "fonnte-send.request").body).toBe(wanted);
        },
      },
    ],
    errors: [
      ...(
        [
          ["token invalid", "credentials", "provider", "token_invalid"],
          ["insufficient quota", "credentials", "provider", "insufficient_quota"],
          ["device disconnected", "credentials", "provider", "device_disconnected"],
          ["target invalid", "recipient", "recipient", "target_invalid"],
          ["input invalid", "rejected", "recipient", "input_invalid"],
          ["JSON format invalid", "rejected", "recipient", "json_invalid"],
          ["url invalid", "rejected", "recipient", "refused"],
          ["file format not supported", "rejected", "recipient", "refused"],
          ["file size must under 4MB", "rejected", "recipient", "refused"],
        ] as const
      ).map(([reason, errorClass, scope, providerCode]) => ({
        name: reason,
        answer: json(200, { status: false, reason }),
        outcome: { errorClass, scope, providerCode },
      })),
      {
        name: "a failure whose key is written Status",
        answer: answer("fonnte-send.response-quota-capital-key"),
        outcome: { errorClass: "credentials", scope: "provider", providerCode: "insufficient_quota" },
      },
    ],
    reports: [
      {
        name: "the first event",
        hook: hook(fonnteFirst),
        content: {
          reports: [
            {
              providerMessageId: "80360001",
              alsoKnownAs: fonnteStateId,
              status: "sent",
              at: 1_767_323_046_000,
            },
          ],
        },
      },
      {
        name: "a later event, which has the other id alone",
        hook: hook(sample("fonnte-webhook-later").body),
        content: { reports: [{ providerMessageId: fonnteStateId, status: "read", at: 1_767_323_046_000 }] },
      },
    ],
    forged: forged(fonnteFirst),
    balance: { answer: json(200, { status: true, quota: "995" }), amount: "995", currency: null },
  },
);

const wablasId = "1ab7650b-3a41-4684-abe4-a2d9617f4dd0";
const wablasReport = { id: wablasId, phone: "6281100000001", status: "reject", note: "", deviceId: "SMPL01" };
export const wablas = preset(
  "wablas",
  (request) =>
    request.headers.authorization === "wablas-token-sample.secret-key-sample" && Array.isArray(parsed(request)["data"])
      ? answer("wablas-send.response-ok")
      : answer("wablas-send.response-fail"),
  {
    secrets: { token: "wablas-token-sample.secret-key-sample", hook_token: hookToken },
    sends: [
      {
        name: "a WhatsApp text",
        message: { channel: "whatsapp", text: "Kode ERP Anda 481516." },
        providerMessageId: wablasId,
        check([request]) {
          expect(parsed(same(request, "wablas-send.request"))).toEqual(sample("wablas-send.request").body);
        },
      },
    ],
    errors: [
      {
        name: "an invalid token",
        answer: answer("wablas-send.response-fail"),
        outcome: { errorClass: "credentials", scope: "provider", providerCode: "token" },
      },
      {
        name: "anything else it refuses",
        answer: json(400, { status: false, message: "phone not valid" }),
        outcome: { errorClass: "rejected", scope: "recipient", providerCode: "http_400" },
      },
    ],
    reports: [
      {
        name: "rejected",
        hook: hook(wablasReport),
        content: {
          reports: [
            {
              providerMessageId: wablasId,
              status: "failed",
              at: 1_767_323_046_000,
              errorClass: "rejected",
              scope: "recipient",
              providerCode: "reject",
            },
          ],
        },
      },
      { name: "pending", hook: hook({ ...wablasReport, status: "pending" }), content: { reports: [] } },
    ],
    forged: forged(wablasReport),
  },
);

const zenzivaAccount = { userkey: "uk-sample", passkey: "pk-sample" };
function zenzivaBehaves(request: VendorRequest): VendorAnswer {
  const { userkey, passkey, to, message, brand, otp } = fields(request);
  if (userkey !== zenzivaAccount.userkey || passkey !== zenzivaAccount.passkey)
    return answer("zenziva.response-bad-key");
  const whole = to && (request.path === "/waofficial/api/sendWAOfficial/" ? brand && otp : message);
  // Without the last slash it redirects, and the POST is lost.
  if (!request.path.endsWith("/")) return { status: 301, headers: { location: `${request.path}/` }, body: "" };
  return whole ? answer("zenziva.response-ok") : json(200, { status: "0", text: "Data tidak lengkap" });
}

function zenzivaText(channel: "sms" | "voice" | "whatsapp", path: string): ConformingSend {
  return {
    name: `${channel} at ${path}`,
    message: { channel },
    providerMessageId: "157001",
    check([request]) {
      expect(request).toMatchObject({ method: "POST", path });
      const { to, message } = request === undefined ? {} : fields(request);
      expect(to).toBe("081100000001");
      expect(message).toContain("481516");
    },
  };
}

const zenzivaErrors: Subject["errors"] = [
  {
    name: "a wrong key",
    answer: answer("zenziva.response-bad-key"),
    outcome: { errorClass: "credentials", scope: "provider", providerCode: "bad_key" },
  },
  {
    name: "a wrong key, as the old interface says it",
    answer: json(200, { status: 5, text: "Userkey / Passkey Salah" }),
    outcome: { errorClass: "credentials", scope: "provider", providerCode: "bad_key" },
  },
];

export const zenziva = preset("zenziva", zenzivaBehaves, {
  options: { brand: "ERP Anda" },
  secrets: zenzivaAccount,
  sends: [
    {
      name: "an official WhatsApp code",
      message: { channel: "whatsapp", binding: { name: "otp", language: "id" } },
      providerMessageId: "157001",
      check([request]) {
        expect(same(request, "zenziva-wa-otp.request").body).toBe(sample("zenziva-wa-otp.request").rawBody);
      },
    },
    zenzivaText("sms", "/masking/api/sendOTP/"),
    zenzivaText("voice", "/voice/api/sendvoice/"),
  ],
  errors: zenzivaErrors,
  reports: [],
  forged: [],
});

export const zenzivaReguler = preset("zenziva-reguler", zenzivaBehaves, {
  secrets: zenzivaAccount,
  sends: [zenzivaText("sms", "/reguler/api/sendsms/"), zenzivaText("whatsapp", "/wareguler/api/sendWA/")],
  errors: zenzivaErrors,
  reports: [],
  forged: [],
});

export const verihubs = preset(
  "verihubs",
  (request) => {
    const { "app-id": appId, "api-key": apiKey } = request.headers;
    if (appId !== "app-sample" || apiKey !== "key-sample") return json(403, { message: "Forbidden" });
    const { msisdn, otp } = parsed(request);
    return msisdn && otp ? answer("verihubs-wa-otp.response-201") : json(400, { message: "Bad Request" });
  },
  {
    options: { brand: "ERP Anda" },
    secrets: { app_id: "app-sample", api_key: "key-sample" },
    sends: [
      {
        name: "a WhatsApp code of ours",
        message: { channel: "whatsapp", binding: { name: "otp_login", language: "id" } },
        providerMessageId: "vhs-sample-0001",
        check([request]) {
          const { callback_url: _, ...wanted } = sample("verihubs-wa-otp.request").body;
          expect(parsed(same(request, "verihubs-wa-otp.request"))).toEqual(wanted);
        },
      },
      {
        name: "an SMS code of ours",
        message: { channel: "sms", text: "Kode 481516, berlaku 5 menit." },
        providerMessageId: "vhs-sample-0001",
        check([request]) {
          expect(request?.path).toBe("/v1/otp/send");
          expect(request && parsed(request)).toEqual({
            msisdn: "6281100000001",
            template: "Kode $OTP, berlaku 5 menit.",
            otp: "481516",
            time_limit: "300",
          });
        },
      },
    ],
    errors: (
      [
        [400, "rejected", "recipient"],
        [403, "credentials", "provider"],
        [409, "throttled", "recipient"],
        [429, "throttled", "provider"],
        [500, "ambiguous", "provider"],
      ] as const
    ).map(([status, errorClass, scope]) => ({
      name: `HTTP ${status}`,
      answer: json(status, { message: "481516" }),
      outcome: { errorClass, scope, providerCode: `http_${status}` },
    })),
    reports: [],
    forged: [],
  },
);

export const nusasms = preset(
  "nusasms",
  (request) =>
    request.headers["apikey"] === "key-sample"
      ? json(200, { error: false, message: "ok", data: { ref_no: "nusa-0001", status: "queued" } })
      : json(401, { error: true, message: "unauthorized" }),
  {
    secrets: { api_key: "key-sample" },
    sends: [
      {
        name: "a WhatsApp text",
        message: { channel: "whatsapp", text: "Kode ERP Anda 481516." },
        providerMessageId: "nusa-0001",
        check([request]) {
          expect(request).toMatchObject({ method: "POST", path: "/whatsapp/message" });
          expect(request && parsed(request)).toEqual(sample("nusasms-wa.request").body);
        },
      },
      {
        name: "a WhatsApp text from a sender of several",
        message: { channel: "whatsapp" },
        settings: { options: { sender: "6281100009999" } },
        providerMessageId: "nusa-0001",
        check([request]) {
          expect(request && parsed(request)).toMatchObject({ sender: "6281100009999" });
        },
      },
    ],
    errors: [
      {
        name: "a refusal",
        answer: json(200, { error: true, message: "destination 6281100000001 not valid" }),
        outcome: { errorClass: "rejected", scope: "recipient", providerCode: "refused" },
      },
      {
        name: "a wrong key",
        answer: json(401, { error: true, message: "unauthorized" }),
        outcome: { errorClass: "credentials", scope: "provider", providerCode: "http_401" },
      },
    ],
    reports: [],
    forged: [],
  },
);

export const watzap = preset(
  "watzap",
  (request) => {
    const { api_key: apiKey, number_key: numberKey } = parsed(request);
    return apiKey === "watzap-key-sample" && numberKey === "watzap-number-sample"
      ? answer("watzap-send.response-ok")
      : json(200, { status: "1002", message: "invalid" });
  },
  {
    secrets: { api_key: "watzap-key-sample", number_key: "watzap-number-sample" },
    sends: [
      {
        name: "a WhatsApp text, which gets no id and so goes by our own name for it",
        message: { channel: "whatsapp", text: "Kode ERP Anda 481516." },
        providerMessageId: /^att_/,
        check([request]) {
          expect(request).toMatchObject({ method: "POST", path: "/v1/send_message" });
          expect(request && parsed(request)).toEqual({
            api_key: "watzap-key-sample",
            number_key: "watzap-number-sample",
            phone_no: "6281100000001",
            message: "Kode ERP Anda 481516.",
          });
        },
      },
    ],
    errors: ["1002", "1003", "1005"].map((status) => ({
      name: status,
      answer: json(200, { status, message: "481516" }),
      outcome: { errorClass: "rejected", scope: "recipient", providerCode: status },
    })),
    reports: [],
    forged: [],
  },
);

/** One for every description that comes with the gateway. */
export const httpPresets = [fonnte, nusasms, verihubs, wablas, watzap, zenziva, zenzivaReguler];
