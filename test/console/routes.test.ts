import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changed, documentOf, formOf, readForm } from "../../src/console/pages/routes/routes-form.ts";
import { sayFallback, sayOrder } from "../../src/console/pages/routes/sentence.ts";
import { signIn, visit } from "../support/console.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let operator: string;
interface Stored {
  channels: Record<string, { provider: string; weight?: number }[]>;
}
const stored = {
  channels: {
    whatsapp: [{ provider: "sandbox", weight: 100, countries: ["ID", "SG"] }],
    sms: [
      { provider: "sandbox", weight: 70 },
      { provider: "spare", weight: 30 },
    ],
  },
  fallback: [{ channel: "whatsapp" as const, after_seconds: 25 }, { channel: "sms" as const }],
};

beforeAll(async () => {
  gateway = await startTestGateway();
  operator = await signIn(gateway, { role: "ops", language: "en" });
  for (const name of ["spare", "other"]) await put(`/v1/providers/${name}`, { kind: "sandbox" });
});
beforeEach(() => put("/v1/routes", stored));
afterAll(() => gateway.close());

const put = (path: string, body: object) => gateway.admin(path, { method: "PUT", body });
const routes = async (): Promise<Stored> => (await gateway.admin("/v1/routes")).json as Stored;
/** As a browser posts them: a field of each row, in the order of the rows. */
const rows = (...pairs: [string, string][]) => {
  const form = new URLSearchParams(pairs);
  return gateway.app.request("/console/routes", { method: "POST", headers: { cookie: operator }, body: form });
};
const etag = async () => (await gateway.admin("/v1/routes")).headers.get("etag") ?? "";
const twoOnSms: [string, string][] = [
  ["sms.provider", "spare"],
  ["sms.weight", "100"],
  ["sms.countries", "id; sg"],
  ["sms.provider", "sandbox"],
  ["sms.weight", "0"],
  ["sms.countries", ""],
  ["fallback.channel", "sms"],
  ["fallback.after", ""],
];

describe("the page", () => {
  test.each([
    ["id", "Rute", "Percobaan pertama dibagi: sandbox 70\u00a0%, spare 30\u00a0%."],
    ["en", "Routes", "First tries are shared: sandbox 70\u00a0%, spare 30\u00a0%."],
  ] as const)("says what the order means, in %s", async (language, title, sentence) => {
    const { status, text } = await visit(gateway, await signIn(gateway, { role: "ops", language }), "/routes");
    expect(status).toBe(200);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(sentence);
  });

  test("is read only for who only reads", async () => {
    const { text } = await visit(gateway, await signIn(gateway, { role: "auditor", language: "en" }), "/routes");
    expect(text).not.toContain('value="save"');
    expect(text).toContain("What would happen to a number?");
  });
});

describe("the form", () => {
  test("saves the rows in the order in which they are posted", async () => {
    const answer = await rows(["do", "save"], ["etag", await etag()], ...twoOnSms);
    expect(answer.status).toBe(303);
    expect(await routes()).toEqual({
      channels: {
        sms: [
          { provider: "spare", weight: 100, countries: ["ID", "SG"] },
          { provider: "sandbox", weight: 0 },
        ],
      },
      fallback: [{ channel: "sms" }],
    });
  });

  test("shows what a button would change, and saves nothing", async () => {
    const answer = await rows(["do", "down:sms:0"], ["etag", "x"], ...twoOnSms);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain("Not saved yet.");
    expect(text.indexOf('name="sms.provider" value="sandbox"')).toBeLessThan(
      text.indexOf('name="sms.provider" value="spare"'),
    );
    expect(await routes()).toEqual(stored);
  });

  test("says at the row what can't work", async () => {
    const broken = twoOnSms.map(([name, value]): [string, string] => [name, value === "spare" ? "gone" : value]);
    const answer = await rows(["do", "save"], ["etag", await etag()], ...broken);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/id="wrong-channels-sms-0-provider">there is no provider gone</);
    expect(await routes()).toEqual(stored);
  });

  test("says at the field what is no number", async () => {
    const typed = twoOnSms.map(([name, value]): [string, string] => [name, value === "100" ? "much" : value]);
    const answer = await rows(["do", "save"], ["etag", await etag()], ...typed);
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toMatch(/value="much"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*value="much"/);
  });

  test("is not saved over what somebody else did meanwhile", async () => {
    const old = await etag();
    await put("/v1/routes/sms/first", { provider: "other" });
    const answer = await rows(["do", "save"], ["etag", old], ...twoOnSms);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Somebody has changed the routes");
  });

  test("says what is saved and carries nothing now", async () => {
    await put("/v1/providers/other/state", { state: "off" });
    const more: [string, string][] = [
      ["sms.provider", "other"],
      ["sms.weight", "0"],
      ["sms.countries", ""],
    ];
    const answer = await rows(["do", "save"], ["etag", await etag()], ...twoOnSms, ...more);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("other is switched off");
    expect((await routes()).channels["sms"]).toHaveLength(3);
    await put("/v1/providers/other/state", { state: "on" });
  });

  test("puts first in one click, from a row and from a provider's page", async () => {
    await visit(gateway, operator, "/routes/first", { first: "sms:spare" });
    expect((await routes()).channels["sms"]?.[0]).toEqual({ provider: "spare", weight: 100 });
    const form = { channel: "whatsapp", provider: "spare", back: "/providers/spare" };
    const { headers } = await visit(gateway, operator, "/routes/first", form);
    expect(headers.get("location")).toBe("/console/providers/spare?done=swapped");
    expect((await routes()).channels["whatsapp"]?.[0]?.provider).toBe("spare");
    expect((await visit(gateway, operator, "/routes/first", { first: "fax:other" })).status).toBe(400);
    expect((await visit(gateway, operator, "/providers/spare/state", { state: "gone" })).status).toBe(400);
  });
});

describe("what would happen to a number", () => {
  test.each([
    ["id", "Dikirim lewat WhatsApp melalui sandbox."],
    ["en", "Goes by WhatsApp through sandbox."],
  ] as const)("is told beside the routes, in %s, and the number is in no address", async (language, sentence) => {
    const cookie = await signIn(gateway, { role: "auditor", language });
    const { status, text } = await visit(gateway, cookie, "/routes/plan", { to: "0812-3456-7890" });
    expect(status).toBe(200);
    expect(text).toContain(sentence);
    expect(text).toContain("+62812****7890");
  });

  test("a number that is none is said at its field", async () => {
    const { status, text } = await visit(gateway, operator, "/routes/plan", { to: "12" });
    expect(status).toBe(422);
    expect(text).toMatch(/name="to"[^>]*aria-invalid="true"/);
  });
});

describe("a form of routes, without a page", () => {
  test("comes back as what it was made from", () => {
    expect(documentOf(formOf(stored))).toEqual(stored);
  });

  test.each([
    ["up:sms:1", ["spare", "sandbox"]],
    ["down:sms:0", ["spare", "sandbox"]],
    ["up:sms:0", ["sandbox", "spare"]],
    ["out:sms:0", ["spare"]],
    ["add:sms", ["sandbox", "spare", "other"]],
    ["sort:sms", ["sandbox", "spare"]],
    ["up:sms:9", ["sandbox", "spare"]],
    ["up:fax:0", ["sandbox", "spare"]],
    ["", ["sandbox", "spare"]],
  ])("%j leaves %j", (command, names) => {
    const after = changed(formOf(stored), command, { "sms.add": "other" });
    expect(after.channels.sms.map(({ provider }) => provider)).toEqual(names);
  });

  test("moves channels alike, and a first provider of a channel has all first tries", () => {
    const form = formOf(stored);
    expect(changed(form, "up:fallback:1", {}).fallback.map(({ channel }) => channel)).toEqual(["sms", "whatsapp"]);
    expect(changed(form, "add:fallback", { "fallback.add": "voice" }).fallback).toHaveLength(3);
    expect(changed(form, "add:voice", { "voice.add": "other" }).channels.voice).toEqual([
      { provider: "other", weight: "100", countries: "" },
    ]);
  });

  test("one row is posted as a text, not as a list", () => {
    expect(readForm({ "sms.provider": "one", "sms.weight": "5" }).channels.sms).toEqual([
      { provider: "one", weight: "5", countries: "" },
    ]);
  });

  test.each([
    [[["one", "100"]], "All first tries go through one."],
    [
      [
        ["one", "100"],
        ["two", "0"],
      ],
      "All first tries go through one. Should that fail: two.",
    ],
    [
      [
        ["one", "0"],
        ["two", "0"],
      ],
      "Without a weight anywhere, one is tried first. Should that fail: two.",
    ],
    [[], "Nothing is sent by this channel."],
  ] as [string[][], string][])("%j means: %s", (pairs, sentence) => {
    const order = pairs.map(([provider = "", weight = ""]) => ({ provider, weight, countries: "" }));
    expect(sayOrder(order, "en")).toBe(sentence);
  });

  test("the order of channels too", () => {
    expect(sayFallback(formOf(stored).fallback, "id")).toBe(
      "WhatsApp dulu. Bila 25 detik belum ada laporan sampai, SMS. Sesudah itu tidak ada lagi.",
    );
  });
});
