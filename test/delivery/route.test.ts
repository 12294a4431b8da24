import { describe, expect, test } from "vitest";
import { routeChannel, type RouteQuestion } from "../../src/delivery/route.ts";
import { metaCloud } from "../../src/providers/meta-cloud/index.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { smpp } from "../../src/providers/smpp/index.ts";
import {
  defaultLimits,
  routesDocument,
  templateDocument,
  tenantDocument,
  type LimitsDocument,
} from "../../src/settings/documents.ts";
import {
  templateId,
  type PriceRule,
  type ProviderConfig,
  type TemplateConfig,
  type TenantConfig,
} from "../../src/settings/snapshot.ts";
import { word } from "../support/word.ts";

const NOW = 1_800_000_000_000;
const authentication = (bindings: object) => ({ category: "authentication", bindings });

interface World {
  steps?: Record<string, object[]>;
  providers?: ProviderConfig[];
  prices?: PriceRule[];
  templates?: Record<string, object>;
  approvals?: Record<string, Record<string, string>>;
  limits?: Partial<LimitsDocument>;
  settings?: object;
}
const provider = (name: string, changes: Partial<ProviderConfig> = {}): ProviderConfig => ({
  ownerId: "t",
  name,
  kind: "sandbox",
  state: "on",
  adapter: sandbox,
  settings: {},
  secrets: {},
  updatedAt: 0,
  ...changes,
});
const meta = provider("meta", { kind: "meta-cloud", adapter: metaCloud as unknown as Provider });
const price = (amount: bigint, changes: Partial<PriceRule> = {}): PriceRule => ({
  channel: "whatsapp",
  provider: null,
  country: null,
  prefix: null,
  amount,
  cost: null,
  per: "message",
  chargedOn: "accepted",
  validFrom: 0,
  ...changes,
});

function tenant(world: World = {}): TenantConfig {
  const texts = world.templates ?? { "otp/whatsapp/id": { body: "{{code}}" }, "otp/sms/id": { body: "{{code}}" } };
  const templates = Object.entries(texts).map(([id, document]): [string, TemplateConfig] => {
    const [key = "", channel = "", locale = ""] = id.split("/");
    const said = Object.entries(world.approvals?.[id] ?? {});
    const approvals = new Map(said.map(([name, status]) => [name, word(status)]));
    return [
      templateId(key, channel, locale),
      {
        ownerId: "t",
        key,
        channel: channel as "sms",
        locale,
        version: 1,
        document: templateDocument.parse(document),
        approvals,
      },
    ];
  });
  const all = world.providers ?? [provider("a"), provider("b"), provider("c")];
  return {
    id: "t",
    name: "demo",
    first: true,
    currency: "IDR",
    settings: tenantDocument.parse({ brand: "Demo", ...world.settings }),
    providers: new Map(all.map((one) => [one.name, one])),
    routes: routesDocument.parse({
      channels: world.steps ?? { whatsapp: all.map(({ name }) => ({ provider: name })) },
      fallback: [{ channel: "whatsapp" }, { channel: "sms" }],
    }),
    limits: { ...defaultLimits, ...world.limits },
    gatewayLimits: null,
    prices: world.prices ?? [price(350n)],
    templates: new Map(templates),
    services: new Map(),
    blocks: new Map(),
  };
}
const question = (changes: Partial<RouteQuestion> = {}): RouteQuestion => ({
  channel: "whatsapp",
  template: undefined,
  locale: undefined,
  purpose: "login",
  country: "ID",
  number: "+6281234567890",
  central: false,
  user: "budi",
  ttlSeconds: 300,
  lifeSeconds: 300,
  codeLength: 6,
  codeGiven: false,
  params: {},
  now: NOW,
  ...changes,
});
const calm = { unavailable: () => null, random: () => 0 };

function route(world: World, asked: Partial<RouteQuestion> = {}, random = 0) {
  const answer = routeChannel(tenant(world), question(asked), { ...calm, random: () => random });
  return answer.ok
    ? {
        order: answer.route.candidates.map((candidate) => candidate.provider.name),
        skips: Object.fromEntries(answer.route.skips.map((skip) => [skip.provider, skip.reason])),
        hold: answer.route.hold,
        candidates: answer.route.candidates,
      }
    : {
        order: null,
        reason: answer.reason,
        skips: Object.fromEntries(answer.skips.map((s) => [s.provider, s.reason])),
      };
}
const steps = (...weights: [string, number][]) => ({
  whatsapp: weights.map(([name, weight]) => ({ provider: name, weight })),
});

describe("the order", () => {
  test.each([
    [0, ["a", "b", "c"]],
    [0.59, ["a", "b", "c"]],
    [0.6, ["b", "a", "c"]],
    [0.89, ["b", "a", "c"]],
    [0.9, ["c", "a", "b"]],
    [0.999999, ["c", "a", "b"]],
  ])("of weights 60, 30 and 10 at a draw of %d: the others follow as they are listed", (draw, order) => {
    expect(route({ steps: steps(["a", 60], ["b", 30], ["c", 10]) }, {}, draw).order).toEqual(order);
  });

  test("the weight is the share of first tries", () => {
    const world = { steps: steps(["a", 70], ["b", 20], ["c", 10]) };
    const count: Record<string, number> = {};
    for (let i = 0; i < 1000; i += 1) {
      const [first = ""] = route(world, {}, i / 1000).order ?? [];
      count[first] = (count[first] ?? 0) + 1;
    }
    expect(count).toEqual({ a: 700, b: 200, c: 100 });
  });

  test("standby comes last, in list order, and never first while another can", () => {
    const world = { steps: steps(["a", 0], ["b", 100], ["c", 0]) };
    for (const draw of [0, 0.5, 0.999]) expect(route(world, {}, draw).order).toEqual(["b", "a", "c"]);
  });

  test("standby alone carries all, the first listed first", () => {
    expect(route({ steps: steps(["b", 0], ["a", 0]) }, {}, 0.999).order).toEqual(["b", "a"]);
  });

  test("one that is left out leaves its share to the others", () => {
    const providers = [provider("a", { state: "off" }), provider("b"), provider("c")];
    const world = { providers, steps: steps(["a", 98], ["b", 1], ["c", 1]) };
    expect([0.49, 0.5].map((draw) => route(world, {}, draw).order?.[0])).toEqual(["b", "c"]);
  });
});

describe("who is left out, and why", () => {
  test.each<[string, World, Partial<RouteQuestion>, string]>([
    ["off", { providers: [provider("a", { state: "off" }), provider("b")] }, {}, "switched off"],
    ["drain", { providers: [provider("a", { state: "drain" }), provider("b")] }, {}, "draining"],
    ["not configured", { providers: [provider("b")], steps: steps(["a", 1], ["b", 1]) }, {}, "not configured"],
    [
      "its kind has no such channel",
      {
        providers: [{ ...meta, name: "a" }, provider("b")],
        steps: { sms: [{ provider: "a" }, { provider: "b" }] },
        prices: [price(1n, { channel: "sms" })],
      },
      { channel: "sms" },
      "meta-cloud has no sms",
    ],
    [
      "another country",
      { steps: { whatsapp: [{ provider: "a", countries: ["MY", "SG"] }, { provider: "b" }] } },
      {},
      "not for country ID",
    ],
    [
      "an unknown country",
      { steps: { whatsapp: [{ provider: "a", countries: ["ID"] }, { provider: "b" }] } },
      { country: null },
      "not for country unknown",
    ],
    ["no price", { prices: [price(1n, { provider: "b" })] }, {}, "no price"],
    [
      "a price that has not come",
      { prices: [price(1n, { validFrom: NOW + 1 }), price(2n, { provider: "b" })] },
      {},
      "no price",
    ],
    [
      "dearer than the ceiling",
      {
        prices: [price(500_000_001n), price(500_000_000n, { provider: "b" })],
        limits: { ceilings: { ...defaultLimits.ceilings, per_message: "500" } },
      },
      {},
      "would pass the price ceiling",
    ],
  ])("%s", (_, world, asked, reason) => {
    const found = route(world, asked);
    expect(found.order?.[0]).toBe("b");
    expect(found.skips["a"]).toBe(reason);
  });

  test("one whose breaker is open, in the breaker's words", () => {
    const answer = routeChannel(tenant(), question(), {
      unavailable: ({ name }) => (name === "a" ? "breaker open since 2026-11-21T16:05:00.000Z" : null),
      random: () => 0,
    });
    expect(answer.ok && answer.route.skips).toEqual([
      { provider: "a", reason: "breaker open since 2026-11-21T16:05:00.000Z" },
    ]);
  });

  test("nobody left: every one is named", () => {
    const providers = [provider("a", { state: "off" }), provider("b", { state: "drain" })];
    expect(route({ providers })).toMatchObject({
      order: null,
      reason: "no_provider",
      skips: { a: "switched off", b: "draining" },
    });
  });

  test("nobody listed", () => expect(route({ steps: {} })).toEqual({ order: null, reason: "no_provider", skips: {} }));
  test("no template", () => {
    expect(route({}, { template: "nope" })).toMatchObject({ order: null, reason: "no_template" });
    expect(route({ templates: { "otp/sms/id": { body: "x" } } })).toMatchObject({ reason: "no_template" });
  });
});

test("a template that needs what the issue did not bring goes nowhere: a gap is never sent empty", () => {
  const templates = { "otp/whatsapp/id": { body: "{{code}} {{user}} {{params.shop}}" } };
  const needs = { a: "template otp/id needs user, params.shop", b: "template otp/id needs user, params.shop" };
  const providers = [provider("a"), provider("b")];
  expect(route({ templates, providers }, { user: "" })).toEqual({ order: null, reason: "no_provider", skips: needs });
  expect(route({ templates, providers }, { params: { shop: "Toko 21" } }).order).toEqual(["a", "b"]);
});

describe("the price", () => {
  test("what is held is the dearest of those who may carry it, and of nobody else", () => {
    const prices = [price(100n, { provider: "a" }), price(300n, { provider: "b" }), price(900n, { provider: "c" })];
    const providers = [provider("a"), provider("b"), provider("c", { state: "off" })];
    const found = route({ prices, providers });
    expect(found.hold).toBe(300n);
    expect(found.candidates?.map((candidate) => candidate.price.amount)).toEqual([100n, 300n]);
  });

  test("of an SMS counts the segments of the text as it will be", () => {
    const world = (body: string) => ({
      steps: { sms: [{ provider: "a" }] },
      templates: { "otp/sms/id": { body } },
      prices: [price(200n, { channel: "sms", per: "segment" })],
    });
    expect(route(world("{{code}} ".repeat(10)), { channel: "sms" }).hold).toBe(200n);
    expect(route(world("{{code}} ".repeat(30)), { channel: "sms" }).hold).toBe(400n);
    // As it is sent: what a word processor put in is plain again.
    expect(route(world(`\u201c{{code}}\u201d${"x".repeat(150)}`), { channel: "sms" }).hold).toBe(200n);
    // The code's length decides here, and a name outside GSM-7 there.
    expect(route(world(`{{code}}${"x".repeat(154)}`), { channel: "sms" }).hold).toBe(200n);
    expect(route(world(`{{code}}${"x".repeat(154)}`), { channel: "sms", codeLength: 10 }).hold).toBe(400n);
    expect(route(world(`{{user}}${"x".repeat(80)}`), { channel: "sms", user: "日" }).hold).toBe(400n);
  });

  test("counts them in each provider's alphabet, and holds what the dearest takes", () => {
    const ucs2 = provider("ucs2", { kind: "smpp", adapter: smpp as unknown as Provider, settings: { data_coding: 8 } });
    const found = route(
      {
        steps: { sms: [{ provider: "a" }, { provider: "ucs2" }] },
        providers: [provider("a"), ucs2],
        templates: { "otp/sms/id": { body: `{{code}}${"x".repeat(100)}` } },
        prices: [price(200n, { channel: "sms", per: "segment" })],
      },
      { channel: "sms" },
    );
    const prices = found.candidates?.map((candidate) => [candidate.provider.name, candidate.price.amount]);
    expect(prices).toEqual([
      ["a", 200n],
      ["ucs2", 400n],
    ]);
    expect(found.hold).toBe(400n);
  });

  test("a WhatsApp message has no segments", () => {
    const world = {
      templates: { "otp/whatsapp/id": { body: "x".repeat(900) } },
      prices: [price(9n, { per: "segment" })],
    };
    expect(route(world).hold).toBe(9n);
  });
});

describe("a provider with fixed words", () => {
  const bound = (binding: object = {}) => ({
    "otp/whatsapp/id": authentication({ meta: { name: "otp_login", language: "id", ...binding } }),
  });
  const world = (changes: World = {}): World => ({ providers: [meta, provider("b")], templates: bound(), ...changes });

  test("is given its own name for the template; one with free text none", () => {
    const found = route(world());
    expect(found.candidates?.map((candidate) => candidate.binding)).toEqual([
      { name: "otp_login", language: "id" },
      null,
    ]);
  });

  test("is left out of a template that is not bound to it", () => {
    const unbound = { "otp/whatsapp/id": authentication({ other: { name: "x", language: "id" } }) };
    expect(route(world({ templates: unbound })).skips).toEqual({ meta: "template otp/id is not bound" });
  });

  test.each(["pending", "rejected", "paused", "disabled"])("is left out while its template is %s", (status) => {
    const found = route(world({ approvals: { "otp/whatsapp/id": { meta: status } } }));
    expect([found.order, found.skips]).toEqual([["b"], { meta: `template is ${status}` }]);
  });

  test("carries an approved one, and one that nobody has said anything of", () => {
    expect(route(world({ approvals: { "otp/whatsapp/id": { meta: "approved" } } })).order).toEqual(["meta", "b"]);
    expect(route(world({ approvals: { "otp/whatsapp/id": { other: "rejected" } } })).order).toEqual(["meta", "b"]);
  });

  test.each([
    [299, ["b"], { meta: "template says 5 minutes" }],
    [300, ["meta", "b"], {}],
    [600, ["meta", "b"], {}],
  ])("that states five minutes, for an OTP given %i s", (lifeSeconds, order, skips) => {
    const found = route(world({ templates: bound({ expiry_minutes: 5 }) }), { lifeSeconds, ttlSeconds: 10 });
    expect([found.order, found.skips]).toEqual([order, skips]);
  });

  test("whose words are the vendor's own can't name the user of a central number", () => {
    const words: Provider = { ...(sandbox as unknown as Provider), vendorWords: ["whatsapp"] };
    const own = { providers: [provider("b", { adapter: words })], steps: { whatsapp: [{ provider: "b" }] } };
    expect(route(own, { central: true }).skips).toEqual({ b: "cannot name the user" });
    expect(route(own).order).toEqual(["b"]);
    expect(route({ ...own, settings: { central_unnamed: true } }, { central: true }).order).toEqual(["b"]);
  });

  test("can't name the user of a central number, unless that is not wanted or it is announced", () => {
    expect(route(world(), { central: true }).skips).toEqual({ meta: "cannot name the user" });
    expect(route(world({ settings: { central_unnamed: true } }), { central: true }).order).toEqual(["meta", "b"]);
    const announce = {
      ...bound(),
      "announce/whatsapp/id": { category: "utility", bindings: { meta: { name: "for_whom", language: "id" } } },
    };
    const named = route(world({ templates: announce }), { central: true });
    expect(named.order).toEqual(["meta", "b"]);
    const refused = { "announce/whatsapp/id": { meta: "paused" } };
    const paused = route(world({ templates: announce, approvals: refused }), { central: true });
    expect(paused.skips).toEqual({ meta: "cannot name the user" });
  });
});
