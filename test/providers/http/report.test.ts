import { describe, expect, it } from "vitest";
import { readHook, readReports } from "../../../src/providers/http/report.ts";
import type { ReportMap } from "../../../src/providers/http/description.ts";
import { smsSecrets } from "./description.ts";
import { hook, reportMap, signed } from "./support.ts";

const hookBody = JSON.stringify({
  events: [
    { ref: "m-1", att: "att_1", state: "DELIVRD", time: "2026-01-31 08:05:00" },
    { ref: "m-1", att: "att_1", state: "DELIVRD", time: "2026-01-31 08:05:00" },
    { ref: "m-2", state: "undeliv", time: "2026-01-31T01:05:00.5Z", reason: "absent", extra: {} },
    { ref: "m-3", state: "a word of next year" },
    { state: "DELIVRD" },
    null,
    7,
  ],
});
describe("a hook", () => {
  it("is read report by report, whatever else it holds", () => {
    const delivered = {
      providerMessageId: "m-1",
      correlation: "att_1",
      status: "delivered",
      at: Date.UTC(2026, 0, 31, 1, 5),
    };
    expect(readHook(hook(hookBody, signed(hookBody)), reportMap, smsSecrets)).toEqual({
      ok: true,
      answer: { status: 200, body: "OK" },
      templates: [],
      reports: [
        delivered,
        delivered,
        {
          providerMessageId: "m-2",
          status: "failed",
          at: Date.UTC(2026, 0, 31, 1, 5, 0, 500),
          errorClass: "recipient",
          scope: "recipient",
          providerCode: "absent",
        },
      ],
    });
  });

  it.each([
    ["sha256", "hex", "sha256="],
    ["sha256", "base64", ""],
    ["sha1", "hex", "sha1="],
    ["sha1", "base64", ""],
  ] as const)("signed with %s in %s is proven over its bytes", (algorithm, encoding, prefix) => {
    const proof = { type: "hmac", header: "X-Signature", secret: "hook_key", algorithm, encoding, prefix } as const;
    const headers = signed(hookBody, algorithm, encoding, prefix);
    const believed = (body: string, given: Record<string, string>, secrets = smsSecrets) =>
      readHook(hook(body, given), { ...reportMap, proof }, secrets).ok;
    expect(believed(hookBody, headers)).toBe(true);
    expect(believed(hookBody.replace("DELIVRD", "UNDELIV"), headers)).toBe(false);
    expect(believed(hookBody, { "x-signature": `${headers["x-signature"]}00` })).toBe(false);
    expect(believed(hookBody, { "x-signature": prefix })).toBe(false);
    expect(believed(hookBody, {})).toBe(false);
    expect(believed(hookBody, headers, { ...smsSecrets, hook_key: "another" })).toBe(false);
    expect(believed(hookBody, headers, { ...smsSecrets, hook_key: "" })).toBe(false);
  });

  it("may be proven by a header that equals a secret, and may be a query", () => {
    const proof = { type: "header", header: "X-Callback-Token", secret: "hook_key" } as const;
    const query = new URLSearchParams({ ref: "m-1", state: "delivrd", time: "nonsense" });
    const get = (headers: Record<string, string>, method = "GET") =>
      readHook(
        hook("", headers, { method, query, receivedAt: 5000 }),
        { ...reportMap, proof, format: "query", list: undefined },
        smsSecrets,
      );
    expect(get({ "x-callback-token": smsSecrets.hook_key })).toMatchObject({
      ok: true,
      reports: [{ providerMessageId: "m-1", status: "delivered", at: 5000 }],
    });
    expect(get({ "x-callback-token": smsSecrets.hook_key }, "POST").ok).toBe(false);
    expect(get({ "x-callback-token": "" }).ok).toBe(false);
    expect(get({}).ok).toBe(false);
  });

  it.each([
    ["unix", "1767323046", 1_767_323_046_000],
    ["unix", "1767323046.25", 1_767_323_046_250],
    ["unix_ms", "1767323046000", 1_767_323_046_000],
    ["unix", "99999999999999", 42],
    ["iso", "2026-01-31T08:05:00+0700", Date.UTC(2026, 0, 31, 1, 5)],
    ["iso", "2026-01-31 08:05", Date.UTC(2026, 0, 31, 1, 5)],
    ["iso", "2026-13-31 08:05", 42],
    ["iso", "31/01/2026", 42],
  ] as const)("tells its time as %s: %s", (as, text, at) => {
    const time = { at: "time", as, zone: "+07:00" };
    const [report] = readReports(
      { ref: "m", state: "delivrd", time: text },
      { ...reportMap, list: undefined, time },
      42,
    );
    expect(report?.at).toBe(at);
  });

  it.each([
    [
      { id: "m", other: "o", status: "sent" },
      { providerMessageId: "m", alsoKnownAs: "o", status: "sent" },
    ],
    [
      { other: "o", state: "read" },
      { providerMessageId: "o", status: "read" },
    ],
    [
      { id: "m", other: "m", status: "read" },
      { providerMessageId: "m", status: "read" },
    ],
    [
      { id: "m", state: "unheard of", status: "sent" },
      { providerMessageId: "m", status: "sent" },
    ],
    [
      { id: "m", state: "read", status: "sent" },
      { providerMessageId: "m", status: "read" },
    ],
  ])("may name its message in two ways and have its status in two places: %j", (body, expected) => {
    const map: ReportMap = {
      ...reportMap,
      list: undefined,
      message_id: "id",
      also_known_as: "other",
      status: ["state", "status"],
      statuses: { sent: "sent", read: "read" },
    };
    expect(readReports(body, map, 42)).toEqual([{ ...expected, at: 42 }]);
  });
});
