import { expect } from "vitest";
import { errorAnswer } from "../../support/engagelab.ts";
import type { Subject } from "../subject.ts";
import { recordedAnswer, recordedBody } from "./recorded.ts";

const kind = "engagelab-whatsapp";
const listed = recordedAnswer(kind, "template-list.response-200");
const none = { status: 200, body: "[]" };
const taken = { status: 200, body: "{}" };
const words = "cannot send 481516 to +6281100000001";

export const engagelabTemplates: NonNullable<Subject["templates"]> = {
  submits: [
    {
      name: "a new one, read back afterwards",
      request: {},
      answers: [none, taken, listed],
      made: [{ name: "otp_login", language: "id", status: "pending" }],
      check([search, request]) {
        expect(search).toMatchObject({ method: "GET", path: "/v1/templates?name=otp_login&language_code=id" });
        expect(request).toMatchObject({ method: "POST", path: "/v1/templates" });
        expect(JSON.parse(request?.body ?? "")).toEqual(recordedBody(kind, "template-create.request"));
      },
    },
    {
      name: "one that is there, which changes it",
      request: {},
      answers: [listed, taken, listed],
      made: [{ name: "otp_login", status: "pending" }],
      check: ([, request]) => expect(request).toMatchObject({ method: "PUT", path: "/v1/templates/406979728071589" }),
    },
    {
      name: "one that is not listed at once",
      request: {},
      answers: [none, taken, none],
      made: [{ name: "otp_login", language: "id", status: "pending" }],
      check: (requests) => expect(requests.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]),
    },
  ],
  lists: [
    {
      name: "in one answer",
      answers: [listed],
      complete: true,
      listed: [
        { name: "otp_login", language: "id", status: "pending", reason: null },
        { name: "otp_login_long", language: "id", status: "approved" },
        { name: "otp_login", language: "en_US", status: "pending", reason: "IN_APPEAL" },
      ],
      // All come in one answer, which may not be large.
      check: ([request]) => expect(request?.path).toBe("/v1/templates?category=AUTHENTICATION"),
    },
    {
      name: "one that can't be read, and one that says its expiry",
      answers: [
        {
          status: 200,
          body: JSON.stringify([
            { name: "otp_login", language: 7, status: "APPROVED" },
            {
              name: "otp",
              language: "id",
              status: "APPROVED",
              category: "AUTHENTICATION",
              components: [{ type: "FOOTER", code_expiration_minutes: 10 }],
            },
          ]),
        },
      ],
      complete: false,
      listed: [{ name: "otp", expiryMinutes: 10 }],
    },
  ],
  removals: [
    {
      name: "all languages of a name",
      template: { name: "otp_login", language: "id" },
      answers: [taken],
      removed: { ok: true },
      check: ([request]) => expect(request).toMatchObject({ method: "DELETE", path: "/v1/templates/otp_login" }),
    },
    {
      name: "one that is not there",
      template: { name: "otp", language: "id" },
      answers: [errorAnswer(4001)],
      removed: { ok: true },
      check: ([request]) => expect(request?.method).toBe("DELETE"),
    },
    {
      name: "one that Meta keeps",
      template: { name: "otp", language: "id" },
      answers: [errorAnswer(5002)],
      removed: { ok: false, providerCode: "5002" },
      check: ([request]) => expect(request?.method).toBe("DELETE"),
    },
  ],
  refusals: [
    {
      name: "2001, a wrong key",
      answer: errorAnswer(2001),
      failure: { errorClass: "credentials", providerCode: "2001", words },
    },
    {
      name: "5002, what Meta refused",
      answer: errorAnswer(5002),
      failure: { errorClass: "rejected", providerCode: "5002", words },
    },
    {
      name: "a code that nobody knows",
      answer: errorAnswer(3999),
      failure: { errorClass: "rejected", providerCode: "3999", words },
    },
  ],
};
