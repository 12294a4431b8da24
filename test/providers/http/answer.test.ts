import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/providers/http/answer.ts";
import { readBody, textAt, valueAt } from "../../../src/providers/http/body.ts";
import { described } from "../../../src/providers/http/index.ts";
import { read, sms, smsSecrets } from "./description.ts";
import { answered, io, message, settings } from "./support.ts";

describe("an answer", () => {
  const oldZenziva = read({
    ...sms,
    answer: "xml",
    // The old interface: 0 is success.
    success: { when: [{ at: "response.message.status", equals: "0" }], message_id: "response.message.0.id" },
    errors: { code_at: "response.message.status" },
    reports: undefined,
    vectors: {
      answers: [
        {
          name: "sent",
          answer: { status: 200, text: "<response><message><id>7</id><status>0</status></message></response>" },
          outcome: { accepted: "7" },
        },
        {
          name: "refused",
          answer: { status: 200, text: "<response><message><status>5</status></message></response>" },
          outcome: { class: "ambiguous", scope: "provider", code: "5" },
        },
      ],
    },
  });

  it("in XML is read by the same rules", () => {
    const text =
      '<?xml version="1.0"?><response><message><id><![CDATA[7]]></id><status>0</status></message></response>';
    expect(readAnswer(answered(text), oldZenziva, "c", [])).toEqual({ ok: true, providerMessageId: "7" });
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa">]>${text}`;
    expect(readAnswer(answered(bomb), oldZenziva, "c", [])).toMatchObject({ providerCode: "unreadable_answer" });
  });

  it.each([
    ["OK;12345", "words.1", "12345"],
    ["0: Accepted for delivery\nid=99", "lines.1", "id=99"],
    ["  SUCCESS ", "text", "SUCCESS"],
  ])("in plain text has words and lines: %j", (text, path, value) => {
    expect(textAt(readBody(text, "text"), path)).toBe(value);
  });

  it("keeps ids beyond 2^53 as they are written", () => {
    const body = readBody(
      '{"a":"12345678901234567890","id":9007199254740993,"b":[-12345678901234567890,1.5e10]}',
      "json",
    );
    expect(textAt(body, "id")).toBe("9007199254740993");
    expect(textAt(body, "b.0")).toBe("-12345678901234567890");
    expect(valueAt(body, "b.1")).toBe(1.5e10);
    expect(textAt(body, "a")).toBe("12345678901234567890");
  });

  it("reads own keys only, in any case", () => {
    const body = readBody('{"Status":true,"status2":{"A":[{"b":1}]}}', "json");
    expect(textAt(body, "status")).toBe("true");
    expect(textAt(body, "STATUS2.a.0.B")).toBe("1");
    for (const path of ["constructor.name", "__proto__", "status2.a.length", "status2.toString"])
      expect(valueAt(body, path)).toBeUndefined();
  });

  it.each(["481516", "81100000001", "+6281100000001", "x081100000001", "token-secret-1", ""])(
    "shows no code, number or secret, though it say its id were %j",
    async (id) => {
      const provider = described(read(sms));
      const text = JSON.stringify({ code: 0, id });
      const outcome = await provider.send(
        message,
        settings("https://v.example"),
        smsSecrets,
        io(async () => answered(text)),
      );
      expect(outcome).toEqual({
        ok: false,
        errorClass: "ambiguous",
        scope: "provider",
        providerCode: "unreadable_answer",
      });
    },
  );

  it("says when to come back, in seconds or as a date by its own clock", () => {
    const date = "Fri, 02 Jan 2026 03:04:05 GMT";
    const wait = (headers: Record<string, string>) =>
      readAnswer(answered("", { status: 429, headers }), read(sms), "c", []);
    expect(wait({ "retry-after": "7" })).toMatchObject({ errorClass: "throttled", retryAfterMs: 7000 });
    expect(wait({ "retry-after": "1.5" })).toMatchObject({ retryAfterMs: 1500 });
    expect(wait({ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT", date })).toMatchObject({ retryAfterMs: 10_000 });
    expect(wait({ "retry-after": "soon", date })).not.toHaveProperty("retryAfterMs");
  });

  it.each([
    [401, "credentials"],
    [403, "credentials"],
    [429, "throttled"],
    [503, "transient"],
    [500, "ambiguous"],
    [302, "ambiguous"],
    [307, "rejected"],
    [404, "rejected"],
    [200, "ambiguous"],
  ])("that no rule knows is judged by its HTTP status: %i is %s", (status, errorClass) => {
    const found = readAnswer(
      answered("{}", { status }),
      read({
        ...sms,
        errors: {},
        vectors: {
          ...sms.vectors,
          answers: [
            ...(sms.vectors.answers ?? []).slice(0, 1),
            { name: "e", answer: { status: 401 }, outcome: { class: "credentials", scope: "provider" } },
          ],
        },
      }),
      "c",
      [],
    );
    const scope = errorClass === "rejected" ? "recipient" : "provider";
    expect(found).toMatchObject({ ok: false, errorClass, scope });
  });
});
