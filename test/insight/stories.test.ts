import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RecipientPace } from "../../src/delivery/pace.ts";
import { readRecord } from "../../src/insight/explain.ts";
import { reasonWords, skipsOf, UNPAID } from "../../src/insight/skip-words.ts";
import { tell } from "../../src/insight/tell.ts";
import { listen } from "../../src/http/server.ts";
import { searchDeps } from "../../src/http/message-search.ts";
import { parsePublicId, publicId } from "../../src/kit/id.ts";
import { OVER_LIMIT } from "../../src/otp/admit.ts";
import { sayUnfit } from "../../src/templates/choose.ts";
import { pick } from "../support/rows.ts";
import { World } from "../scenarios/world.ts";

let world: World;
const sandbox = [{ provider: "sandbox" }];

beforeAll(async () => {
  world = await World.start();
  await world.put("/v1/prices", {
    prices: ["whatsapp", "sms", "voice"].map((channel, n) => ({
      ...{ channel, provider: null, country: null, per: "message", charged_on: "accepted" },
      ...{ amount: String(350 + n * 150), valid_from: "2020-01-01T00:00:00Z" },
    })),
  });
});
afterAll(() => world.close());

interface Story {
  otps: { summary: { en: string; id: string } }[];
  story: { text: { en: string; id: string } }[];
}
const explain = async (otp: string): Promise<Story> =>
  (await world.gateway.admin(`/v1/explain?otp=${otp}`)).json as Story;
const told = async (otp: string, language: "en" | "id" = "en"): Promise<string[]> =>
  (await explain(otp)).story.map(({ text }) => text[language]);

describe("money", () => {
  test("a refund and a late charge of the same sum are both told", async () => {
    await world.routeToMeta({ first: {} }, { fallback: false });
    const to = world.number();
    const otp = await world.issue(to);
    const [message] = await world.until(otp, ([first]) => first?.status === "accepted");
    const accepted = world.meta.accepted.at(-1);
    if (accepted === undefined) throw new Error("nothing was sent");
    await world.meta.report(world.hook("first"), [{ message: accepted, status: "failed", error: 131026 }]);
    await world.applied();
    await world.meta.report(world.hook("first"), [{ message: accepted, status: "delivered" }]);
    await world.applied();
    expect((await world.story(otp))[0]?.entries).toEqual(["hold", "capture", "refund", "adjustment"]);
    const { timeline } = (await world.gateway.admin(`/v1/messages/${publicId("msg", message?.id ?? "")}/timeline`))
      .json;
    const money = (pick(timeline, "money") as (string | null)[]).filter((word) => word !== null);
    expect(money).toEqual(["held", "charged", "refunded", "charged_late"]);
    expect(await told(otp)).toEqual(expect.arrayContaining(["350 IDR were refunded."]));
  });

  test("is found by the messages it is of, however many entries there are", async () => {
    const { sql } = world.gateway.database;
    const id = await tenantId();
    const plans: string[] = [];
    const undone = sql.begin(async (tx) => {
      await tx`
        insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after,
                             actor, message_id, at)
        select ${id}, 1000000 + n, gen_random_uuid(), (array['hold', 'capture', 'refund', 'topup'])[1 + n % 4], 1, 1, 0, 0, 0,
               'a', gen_random_uuid(), now()
        from generate_series(1, 8000) as n`;
      await tx`analyze entries`;
      for (const kinds of ["'refund', 'adjustment'", "'hold', 'capture', 'release'"]) {
        const rows = await tx.unsafe<Record<string, string>[]>(
          `explain select * from entries where tenant_id = '${id}' and message_id = any(array['${id}']::uuid[]) and kind in (${kinds})`,
        );
        plans.push(JSON.stringify(rows));
      }
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(plans[0]).toContain("entries_afterwards");
    expect(plans[1]).toContain("entries_one_resolution");
  });
});

describe("why there is another message", () => {
  test("a resend whose message was written later than it was asked for is no fallback, and money comes after its message", async () => {
    await world.put("/v1/routes", { channels: { sms: sandbox }, fallback: [{ channel: "sms" }] });
    const otp = await world.issue(world.number());
    await world.until(otp, ([first]) => first?.status === "read");
    await world.gateway.request(`/v1/otp/${otp}/resend`, { body: {} });
    await world.until(otp, (messages) => messages.length === 2 && messages.every(({ status }) => status === "read"));
    const deps = searchDeps(world.gateway.gateway, await tenantId());
    const record = await readRecord(deps, parsePublicId("otp", otp) ?? "");
    if (record === null) throw new Error("no record");
    const later = { ...record, messages: record.messages.map((row) => ({ ...row, createdAt: row.createdAt + 3 })) };
    const lines = tell(later, "IDR", Date.now());
    expect(lines.filter(({ en }) => en.startsWith("The plan went on"))).toEqual([]);
    expect(lines.filter(({ en }) => en === "A resend was asked for.")).toHaveLength(1);
    for (const { id } of record.messages) {
      const kinds = lines.filter(({ message }) => message === publicId("msg", id)).map(({ kind }) => kind);
      expect(kinds.indexOf("message")).toBeLessThan(kinds.indexOf("money"));
    }
  });
});

/** The same story at another time of another OTP. */
const timeless = (text: string): string =>
  text
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/gm, "T")
    .replace(/otp_[0-9a-f]{32}/g, "otp_…")
    .replace(/\d+ ms/g, "N ms")
    .replace(/ v\d+;/g, " vN;")
    .replace(/\d+ (s later|detik kemudian)/g, "N $1")
    .trim();

test("the story in the documentation is one that is told: refused by WhatsApp, refused by SMS, read out", async () => {
  const refusing = await listen({
    host: "127.0.0.1",
    port: 0,
    fetch: () => Response.json({ code: 21614, status: 400, message: "not a mobile number" }, { status: 400 }),
  });
  await world.put("/v1/providers/twilio", {
    kind: "twilio",
    settings: { base_url: refusing.url, account_sid: `AC${"0".repeat(32)}`, from: "Toko" },
    secrets: { auth_token: "token" },
  });
  await world.put("/v1/routes", {
    channels: { whatsapp: sandbox, sms: [{ provider: "twilio" }], voice: sandbox },
    fallback: [{ channel: "whatsapp" }, { channel: "sms" }, { channel: "voice" }],
  });
  const to = world.number("0001");
  const otp = await world.issue(to, { user: "budi" });
  await world.until(otp, (messages) => messages[2]?.status === "read");
  const inbox = (await world.gateway.admin(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`)).json;
  const { code } = (inbox.data as { code: string }[])[0] ?? { code: "" };
  await world.gateway.request("/v1/otp/verify", { body: { id: otp, code } });
  const page = await readFile(new URL("../../docs/delivery-log.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```text\n([^`]+)```/g)].map(([, block = ""]) => timeless(block));
  const printed = async (lang: string): Promise<string> =>
    (await world.gateway.admin(`/v1/explain?otp=${otp}&format=text&lang=${lang}`)).text;
  expect(blocks).toEqual([timeless(await printed("en")), timeless(await printed("id"))]);
  await refusing.close(100);
});

describe("who was left out", () => {
  test("of a fallback nobody can pay, where the plan went on, in both languages", async () => {
    await world.put("/v1/routes", {
      channels: { whatsapp: sandbox, sms: sandbox },
      fallback: [{ channel: "whatsapp", after_seconds: 1 }, { channel: "sms" }],
    });
    const { available } = (await world.gateway.admin("/v1/balance")).json as { available: string };
    const amount = `-${Number(available) - 400}`;
    await world.gateway.admin("/v1/balance/adjustments", {
      body: { amount, reason: "spent", reference: "all but 400" },
    });
    const otp = await world.issue(world.number("0001"));
    await world.until(otp, ([first]) => first?.skips.length === 1);
    expect((await told(otp)).slice(-2)).toEqual([
      "The WhatsApp message failed.",
      "On the way on from WhatsApp, SMS was left out: the balance cannot pay the fallback.",
    ]);
    expect((await told(otp, "id")).at(-1)).toBe(
      "Saat dialihkan dari WhatsApp, SMS dilewati: saldo tidak cukup untuk pengalihan.",
    );
    expect((await explain(otp)).otps[0]?.summary.en).toContain("the fallback to SMS could not be paid");
  });

  test.each<[string, [string, string][], string[], [boolean, string | null][]]>([
    ["a provider that was tried", [["p", "would pass the price ceiling"]], ["p"], [[true, "sms"]]],
    ["one that never was", [["p", "no price"]], [], [[false, "whatsapp"]]],
    [
      "one left out of both",
      [
        ["p", "no price"],
        ["p", "no price"],
      ],
      [],
      [
        [false, "whatsapp"],
        [true, "sms"],
      ],
    ],
    ["one that waited for its turn", [["p", "one message per 6 s to one recipient"]], ["p"], [[false, "whatsapp"]]],
    ["the guard", [["guard", "blocks +62812"]], [], [[true, null]]],
  ])("%s", (_, skips, tried, expected) => {
    const message = { id: "m", channel: "whatsapp" as const, prices: {} };
    const left = skipsOf(
      { ...message, skips: skips.map(([provider, reason]) => ({ provider, reason })) },
      ["whatsapp", "sms"],
      tried.map((provider) => ({ messageId: "m", provider })),
    );
    expect(left.map(({ goingOn, channel }) => [goingOn, channel])).toEqual(expected);
  });

  test("the reasons that are written are known in Indonesian; others stay as they are", () => {
    const template = { key: "otp", locale: "id" };
    const written = [
      sayUnfit(template, { kind: "unbound" }),
      sayUnfit(template, { kind: "status", status: "paused" }),
      sayUnfit(template, { kind: "expiry", minutes: 5 }),
      OVER_LIMIT,
      UNPAID,
      new RecipientPace(6000).reason,
    ];
    for (const reason of written) expect(reasonWords(reason).id).not.toBe(reason);
    expect(reasonWords("template otp/id needs total, shop").id).toBe("templat otp/id memerlukan total, shop");
    expect(reasonWords("the number is not paired")).toEqual({
      en: "the number is not paired",
      id: "the number is not paired",
    });
  });
});

test("of several numbers each line names its own", async () => {
  await world.gateway.admin("/v1/balance/topups", { body: { amount: "100000", reference: "again" } });
  await world.put("/v1/routes", { channels: { sms: sandbox }, fallback: [{ channel: "sms" }] });
  const central_recipients = ["+6281100001111", "+6281100002222"];
  const tenant = { brand: "Demo", default_locale: "id", time_zone: "Asia/Jakarta", central_unnamed: true };
  await world.put("/v1/tenants/demo", { ...tenant, central_recipients });
  const otp = await world.issue("central", { user: "kasir-3" });
  await world.until(otp, (messages) => messages.length === 2 && messages.every(({ status }) => status === "read"));
  const lines = await told(otp);
  for (const number of ["+62811****1111", "+62811****2222"]) {
    expect(lines).toContain(`${number}: sandbox reported it read.`);
    expect(lines).toContain(`${number}: 500 IDR were charged.`);
  }
  expect((await explain(otp)).otps[0]?.summary.en).toMatch(/^2 of 2 delivered; not verified yet/);
});

async function tenantId(): Promise<string> {
  const rows = await world.gateway.database.sql<{ id: string }[]>`select id from tenants where first`;
  return rows[0]?.id ?? "";
}
