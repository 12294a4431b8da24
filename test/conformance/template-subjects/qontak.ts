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
const fullPage = {
  status: 200,
  body: JSON.stringify({ status: "success", data: Array.from({ length: 100 }, (_, n) => rowOf(n)) }),
};

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
        expect(search?.path).toBe("/templates/whatsapp?limit=100&offset=0&query=otp_login");
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
      check: ([request]) => expect(request?.path).toBe("/templates/whatsapp?limit=100&offset=0"),
    },
  ],
  lists: [
    {
      name: "page by page",
      answers: [fullPage, listed],
      complete: true,
      listed: [
        ...Array.from({ length: 100 }, () => ({ status: "rejected" as const })),
        { name: first, title: "otp_login", language: "id", status: "approved", reason: null },
        { name: second, language: "en", status: "pending" },
      ],
      check: ([, next]) => expect(next?.path).toBe("/templates/whatsapp?limit=100&offset=100"),
    },
  ],
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
