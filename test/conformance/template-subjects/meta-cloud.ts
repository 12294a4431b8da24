import { expect } from "vitest";
import { errorBody } from "../../support/meta-server.ts";
import type { Subject } from "../subject.ts";
import { recordedBody, recordedAnswer } from "./recorded.ts";

const kind = "meta-cloud";
const waba = "/v24.0/102030405060708";
const json = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });
const page1 = recordedAnswer(kind, "template-list.response-200-page1");
const last = recordedAnswer(kind, "template-list.response-200-last");
const none = json({ data: [], paging: { cursors: {} } });
const row = (n: number) => ({ id: String(n), name: `t${n}`, language: "id", status: "APPROVED" });
const app = { package_name: "id.co.contoh.erp", signature_hash: "a1B2c3D4e5F" };
const oneTap = { name: "otp_login_onetap", button: "one_tap", apps: [app] } as const;
const words = { buttonText: "Salin kode", autofillText: "Isi otomatis" };

export const metaTemplates: NonNullable<Subject["templates"]> = {
  submits: [
    {
      name: "two languages at once",
      request: { languages: ["id", "en_US"] },
      answers: [recordedAnswer(kind, "template-upsert.response-200")],
      made: [
        { name: "otp_login", language: "id", status: "approved" },
        { name: "otp_login", language: "en_US", status: "pending" },
      ],
      check([request]) {
        expect(request).toMatchObject({ method: "POST", path: `${waba}/upsert_message_templates` });
        expect(JSON.parse(request?.body ?? "")).toEqual(recordedBody(kind, "template-upsert.request"));
      },
    },
    {
      name: "zero-tap, whose terms were accepted",
      request: {
        button: "zero_tap",
        apps: [app],
        zeroTapTermsAccepted: true,
        securityLine: false,
        expiryMinutes: null,
      },
      answers: [json({ data: [{ id: "1", status: "PENDING", language: "id" }] })],
      made: [{ status: "pending" }],
      check([request]) {
        const button = { type: "OTP", otp_type: "ZERO_TAP", zero_tap_terms_accepted: true, supported_apps: [app] };
        expect(JSON.parse(request?.body ?? "")).toMatchObject({
          components: [
            { type: "BODY", add_security_recommendation: false },
            { type: "BUTTONS", buttons: [button] },
          ],
        });
      },
    },
    {
      name: "a new one with words of its own on the button",
      request: { ...oneTap, ...words },
      answers: [none, json({ id: "770011223344559", status: "PENDING", category: "AUTHENTICATION" })],
      made: [{ name: "otp_login_onetap", language: "id", status: "pending" }],
      check([search, request]) {
        expect(search?.path).toContain("name=otp_login_onetap");
        expect(request).toMatchObject({ method: "POST", path: `${waba}/message_templates` });
        expect(JSON.parse(request?.body ?? "")).toEqual(recordedBody(kind, "template-create.request"));
      },
    },
    {
      name: "one with words of its own again, which changes it",
      request: words,
      answers: [page1, json({ success: true })],
      made: [{ name: "otp_login", language: "id", status: "pending" }],
      check([, request]) {
        expect(request).toMatchObject({ method: "POST", path: "/v24.0/770011223344556" });
        expect(JSON.parse(request?.body ?? "")).not.toHaveProperty("category");
      },
    },
  ],
  lists: [
    {
      name: "two pages",
      answers: [page1, last],
      complete: true,
      listed: [
        { name: "otp_login", title: "otp_login", language: "id", status: "approved", reason: null, expiryMinutes: 5 },
        { name: "otp_login", language: "en_US", status: "pending", reason: null },
      ],
      check([first, second]) {
        expect(first?.path).not.toContain("after=");
        expect(first?.path).toContain("category%2Ccomponents");
        // The link names Meta's own host; ours is asked all the same.
        expect(second?.path).toContain("after=MjQZD");
        expect(second?.headers.authorization).toBe("Bearer EAAsample-token");
      },
    },
    {
      name: "rows that nothing can be bound to, and one without an id",
      answers: [
        json({
          data: [
            { ...row(1), name: "with a space" },
            { ...row(2), id: undefined },
          ],
        }),
      ],
      complete: false,
      listed: [{ name: "t2", status: "approved" }],
    },
    {
      name: "a next page, and no word of where it begins",
      answers: [json({ data: [row(1)], paging: { next: "https://graph.facebook.com/x?after=zz" } })],
      complete: false,
      listed: [{ name: "t1" }],
    },
    {
      name: "one that says nothing of the code's life",
      answers: [json({ data: [{ ...row(1), category: "AUTHENTICATION", components: [{ type: "BODY" }] }] })],
      complete: true,
      listed: [{ expiryMinutes: null }],
    },
    {
      name: "each of Meta's states",
      answers: [
        json({
          data: [
            ["FLAGGED"],
            ["LOCKED"],
            ["IN_APPEAL"],
            ["REJECTED", "TAG_CONTENT_MISMATCH"],
            ["LIMIT_EXCEEDED", "NONE"],
            ["PAUSED"],
            ["DISABLED"],
            ["PENDING_DELETION"],
            ["ARCHIVED"],
            ["A_NEW_WORD"],
          ].map(([status, rejected_reason], n) => ({ id: n, name: `t${n}`, language: "id", status, rejected_reason })),
        }),
      ],
      complete: true,
      listed: [
        { status: "approved", reason: "FLAGGED" },
        { status: "approved", reason: "LOCKED" },
        { status: "pending", reason: "IN_APPEAL" },
        { status: "rejected", reason: "TAG_CONTENT_MISMATCH" },
        { status: "rejected", reason: "LIMIT_EXCEEDED" },
        { status: "paused", reason: null },
        { status: "disabled", reason: null },
        { status: "disabled", reason: "PENDING_DELETION" },
        { status: "disabled", reason: "ARCHIVED" },
        { status: null, reason: null },
      ],
    },
  ],
  page: (rows) => json({ data: Array.from({ length: rows }, (_, n) => ({ ...row(n), about: "x".repeat(2_000) })) }),
  removals: [
    {
      name: "one language",
      template: { name: "otp_login", language: "id" },
      answers: [page1, json({ success: true })],
      removed: { ok: true },
      check([, request]) {
        const path = `${waba}/message_templates?name=otp_login&hsm_id=770011223344556`;
        expect(request).toMatchObject({ method: "DELETE", path });
      },
    },
    {
      name: "one on the second page, its language spelt otherwise",
      template: { name: "otp_login", language: "en-US" },
      answers: [page1, last, json({ success: true })],
      removed: { ok: true },
      check([, search, request]) {
        expect(search?.path).toContain("name=otp_login&after=MjQZD");
        expect(request?.path).toContain("hsm_id=770011223344557");
      },
    },
    {
      name: "one that is not there",
      template: { name: "otp", language: "id" },
      answers: [page1, last],
      removed: { ok: true },
      check: (requests) => expect(requests.map(({ method }) => method)).toEqual(["GET", "GET"]),
    },
    {
      name: "one whose id can't be read",
      template: { name: "t1", language: "id" },
      answers: [json({ data: [{ ...row(1), id: "../me" }] })],
      removed: { ok: false, providerCode: "incomplete_list" },
      check: ([search]) => expect(search?.method).toBe("GET"),
    },
  ],
  refusals: [
    {
      name: "190, an expired token",
      answer: { status: 401, body: errorBody(190) },
      failure: { errorClass: "credentials", providerCode: "190", words: "(#190) Made-up error" },
    },
    {
      name: "80007, too many calls",
      answer: { status: 400, body: errorBody(80007) },
      failure: { errorClass: "throttled", providerCode: "80007", words: "(#80007) Made-up error" },
    },
    {
      name: "what Meta says to a person",
      answer: json({ error: { code: 100, message: "(#100)", error_user_msg: "The name is taken for 30 days." } }, 400),
      failure: { errorClass: "rejected", providerCode: "100", words: "The name is taken for 30 days." },
    },
  ],
};
