import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { templateNotice } from "../../src/delivery/template-notice.ts";
import { takeUntoldTemplates, type TemplateNews } from "../../src/delivery/template-news-rows.ts";
import { TemplateNotices } from "../../src/delivery/template-notices.ts";
import { measureSms } from "../../src/kit/sms-text.ts";
import type { TemplateEvent } from "../../src/providers/provider.ts";
import { syncTemplates } from "../../src/templates/approve.ts";
import { eventually } from "../support/gateway.ts";
import { inbox, putTenant } from "../support/erp.ts";
import { makeTenant } from "../support/roles.ts";
import { World } from "../scenarios/world.ts";

const operator = "0812-9999-1234";
const worlds: World[] = [];
let world: World;
beforeEach(async () => {
  world = await World.start();
  worlds.push(world);
  await putTenant(world.gateway, { alert_to: [{ channel: "sms", to: operator, kinds: ["template"] }] });
  await world.routeToMeta({ meta: { timeout_ms: 5000 } });
});
afterAll(() => Promise.all(worlds.map((each) => each.close())));

const says = async (status: TemplateEvent["status"], said?: Pick<TemplateEvent, "at">): Promise<void> => {
  const { gateway } = world.gateway;
  const [tenant] = gateway.settings.current.tenants.values();
  const provider = tenant?.providers.get("meta") ?? expect.unreachable("there is no provider meta");
  await syncTemplates(gateway, provider, [{ name: "otp", language: "id", status, reason: null, ...said }]);
};
const state = async () =>
  (await world.gateway.admin("/v1/templates/otp/whatsapp/id")).json.bindings.meta.status as string;
const told = async (to = operator): Promise<string[]> => {
  await world.gateway.gateway.delivery.templateNotices.flush();
  return (await inbox(world.gateway, to)).map(({ text }) => text).reverse();
};
const carrier = (is: string) => world.put("/v1/providers/sandbox", { kind: "sandbox", state: is, settings: {} });

describe("operators hear of a template", () => {
  test("when a send is refused for it, once for many messages, and when it is approved again", async () => {
    world.meta.next({ error: 132015 }, { error: 132015 }, { error: 132015 });
    await Promise.all(
      [1, 2, 3].map(async () =>
        world.until(await world.issue(world.number()), ([message]) => message?.status === "failed"),
      ),
    );
    const [first, ...others] = await told();
    expect(first).toContain("templat otp/whatsapp/id dijeda di meta (132015)");
    expect(others).toEqual([]);
    await says("approved");
    expect((await told()).slice(1)).toEqual([expect.stringContaining("dipakai kembali")]);
  });

  test("as it is by then: what came and went unheard is not told", async () => {
    await says("paused");
    await says("approved");
    expect(await told()).toEqual([]);
    await says("paused");
    await says("disabled");
    expect(await told()).toEqual([expect.stringContaining("dinonaktifkan")]);
    await says("disabled");
    expect(await told()).toHaveLength(1);
  });

  test("not of one that is looked at, nor approved for the first time", async () => {
    await says("pending");
    await says("approved");
    expect(await told()).toEqual([]);
  });

  test("also where they share it, each in their language, and only who wants it", async () => {
    const theirs = "0812-9999-5678";
    const keys = await makeTenant(world.gateway, "shares");
    const wants = { channel: "sms", to: theirs, kinds: ["template"] };
    const body = { brand: "Shares", default_locale: "en", alert_to: [wants, { ...wants, kinds: ["balance"] }] };
    const put = await world.gateway.admin("/v1/tenants/shares", { method: "PUT", body });
    expect(put.status).toBe(200);
    await says("paused");
    expect(await told()).toHaveLength(1);
    const shown = await world.gateway.request(`/v1/sandbox/messages?to=${theirs}`, { key: keys.erp });
    const texts = [...(await inbox(world.gateway, theirs)), ...((shown.json.data ?? []) as { text: string }[])];
    expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining("is paused at meta")]);
  });

  test("a minute later when nobody took the notice, and nobody hears it twice", async () => {
    await carrier("off");
    await says("paused");
    expect(await told()).toEqual([]);
    await carrier("on");
    expect(await told()).toEqual([]);
    await world.advance(61_000);
    expect(await told()).toHaveLength(1);
    await world.advance(61_000);
    expect(await told()).toHaveLength(1);
  });

  test("once of a pause, though a send says it first and the hook in other words", async () => {
    await says("rejected");
    expect(await told()).toHaveLength(1);
    await says("paused");
    expect(await told()).toHaveLength(1);
  });

  test("of many at once in one notice", async () => {
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) {
      const bindings = { meta: { name, language: "id" } };
      await world.put(`/v1/templates/otp_${name}/whatsapp/id`, { category: "authentication", bindings });
    }
    const { gateway } = world.gateway;
    const [tenant] = gateway.settings.current.tenants.values();
    const provider = tenant?.providers.get("meta") ?? expect.unreachable("there is no provider meta");
    const events = names.map((name) => ({ name, language: "id", status: "paused", reason: null }) as const);
    await syncTemplates(gateway, provider, events);
    expect(await told()).toEqual([
      expect.stringMatching(/templat otp_.*, otp_.*, otp_.* dan 2 lainnya dijeda di meta/),
    ]);
  });

  test("once each, also while another tenant can't be told, by whichever replica; and of the next pause", async () => {
    await makeTenant(world.gateway, "shares");
    const alert = { channel: "email", to: "x@y.example", kinds: ["template"] };
    const body = { brand: "Shares", default_locale: "en", alert_to: [alert] };
    expect((await world.gateway.admin("/v1/tenants/shares", { method: "PUT", body })).status).toBe(200);
    const replica = await world.gateway.replica();
    const byBoth = async (): Promise<string[]> => {
      await world.advance(61_000);
      await replica.gateway.settings.reload();
      await replica.gateway.delivery.templateNotices.flush();
      return told();
    };
    await says("paused");
    expect(await told()).toHaveLength(1);
    expect(await byBoth()).toHaveLength(1);
    expect(await byBoth()).toHaveLength(1);
    const logged = world.gateway.logged() + replica.logged();
    expect(logged.split("a template left the plan").length - 1).toBe(1);
    await says("approved");
    expect((await byBoth()).slice(1)).toEqual([expect.stringContaining("dipakai kembali")]);
    await says("paused");
    expect((await byBoth()).slice(2)).toEqual([expect.stringContaining("dijeda")]);
    await replica.close();
  });

  test("by another replica when the first one stopped before it could tell", async () => {
    const replica = await world.gateway.replica();
    await replica.gateway.delivery.templateNotices.stop();
    const [tenant] = replica.gateway.settings.current.tenants.values();
    const provider = tenant?.providers.get("meta") ?? expect.unreachable("there is no provider meta");
    await syncTemplates(replica.gateway, provider, [{ name: "otp", language: "id", status: "paused", reason: null }]);
    expect(await told()).toHaveLength(1);
    await replica.close();
  });
});

test("a call that comes late changes nothing that the vendor has said since", async () => {
  await says("paused", { at: 2000 });
  await says("approved", { at: 1000 });
  expect(await state()).toBe("paused");
  await says("approved", { at: 3000 });
  expect(await state()).toBe("approved");
});

test("a stop waits for the notices on their way, and begins no other; meanwhile no replica tells the same", async () => {
  const { gateway, clock } = world.gateway;
  const alert_to = [{ channel: "sms", to: operator, kinds: ["template"] }];
  for (let n = 0; n < 10; n += 1) {
    await makeTenant(world.gateway, `t${n}`);
    const put = { method: "PUT", body: { brand: "T", default_locale: "id", alert_to } };
    expect((await world.gateway.admin(`/v1/tenants/t${n}`, put)).status).toBe(200);
  }
  await gateway.delivery.templateNotices.stop();
  await says("paused");
  const hanging: ((heard: boolean) => void)[] = [];
  const tell = () => new Promise<boolean>((resolve) => hanging.push(resolve));
  const { settings, log, db } = gateway;
  const notices = new TemplateNotices({ sql: db.sql, settings, clock, log, operators: { tell } });
  const telling = notices.flush();
  await eventually(
    () => Promise.resolve(hanging.length),
    (n) => n === 8,
  );
  await world.advance(59_000);
  hanging[0]?.(true);
  await eventually(
    () => Promise.resolve(hanging.length),
    (n) => n === 9,
  );
  await world.advance(59_000);
  expect(await takeUntoldTemplates(db.sql, clock.now())).toEqual([]);
  const stopped = notices.stop();
  for (const resolve of hanging) resolve(true);
  await Promise.all([stopped, telling]);
  expect(hanging).toHaveLength(9);
  await world.advance(61_000);
  const [left] = await takeUntoldTemplates(db.sql, clock.now());
  expect(left).toMatchObject({ told: "approved", first: false });
  expect(left?.heard).toHaveLength(9);
});

test("a notice is one SMS, in both languages", () => {
  const [tenant] = world.gateway.gateway.settings.current.tenants.values();
  if (tenant === undefined) return expect.unreachable();
  const news = { ownerId: "o", key: "otp_transaction", channel: "whatsapp", locale: "id", provider: "meta-cadangan" };
  const states: TemplateNews["status"][] = ["approved", "paused", "rejected", "disabled"];
  for (const locale of ["id", "en", "id-ID", "fr"]) {
    for (const status of states) {
      const settings = { ...tenant.settings, default_locale: locale };
      const { kind, subject, text } = templateNotice([{ ...news, status, reason: "FIRST_PAUSE" }], {
        ...tenant,
        settings,
      });
      expect(kind).toBe("template");
      expect(measureSms(text)).toMatchObject({ encoding: "GSM-7", segments: 1 });
      expect(subject).toContain("otp_transaction/whatsapp/id");
    }
  }
});
