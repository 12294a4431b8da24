import { expect } from "vitest";
import type { Subject } from "../subject.ts";
import { recordedAnswer, recordedBody } from "./recorded.ts";

const kind = "qontak";
const listed = recordedAnswer(kind, "template-list.response-200");
const none = { status: 200, body: JSON.stringify({ status: "success", data: [], meta: {} }) };
const made = { status: 201, body: JSON.stringify({ status: "success", data: {} }) };
const first = "b6f9e6ea-09c1-43c5-ada5-3a8a028bae68";
const second = "c6f9e6ea-09c1-43c5-ada5-3a8a028bae69";
const rowOf = (n: number) => ({
  id: `b6f9e6ea-09c1-43c5-ada5-${String(n).padStart(12, "0")}`,
  name: `other_${n}`,
  language: "id",
  status: "rejected",
});
const pageOf = (data: object[], total?: number) => ({
  status: 200,
  body: JSON.stringify({ status: "success", data, meta: { pagination: { total } } }),
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => rowOf(from + n));
const there = { ...rowOf(1), name: "otp_login", status: "APPROVED", category: "AUTHENTICATION" };
const footer = [{ type: "FOOTER", code_expiration_minutes: 10 }];

function refusal(code: number, ...messages: string[]) {
  return { status: code, body: JSON.stringify({ status: "error", error: { code, messages } }) };
}

export const qontakTemplates: NonNullable<Subject["templates"]> = {
  submits: [
    {
      name: "a new one, whose id its list tells",
      request: {},
      answers: [none, made, listed],
      made: [{ name: first, title: "otp_login", language: "id", status: "approved" }],
      check([search, request]) {
        expect(search?.path).toBe("/templates/whatsapp?limit=25&offset=0&query=otp_login");
        expect(request).toMatchObject({ method: "POST", path: "/templates/whatsapp" });
        expect(JSON.parse(request?.body ?? "")).toEqual(recordedBody(kind, "template-create.request"));
      },
    },
    {
      name: "one that is there, which is taken as it is",
      request: { languages: ["en"] },
      answers: [listed],
      made: [{ name: second, language: "en", status: "pending" }],
      check: ([request]) => expect(request?.method).toBe("GET"),
    },
    {
      name: "one that is bound already, found by its id",
      request: { name: "otp", boundTo: first },
      answers: [listed],
      made: [{ name: first, title: "otp_login" }],
      check: ([request]) => expect(request?.path).toBe("/templates/whatsapp?limit=25&offset=0"),
    },
  ],
  lists: [
    {
      name: "one that is there, and one in another language",
      answers: [listed],
      complete: true,
      listed: [
        { name: first, title: "otp_login", language: "id", status: "approved", reason: null },
        { name: second, language: "en", status: "pending" },
      ],
    },
    {
      name: "pages smaller than was asked for, to the total",
      answers: [pageOf(rows(0, 10), 15), pageOf(rows(10, 15), 15)],
      complete: true,
      listed: rows(0, 15).map(({ id }) => ({ name: id, status: "rejected" })),
      check: ([, next]) => expect(next?.path).toBe("/templates/whatsapp?limit=25&offset=10"),
    },
    {
      name: "without a total, to an empty page",
      answers: [pageOf(rows(0, 10)), pageOf(rows(10, 12)), pageOf([])],
      complete: true,
      listed: rows(0, 12).map(({ id }) => ({ name: id })),
    },
    {
      name: "an end before the total",
      answers: [pageOf(rows(0, 10), 15), pageOf([], 15)],
      complete: false,
      listed: rows(0, 10).map(({ id }) => ({ name: id })),
    },
    {
      name: "the same page again and again",
      answers: [pageOf(rows(0, 2)), pageOf(rows(0, 2))],
      complete: false,
      listed: [...rows(0, 2), ...rows(0, 2)].map(({ id }) => ({ name: id })),
    },
    {
      name: "titles as people write them, an expiry, and an id that is none",
      answers: [
        pageOf(
          [
            { ...there, name: "OTP Login (v2)\u001b[2J", components: footer },
            { ...rowOf(2), id: "2" },
          ],
          2,
        ),
      ],
      complete: false,
      listed: [{ name: there.id, title: "OTP Login (v2) [2J", status: "approved", expiryMinutes: 10 }],
    },
  ],
  others: [
    {
      name: "another expiry",
      request: {},
      answers: [pageOf([{ ...there, components: footer }], 1)],
      words: "an expiry of 10 minutes where an expiry of 5 minutes was asked for",
    },
    {
      name: "another category, bound by its id",
      request: { boundTo: there.id },
      answers: [pageOf([{ ...there, category: "MARKETING" }], 1)],
      words: "is no authentication template",
    },
  ],
  page: (count) => pageOf(rows(0, count).map((row) => ({ ...row, body: "x".repeat(2_000) }))),
  refusals: [
    {
      name: "401, a wrong token",
      answer: refusal(401, "Invalid credentials"),
      failure: { errorClass: "credentials", providerCode: "http_401", words: "Invalid credentials" },
    },
    {
      name: "422, with all its reasons",
      answer: refusal(422, "name is invalid", "category is invalid"),
      failure: { errorClass: "rejected", providerCode: "http_422", words: "name is invalid category is invalid" },
    },
    {
      name: "429",
      answer: refusal(429),
      failure: { errorClass: "throttled", providerCode: "http_429", words: null },
    },
  ],
};
