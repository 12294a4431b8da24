import { expect } from "vitest";
import type { Subject } from "../subject.ts";
import { recordedAnswer, recordedBody } from "./recorded.ts";

const kind = "twilio";
const sid = "HX9a0364b9e99bb480dd25e1f0284c8555";
const unsubmitted = "HX9a0364b9e99bb480dd25e1f0284c8556";
const page1 = recordedAnswer(kind, "content-list.response-200-page1");
const last = recordedAnswer(kind, "content-list.response-200-last");
const none = { status: 200, body: JSON.stringify({ contents: [], meta: { next_page_url: null } }) };
const created = recordedAnswer(kind, "content-create.response-201");
const received = recordedAnswer(kind, "content-approval.response-201");

const approved = { name: "otp_login", category: "AUTHENTICATION", status: "approved", rejection_reason: "" };
const draft = { name: "", category: "", status: "unsubmitted", rejection_reason: "" };

/** In Indonesian, ten minutes. */
function content(changed: object = {}) {
  const actions = [{ type: "COPY_CODE", copy_code_text: "Salin" }];
  const type = { add_security_recommendation: true, code_expiration_minutes: 10, actions, ...changed };
  const types = { "whatsapp/authentication": type };
  return { sid: unsubmitted, friendly_name: "otp_login", language: "id", types, approval_requests: approved };
}

function contents(...rows: object[]) {
  return { status: 200, body: JSON.stringify({ contents: rows, meta: { next_page_url: null } }) };
}

function refusal(status: number, code: number) {
  return { status, body: JSON.stringify({ code, message: "in Twilio's words", status }) };
}

export const twilioTemplates: NonNullable<Subject["templates"]> = {
  submits: [
    {
      name: "a new one, made and then submitted",
      request: {},
      answers: [none, created, received],
      made: [{ name: sid, title: "otp_login", language: "id", status: "pending", reason: null }],
      check([, create, approval]) {
        expect(create).toMatchObject({ method: "POST", path: "/v1/Content" });
        expect(JSON.parse(create?.body ?? "")).toEqual(recordedBody(kind, "content-create.request"));
        expect(approval).toMatchObject({ method: "POST", path: `/v1/Content/${sid}/ApprovalRequests/whatsapp` });
        expect(JSON.parse(approval?.body ?? "")).toEqual({ name: "otp_login", category: "AUTHENTICATION" });
      },
    },
    {
      name: "one that is there, which is taken as it is",
      request: {},
      answers: [page1, last],
      made: [{ name: sid, status: "approved" }],
      check: (requests) => expect(requests.map(({ method }) => method)).toEqual(["GET", "GET"]),
    },
    {
      name: "one whose submission got lost, which is submitted",
      request: { languages: ["en"], boundTo: unsubmitted },
      answers: [page1, last, received],
      made: [{ name: unsubmitted, language: "en", status: "pending" }],
      check: ([, , approval]) => expect(approval?.path).toBe(`/v1/Content/${unsubmitted}/ApprovalRequests/whatsapp`),
    },
    {
      name: "one that was never bound, found by the name it was made with",
      request: { languages: ["en"] },
      answers: [page1, last, received],
      made: [{ name: unsubmitted, title: "otp_login", language: "en" }],
      check: ([, , approval]) => expect(approval?.path).toBe(`/v1/Content/${unsubmitted}/ApprovalRequests/whatsapp`),
    },
    {
      name: "a new one beside a draft of other words",
      request: {},
      answers: [contents({ ...content(), approval_requests: draft }), created, received],
      made: [{ name: sid }],
      check: ([, create]) => expect(create?.path).toBe("/v1/Content"),
    },
    {
      name: "one with the same words",
      request: { expiryMinutes: 10, buttonText: "Salin" },
      answers: [contents(content())],
      made: [{ name: unsubmitted, status: "approved", expiryMinutes: 10 }],
      check: ([search]) => expect(search?.method).toBe("GET"),
    },
  ],
  lists: [
    {
      name: "a title that would write elsewhere in a terminal",
      answers: [contents({ ...content(), approval_requests: { ...approved, name: "otp\u001b[2J\nx" } })],
      complete: false,
      listed: [{ title: "otp [2J x", expiryMinutes: 10 }],
    },
    {
      name: "two pages, behind what just changed",
      answers: [page1, last],
      complete: false,
      listed: [
        { name: sid, title: "otp_login", language: "id", status: "approved", reason: null },
        { name: unsubmitted, language: "en", status: "pending", reason: "unsubmitted" },
        { title: "otp_login_us", language: "en_US", status: "rejected", reason: "Its category does not fit." },
      ],
      check: ([, next]) =>
        expect(next?.path).toBe("/v1/ContentAndApprovals?PageSize=25&Page=1&PageToken=DNHXsample-1678723520"),
    },
  ],
  others: [
    {
      name: "another expiry",
      request: {},
      answers: [contents(content())],
      words: "otp_login in id is there already and says an expiry of 10 minutes where an expiry of 5 minutes",
    },
    {
      name: "no expiry",
      request: {},
      answers: [contents(content({ code_expiration_minutes: null }))],
      words: "says no expiry where",
    },
    {
      name: "another security line",
      request: { expiryMinutes: 10, securityLine: false },
      answers: [contents(content())],
      words: "has a security line",
    },
    {
      name: "another button",
      request: { expiryMinutes: 10, buttonText: "Copy" },
      answers: [contents(content())],
      words: "has a button that says Salin",
    },
    {
      name: "another type, bound by its SID",
      request: { boundTo: unsubmitted },
      answers: [contents({ ...content(), types: { "twilio/text": { body: "Promo {{1}}" } } })],
      words: "is no authentication template",
    },
    {
      name: "another category",
      request: { expiryMinutes: 10 },
      answers: [contents({ ...content(), approval_requests: { ...approved, category: "MARKETING" } })],
      words: "is no authentication template",
    },
  ],
  page: (count) => contents(...Array.from({ length: count }, () => ({ ...content(), about: "x".repeat(2_000) }))),
  removals: [
    {
      name: "a content",
      template: { name: sid, language: "id" },
      answers: [{ status: 204, body: "" }],
      removed: { ok: true },
      check: ([request]) => expect(request).toMatchObject({ method: "DELETE", path: `/v1/Content/${sid}` }),
    },
    {
      name: "one that is not there",
      template: { name: sid, language: "id" },
      answers: [refusal(404, 20404)],
      removed: { ok: true },
      check: ([request]) => expect(request?.method).toBe("DELETE"),
    },
  ],
  refusals: [
    {
      name: "20003, a wrong token",
      answer: refusal(401, 20003),
      failure: { errorClass: "credentials", providerCode: "20003", words: "in Twilio's words" },
    },
    {
      name: "20429, too many calls",
      answer: refusal(429, 20429),
      failure: { errorClass: "throttled", providerCode: "20429", words: "in Twilio's words" },
    },
    {
      name: "a code that nobody knows",
      answer: refusal(400, 92999),
      failure: { errorClass: "rejected", providerCode: "92999", words: "in Twilio's words" },
    },
  ],
};
