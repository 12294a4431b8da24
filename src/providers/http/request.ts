import { addressOf } from "../http-kind.ts";
import type { Channel, HttpRequest } from "../provider.ts";
import type { Description, RequestTemplate } from "./description.ts";
import { fillText, fillValue, placeholders, type Values } from "./variables.ts";
import { writeXml } from "./xml.ts";

/** A value that has no safe form in its place, said as the code an operator reads. */
export class Unsendable extends Error {
  readonly providerCode: string;
  constructor(providerCode: string) {
    super(providerCode);
    this.name = "Unsendable";
    this.providerCode = providerCode;
  }
}

/** The request on a channel: its own parts before those that all channels share; headers and query side by side. */
export function requestOn(description: Description, channel: Channel): RequestTemplate {
  const { request: common } = description;
  const own = description.channels[channel]?.request ?? {};
  return {
    ...common,
    ...own,
    headers: { ...common.headers, ...own.headers },
    query: { ...common.query, ...own.query },
  };
}

/** The variables that become the user of HTTP Basic, which ends at the first colon. */
export function basicUsers({ request, channels, balance }: Description): ReadonlySet<string> {
  const requests = [request, balance?.request, ...Object.values(channels).map((channel) => channel?.request)];
  return new Set(requests.flatMap((one) => placeholders(one?.basic?.user ?? "").map(({ name }) => name)));
}

/**
 * Pure. A value is written by the rules of its place (a URL's path and query, a header, JSON, form or XML), so it can't
 * become a second field, header or element. Throws `Unsendable` where the place has no way to write it.
 */
export function renderRequest(template: RequestTemplate, baseUrl: string, values: Values): HttpRequest {
  const path = fillText(template.path ?? "/", values, encodePart);
  // Not even escaped: a URL's parser reads %2e as a dot.
  if (path.split("/").some((part) => part === "." || part === "..")) throw new Unsendable("unsendable_path");
  const query = new URLSearchParams(fields(template.query ?? {}, values)).toString();
  const headers = fields(template.headers ?? {}, values).map(([name, value]) => [name.toLowerCase(), value] as const);
  const body = renderBody(template.body, values);
  const all = new Map([...(body === null ? [] : [["content-type", body.type] as const]), ...headers]);
  if (template.basic !== undefined) {
    const user = fillText(template.basic.user, values);
    // The name ends at the first colon.
    if (user.includes(":")) throw new Unsendable("unsendable_user");
    const pair = Buffer.from(`${user}:${fillText(template.basic.password, values)}`);
    all.set("authorization", `Basic ${pair.toString("base64")}`);
  }
  for (const value of all.values()) if (!/^[\x20-\x7e]*$/.test(value)) throw new Unsendable("unsendable_header");
  return {
    method: template.method ?? "POST",
    url: addressOf(baseUrl, query === "" ? path : `${path}?${query}`),
    headers: Object.fromEntries(all),
    ...(body === null ? {} : { body: body.text }),
  };
}

function renderBody(template: RequestTemplate["body"], values: Values): { type: string; text: string } | null {
  if (template?.json !== undefined) {
    return { type: "application/json", text: JSON.stringify(fillTree(template.json, values)) };
  }
  if (template?.form !== undefined) {
    const text = new URLSearchParams(fields(template.form, values)).toString();
    return { type: "application/x-www-form-urlencoded", text };
  }
  if (template?.xml !== undefined) {
    const [root] = Object.entries(template.xml);
    const text = root === undefined ? "" : writeXml(root[0], fillTree(root[1], values));
    return { type: "application/xml; charset=utf-8", text: `<?xml version="1.0" encoding="UTF-8"?>${text}` };
  }
  return null;
}

/** Names are the description's own; a value that is none leaves its field out. */
function fields(templates: Readonly<Record<string, string | number | boolean>>, values: Values): [string, string][] {
  return Object.entries(templates).flatMap(([name, template]): [string, string][] => {
    const value = typeof template === "string" ? fillValue(template, values) : template;
    return value === undefined ? [] : [[name, String(value)]];
  });
}

/** As deep as the description, which is not deep. */
function fillTree(node: unknown, values: Values): unknown {
  if (typeof node === "string") return fillValue(node, values);
  if (Array.isArray(node)) return node.map((item) => fillTree(item, values)).filter((item) => item !== undefined);
  if (typeof node !== "object" || node === null) return node;
  const filled = Object.entries(node).map(([name, value]) => [name, fillTree(value, values)] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}

/** Half a surrogate pair has no encoding. */
function encodePart(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
