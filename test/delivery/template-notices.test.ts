import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { templateNotice } from "../../src/delivery/template-notice.ts";
import type { TemplateNews } from "../../src/delivery/template-news-rows.ts";
import { measureSms } from "../../src/kit/sms-text.ts";
import type { TemplateEvent } from "../../src/providers/provider.ts";
import { syncTemplates } from "../../src/templates/approve.ts";
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
    expect(first).toContain("templat otp/whatsapp/id ditolak di meta (132015)");
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

test("a notice is one SMS, in both languages", () => {
  const [tenant] = world.gateway.gateway.settings.current.tenants.values();
  if (tenant === undefined) return expect.unreachable();
  const news = { ownerId: "o", key: "otp_transaction", channel: "whatsapp", locale: "id", provider: "meta-cadangan" };
  const states: TemplateNews["status"][] = ["approved", "paused", "rejected", "disabled"];
  for (const locale of ["id", "en", "id-ID", "fr"]) {
    for (const status of states) {
      const settings = { ...tenant.settings, default_locale: locale };
      const { kind, subject, text } = templateNotice(
        { ...news, status, reason: "FIRST_PAUSE" },
        { ...tenant, settings },
      );
      expect(kind).toBe("template");
      expect(measureSms(text)).toMatchObject({ encoding: "GSM-7", segments: 1 });
      expect(subject).toContain("otp_transaction/whatsapp/id");
    }
  }
});
