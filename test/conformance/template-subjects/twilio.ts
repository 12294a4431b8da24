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
  ],
  lists: [
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
        expect(next?.path).toBe("/v1/ContentAndApprovals?PageSize=100&Page=1&PageToken=DNHXsample-1678723520"),
    },
  ],
  removal: {
    template: { name: sid, language: "id" },
    answers: [{ status: 204, body: "" }],
    check: ([request]) => expect(request).toMatchObject({ method: "DELETE", path: `/v1/Content/${sid}` }),
  },
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
