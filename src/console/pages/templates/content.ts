import type { components } from "../../../../examples/typescript/schema.d.ts";

/** What a form of a template holds, and what the API takes. Pure both ways. */
type Schemas = components["schemas"];
export type Channel = Schemas["Channel"];
export type Document = Schemas["PutTemplate"];
export type Stored = Schemas["Template"] | Schemas["TemplateDraft"];
export type Bindings = NonNullable<Document["bindings"]>;
export type Values = Record<string, string>;

export interface Variant {
  key: string;
  channel: Channel;
  locale: string;
}

/** Words of one's own, or what WhatsApp makes an authentication template of. */
export type Shape = "text" | "authentication";

export function shapeOf(stored: Pick<Stored, "category">): Shape {
  return stored.category === undefined ? "text" : "authentication";
}

/** The fields of the form for what is stored. */
export function valuesOf(stored: Stored): Values {
  const yes = (value: boolean | undefined, otherwise: boolean): string => ((value ?? otherwise) ? "yes" : "");
  if (shapeOf(stored) === "text") {
    const { body = "", subject = "", webotp_domain: domain = "", app_hash: hash = "" } = stored;
    return { shape: "text", body, subject, webotp_domain: domain, app_hash: hash };
  }
  return {
    shape: "authentication",
    category: stored.category ?? "authentication",
    button: stored.button ?? "copy_code",
    apps: (stored.apps ?? []).map((app) => `${app.package_name} ${app.signature_hash}`).join("\n"),
    zero_tap_terms_accepted: yes(stored.zero_tap_terms_accepted, false),
    button_text: stored.button_text ?? "",
    autofill_text: stored.autofill_text ?? "",
    security_line: yes(stored.security_line, true),
    expiry_line: yes(stored.expiry_line, true),
  };
}

/** Fields that are empty are not there. A browser writes line breaks as two characters. */
export function documentOf(values: Values, { channel }: Pick<Variant, "channel">, bindings: Bindings): Document {
  const text = (name: string): string => (values[name] ?? "").replaceAll("\r\n", "\n");
  const given = <N extends string>(...names: N[]): Partial<Record<N, string>> =>
    Object.fromEntries(names.filter((name) => text(name) !== "").map((name) => [name, text(name)])) as Partial<
      Record<N, string>
    >;
  if (values["shape"] !== "authentication") {
    const beside = channel === "email" ? given("subject") : channel === "sms" ? given("webotp_domain", "app_hash") : {};
    return { body: text("body"), ...beside, bindings };
  }
  const button = buttons.find((known) => known === values["button"]) ?? "copy_code";
  const apps = appsIn(text("apps"));
  return {
    category: values["category"] === "utility" ? "utility" : "authentication",
    button,
    ...(apps.length === 0 ? {} : { apps }),
    ...(values["zero_tap_terms_accepted"] === "yes" ? { zero_tap_terms_accepted: true } : {}),
    ...given("button_text", "autofill_text"),
    security_line: values["security_line"] === "yes",
    expiry_line: values["expiry_line"] === "yes",
    bindings,
  };
}

export const buttons = ["copy_code", "one_tap", "zero_tap"] as const;

/** One app a line: its package, and the hash of its key. */
function appsIn(text: string): { package_name: string; signature_hash: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([name = ""]) => name !== "")
    .map(([name = "", hash = ""]) => ({ package_name: name, signature_hash: hash }));
}

/** What a new variant begins with: words that the linter has nothing to say about. */
export function firstWords(channel: Channel, locale: string): Document {
  const indonesian = /^id\b/i.test(locale);
  if (channel === "whatsapp") {
    return { category: "authentication", button: "copy_code", security_line: true, expiry_line: true, bindings: {} };
  }
  if (channel === "voice") {
    const body = indonesian
      ? "Kode {{brand}} Anda adalah {{code}}. Sekali lagi, {{code}}."
      : "Your {{brand}} code is {{code}}. Again, {{code}}.";
    return { body, bindings: {} };
  }
  const body = indonesian
    ? "{{brand}}: kode Anda {{code}}, berlaku {{ttl_minutes}} menit. Jangan berikan kepada siapa pun."
    : "{{brand}}: your code is {{code}}, valid for {{ttl_minutes}} minutes. Do not share it with anyone.";
  const subject = indonesian ? "Kode {{brand}} Anda" : "Your {{brand}} code";
  return { body, ...(channel === "email" ? { subject } : {}), bindings: {} };
}

/** Bindings without what a read adds to them. */
export function bindingsOf(stored: Pick<Stored, "bindings">): Bindings {
  return Object.fromEntries(
    Object.entries(stored.bindings).map(([provider, { name, language, expiry_minutes: minutes }]) => [
      provider,
      { name, language, ...(minutes === undefined ? {} : { expiry_minutes: minutes }) },
    ]),
  );
}

/** The names of the params that a text has. */
export function paramsIn(values: Values): string[] {
  const text = `${values["subject"] ?? ""} ${values["body"] ?? ""}`;
  return [...new Set([...text.matchAll(/\{\{\s*params\.([a-z0-9_]{1,40})\s*\}\}/g)].map(([, name = ""]) => name))];
}
