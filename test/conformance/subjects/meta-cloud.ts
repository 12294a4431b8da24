import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { metaCloud as provider } from "../../../src/providers/meta-cloud/index.ts";
import type { ErrorClass, RawHook, Scope } from "../../../src/providers/provider.ts";
import { errorBody, httpStatusOf, judge, signature } from "../../support/meta-server.ts";
import type { ConformingError, Subject } from "../subject.ts";
import { metaTemplates as templates } from "../template-subjects/meta-cloud.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const accessToken = "EAAsample-token";
const appSecret = "app-secret-sample-0001";
const phoneNumberId = "200300400500600";
const wamid = "wamid.HBgNNjI4MTEwMDAwMDAwMRUCABEYEkU4QkMxNjNDODJFRUUxODczMwA=";
const binding = { name: "otp_login", language: "id" };

interface Sample {
  headers: Record<string, string>;
  path: string;
  rawBody: string;
  verifyToken: string;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/meta-cloud/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

function behave(request: VendorRequest): VendorAnswer {
  const verdict = judge(request, { accessToken, phoneNumberId, templates: { otp_login: ["id"] } });
  if (typeof verdict === "number") return { status: httpStatusOf(verdict), body: errorBody(verdict) };
  const contacts = [{ input: verdict.to, wa_id: verdict.to.slice(1) }];
  const messages = [{ id: wamid, message_status: "accepted" }];
  return { status: 200, body: JSON.stringify({ messaging_product: "whatsapp", contacts, messages }) };
}

/** Every code of Meta's table that a send may get. */
const codes: [codes: number[], errorClass: ErrorClass, scope: Scope][] = [
  [[1, 2, 131000, 131016, 131057, 133004, 134101], "transient", "provider"],
  [[4, 80007, 130429], "throttled", "provider"],
  [[131056], "throttled", "recipient"],
  [[130472, 130497, 131021, 131026, 131049, 131050], "recipient", "recipient"],
  [[132000, 132001, 132005, 132007, 132012, 132015, 132016], "rejected", "template"],
  [[100, 470, 131008, 131009, 131047, 131051, 131052, 131053, 131062, 135000], "rejected", "recipient"],
  [
    [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010],
    "credentials",
    "provider",
  ],
  [[131030], "credentials", "recipient"],
];
const errors = codes.flatMap(([list, errorClass, scope]) =>
  list.map((code): ConformingError => ({
    name: String(code),
    answer: { status: httpStatusOf(code), body: errorBody(code) },
    outcome: { errorClass, scope, providerCode: String(code) },
  })),
);

function hook(changed: Partial<Pick<RawHook, "method" | "headers" | "query">> & { rawBody?: string }): RawHook {
  const { method = "POST", headers = {}, query = new URLSearchParams(), rawBody = "" } = changed;
  const url = `https://gateway.example/hooks/meta${query.size > 0 ? `?${query.toString()}` : ""}`;
  return { method, url, headers, receivedAt: 1_767_323_050_000, query, body: Buffer.from(rawBody), token: null };
}

const handshake = new URLSearchParams(sample("webhook-verify.request").path.split("?")[1]);
const failed = sample("webhook-status-failed-131026");
const named = { providerMessageId: wamid, correlation: "att_01JGXSAMPLE0001" };

export const metaCloud: Subject = {
  provider,
  templates,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, phone_number_id: phoneNumberId, waba_id: "102030405060708" }),
  secrets: { access_token: accessToken, app_secret: appSecret, verify_token: "verify-me-sample" },
  sends: [
    {
      name: "an authentication template",
      message: { channel: "whatsapp", binding },
      providerMessageId: wamid,
      check(requests) {
        expect(requests).toHaveLength(1);
        expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({
          to: "+6281100000001",
          template: { name: "otp_login" },
        });
      },
    },
  ],
  errors: [
    ...errors,
    {
      name: "a template paused for its quality",
      answer: { status: 200, body: JSON.stringify({ messages: [{ id: wamid, message_status: "paused" }] }) },
      outcome: { errorClass: "rejected", scope: "template", providerCode: "paused" },
    },
    {
      name: "130429, which says when",
      answer: { status: 429, headers: { "retry-after": "7" }, body: errorBody(130429) },
      outcome: { errorClass: "throttled", scope: "provider", providerCode: "130429", retryAfterMs: 7000 },
    },
  ],
  reports: [
    {
      name: "the handshake",
      hook: hook({ method: "GET", query: handshake }),
      content: { answer: { status: 200, body: handshake.get("hub.challenge") ?? "" }, reports: [] },
    },
    ...(["sent", "delivered", "read"] as const).map((status, i) => ({
      name: status,
      hook: hook(sample(`webhook-status-${status}`)),
      content: { reports: [{ ...named, status, at: [1767323046000, 1767323049000, 1767323071000][i] ?? 0 }] },
    })),
    {
      name: "failed",
      hook: hook(failed),
      content: {
        reports: [
          {
            providerMessageId: "wamid.HBgNNjI4MTEwMDAwMDAwMhUCABEYEkFEMzI4ODQ2QUExOEIzMkEzMwA=",
            status: "failed",
            at: 1767323052000,
            errorClass: "recipient",
            scope: "recipient",
            providerCode: "131026",
          },
        ],
      },
    },
    {
      name: "a paused template",
      hook: hook(sample("webhook-template-paused")),
      content: { reports: [], templates: [{ ...binding, status: "paused", reason: "FIRST_PAUSE" }] },
    },
  ],
  forged: [
    { name: "no signature", hook: hook({ ...failed, headers: {} }) },
    {
      name: "another secret's signature",
      hook: hook({ ...failed, headers: signed(failed.rawBody, "another-secret") }),
    },
    { name: "changed bytes", hook: hook({ ...failed, rawBody: failed.rawBody.replace("131026", "131027") }) },
    { name: "a cut signature", hook: hook({ ...failed, headers: signed(failed.rawBody, appSecret, -2) }) },
    {
      name: "another verify_token",
      hook: hook({ method: "GET", query: handshake }),
      secrets: { verify_token: "other" },
    },
  ],
};

function signed(rawBody: string, secret: string, end?: number): Record<string, string> {
  return { "x-hub-signature-256": signature(rawBody, secret).slice(0, end) };
}
