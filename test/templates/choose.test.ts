import { describe, expect, test } from "vitest";
import { metaCloud } from "../../src/providers/meta-cloud/index.ts";
import type { Channel, Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { templateDocument } from "../../src/settings/documents.ts";
import { templateId, type ProviderConfig, type TemplateConfig } from "../../src/settings/snapshot.ts";
import { chooseTemplate, templateChain, type TemplateChoice } from "../../src/templates/choose.ts";
import { word } from "../support/word.ts";

interface Variant {
  owner?: string;
  /** Provider → what it knows the variant as, and what it said of it. */
  bound?: Record<string, { expiry_minutes?: number; status?: string }>;
}
const variant = (id: string, { owner = "own", bound = {} }: Variant): TemplateConfig => {
  const [key = "", channel = "", locale = ""] = id.split("/");
  const bindings = Object.entries(bound).map(([name, { status: _, ...more }]) => [
    name,
    { name: `${key}_${locale.toLowerCase()}`, language: locale, ...more },
  ]);
  const document = templateDocument.parse({ category: "authentication", bindings: Object.fromEntries(bindings) });
  const said = Object.entries(bound).flatMap(([name, { status }]) =>
    status === undefined ? [] : [[name, word(status)] as const],
  );
  const approvals = new Map(said);
  return { ownerId: owner, key, channel: channel as Channel, locale, version: 1, document, approvals };
};
const tenant = (variants: Record<string, Variant>, locale = "id") => {
  const templates = Object.entries(variants).map(([id, given]): [string, TemplateConfig] => {
    const made = variant(id, given);
    return [templateId(made.key, made.channel, made.locale), made];
  });
  return { id: "own", templates: new Map(templates), settings: { default_locale: locale } };
};
const provider = (name: string, adapter: Provider, ownerId = "own"): ProviderConfig => {
  const { kind } = adapter;
  return { ownerId, name, kind, state: "on", adapter, settings: {}, secrets: {}, updatedAt: 0 };
};
const meta = provider("meta", metaCloud);
const free = provider("waha", sandbox);
const question = { template: undefined, purpose: "login", central: false, channel: "whatsapp" as const };
const idOf = ({ key, channel, locale }: TemplateConfig) => templateId(key, channel, locale);

describe("the chain", () => {
  const shared = { owner: "first" };
  const variants = {
    "otp/whatsapp/id": {},
    "otp/whatsapp/en": {},
    "otp/whatsapp/en-US": {},
    "otp_login/whatsapp/id": {},
    "otp_central/whatsapp/id": {},
    "otp/sms/jv": {},
  };
  const chainOf = (world: Record<string, Variant>, asked: object, locale?: string) =>
    templateChain(tenant(world, locale), { ...question, locale: undefined, ...asked }).map(idOf);

  test.each<[string, Record<string, Variant>, object, string[]]>([
    [
      "a purpose's own before the plain one, each in the tenant's language, then those we ship",
      variants,
      {},
      ["otp_login/whatsapp/id", "otp/whatsapp/id", "otp/whatsapp/en"],
    ],
    [
      "the language asked for, however it is written",
      variants,
      { locale: "en_us", purpose: "access" },
      ["otp/whatsapp/en-US", "otp/whatsapp/en", "otp/whatsapp/id"],
    ],
    [
      "its language without the region",
      variants,
      { locale: "en-GB", purpose: "access" },
      ["otp/whatsapp/en", "otp/whatsapp/id"],
    ],
    [
      "the key before the language",
      variants,
      { locale: "en", template: undefined },
      ["otp_login/whatsapp/id", "otp/whatsapp/en", "otp/whatsapp/id"],
    ],
    ["the key that is asked for, alone", variants, { template: "otp_login" }, ["otp_login/whatsapp/id"]],
    [
      "a central number's before the purpose's",
      variants,
      { central: true },
      ["otp_central/whatsapp/id", "otp_login/whatsapp/id", "otp/whatsapp/id", "otp/whatsapp/en"],
    ],
    ["no other channel's, and no language that nobody named", variants, { channel: "sms" }, []],
    ["no such key", variants, { template: "nope" }, []],
    [
      "the tenant's own before all that it shares, whatever their keys",
      { "otp/whatsapp/id": {}, "otp_login/whatsapp/id": shared, "otp/whatsapp/en": shared },
      {},
      ["otp/whatsapp/id", "otp_login/whatsapp/id", "otp/whatsapp/en"],
    ],
    [
      "what it shares in the language asked for, when none of its own speaks it",
      { "otp/whatsapp/en": {}, "otp_login/whatsapp/id": shared, "otp/whatsapp/id": shared },
      { locale: "id" },
      ["otp_login/whatsapp/id", "otp/whatsapp/id", "otp/whatsapp/en"],
    ],
    [
      "the same in the tenant's language, when no other is asked for; its own before the others that it shares",
      { "otp/whatsapp/en": {}, "otp_login/whatsapp/en": shared, "otp/whatsapp/id": shared },
      {},
      ["otp/whatsapp/id", "otp/whatsapp/en", "otp_login/whatsapp/en"],
    ],
    [
      "its own when it speaks the language in another region, and under any of the keys",
      { "otp/whatsapp/en": {}, "otp_login/whatsapp/en-US": shared },
      { locale: "en-US" },
      ["otp/whatsapp/en", "otp_login/whatsapp/en-US"],
    ],
    [
      "its own when nobody speaks the language that is asked for",
      { "otp/whatsapp/en": {}, "otp/whatsapp/id": shared },
      { locale: "fr" },
      ["otp/whatsapp/en", "otp/whatsapp/id"],
    ],
    ["what it has none of, shared", { "otp/sms/id": {}, "otp/whatsapp/id": shared }, {}, ["otp/whatsapp/id"]],
  ])("%s", (_, world, asked, chain) => expect(chainOf(world, asked)).toEqual(chain));

  test("the tenant's default comes before the languages we ship", () => {
    const world = { "otp/sms/jv": {}, "otp/sms/id": {} };
    expect(chainOf(world, { channel: "sms" }, "jv-ID")).toEqual(["otp/sms/jv", "otp/sms/id"]);
  });

  test("asked again it is the same, more questions than are remembered are all answered right", () => {
    const world = tenant(variants);
    const ask = (purpose: string) => templateChain(world, { ...question, purpose, locale: "en" });
    expect(ask("login")).toBe(ask("login"));
    for (let i = 0; i < 5000; i += 1) expect(ask(`p${i}`).map(idOf)[0]).toBe("otp/whatsapp/en");
    expect(ask("login").map(idOf)[0]).toBe("otp_login/whatsapp/id");
    const later = tenant({ "otp/whatsapp/en": {} });
    expect(templateChain(later, { ...question, purpose: "login", locale: "en" }).map(idOf)).toEqual([
      "otp/whatsapp/en",
    ]);
  });
});

describe("what a provider sends", () => {
  const told = (choice: TemplateChoice | null) => {
    if (choice === null) return null;
    const id = idOf(choice.template);
    return choice.ok ? [id, choice.binding?.name ?? null] : [id, choice.because];
  };
  const choose = (world: Record<string, Variant>, by: ProviderConfig, asked: object = {}, lifeSeconds = 300) => {
    const chooser = tenant(world);
    const chain = templateChain(chooser, { ...question, locale: undefined, ...asked });
    return told(chooseTemplate(chooser, chain, by, "whatsapp", lifeSeconds));
  };
  const ok = {};
  const paused = { status: "paused" };

  test.each<[string, Record<string, Variant>, object, unknown]>([
    [
      "the first of the chain",
      { "otp_login/whatsapp/id": {}, "otp/whatsapp/id": {} },
      {},
      ["otp_login/whatsapp/id", null],
    ],
    [
      "whether or not others approved it",
      { "otp/whatsapp/id": { bound: { waha: paused } } },
      {},
      ["otp/whatsapp/id", null],
    ],
    ["nothing where there is none", {}, {}, null],
  ])("that takes any text: %s", (_, world, asked, expected) => expect(choose(world, free, asked)).toEqual(expected));

  test.each<[string, Record<string, Variant>, object, unknown]>([
    [
      "the first that is bound to it; the others do not exist there",
      { "otp_login/whatsapp/id": {}, "otp/whatsapp/id": { bound: { meta: ok } } },
      {},
      ["otp/whatsapp/id", "otp_id"],
    ],
    [
      "in another language, when it knows none in the one asked for",
      { "otp/whatsapp/en": {}, "otp/whatsapp/id": { bound: { meta: ok } } },
      { locale: "en" },
      ["otp/whatsapp/id", "otp_id"],
    ],
    [
      "none is bound",
      { "otp_login/whatsapp/id": {}, "otp/whatsapp/id": { bound: { other: ok } } },
      {},
      ["otp_login/whatsapp/id", { kind: "unbound" }],
    ],
    [
      "one that is approved",
      { "otp/whatsapp/id": { bound: { meta: { status: "approved" } } } },
      {},
      ["otp/whatsapp/id", "otp_id"],
    ],
    [
      "the next of the same language, when the first is paused",
      { "otp_login/whatsapp/id": { bound: { meta: paused } }, "otp/whatsapp/id": { bound: { meta: ok } } },
      {},
      ["otp/whatsapp/id", "otp_id"],
    ],
    [
      "a region's language is the same language",
      { "otp/whatsapp/en-US": { bound: { meta: paused } }, "otp/whatsapp/en": { bound: { meta: ok } } },
      { locale: "en-US" },
      ["otp/whatsapp/en", "otp_en"],
    ],
    [
      "nobody is switched to another language for that: the reason is the first one's",
      { "otp/whatsapp/en": { bound: { meta: paused } }, "otp/whatsapp/id": { bound: { meta: ok } } },
      { locale: "en" },
      ["otp/whatsapp/en", { kind: "status", status: "paused" }],
    ],
    [
      "past one of another language to one of the same",
      {
        "otp_login/whatsapp/en": { bound: { meta: paused } },
        "otp_login/whatsapp/id": { bound: { meta: ok } },
        "otp/whatsapp/en": { bound: { meta: ok } },
      },
      { locale: "en" },
      ["otp/whatsapp/en", "otp_en"],
    ],
    [
      "all of them refused: the first one's reason",
      {
        "otp_login/whatsapp/id": { bound: { meta: { status: "rejected" } } },
        "otp/whatsapp/id": { bound: { meta: paused } },
      },
      {},
      ["otp_login/whatsapp/id", { kind: "status", status: "rejected" }],
    ],
    [
      "the next, when the first says more minutes than the OTP lives",
      {
        "otp_login/whatsapp/id": { bound: { meta: { expiry_minutes: 10 } } },
        "otp/whatsapp/id": { bound: { meta: { expiry_minutes: 5 } } },
      },
      {},
      ["otp/whatsapp/id", "otp_id"],
    ],
    [
      "all of them say more",
      { "otp/whatsapp/id": { bound: { meta: { expiry_minutes: 10 } } } },
      {},
      ["otp/whatsapp/id", { kind: "expiry", minutes: 10 }],
    ],
    [
      "the first tenant's are not bound to the tenant's own provider that goes by the same name",
      { "otp/whatsapp/id": { owner: "first", bound: { meta: ok } } },
      {},
      ["otp/whatsapp/id", { kind: "unbound" }],
    ],
    ["nothing where there is none", {}, {}, null],
  ])("of fixed words: %s", (_, world, asked, expected) => expect(choose(world, meta, asked)).toEqual(expected));

  test("a shared variant is bound to the shared provider, and an own one to either", () => {
    const theirs = provider("meta", metaCloud, "first");
    const shared = { "otp/whatsapp/id": { owner: "first", bound: { meta: ok } } };
    const own = { "otp/whatsapp/id": { bound: { meta: ok } } };
    expect(choose(shared, theirs)).toEqual(["otp/whatsapp/id", "otp_id"]);
    expect(choose(own, theirs)).toEqual(["otp/whatsapp/id", "otp_id"]);
  });
});
