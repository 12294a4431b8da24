/**
 * As much XML as gateways of the last twenty years write: elements, attributes, CDATA, comments, the five named
 * entities. A document type, which is where entities grow without bound, makes a document unreadable. One pass, no
 * recursion.
 */
export type XmlValue = string | XmlValue[] | XmlElement;
export interface XmlElement {
  [name: string]: XmlValue;
}

interface Open {
  name: string;
  /** No prototype: a vendor's `__proto__` is a name like any other. */
  fields: XmlElement;
  text: string[];
}

const MAX_DEPTH = 32;
const MAX_ELEMENTS = 5000;
const startTag = /<([A-Za-z_][\w.:-]{0,127})/y;
const attribute = /\s+([A-Za-z_][\w.:-]{0,127})\s*=\s*("[^"<]*"|'[^'<]*')/y;
const tagEnd = /\s*(\/?)>/y;
const endTag = /<\/([A-Za-z_][\w.:-]{0,127})\s*>/y;

/** An element is its text, or an object of its children and `@attributes`; what repeats is an array. Else undefined. */
export function readXml(text: string): XmlElement | undefined {
  const root = open("");
  const path = [root];
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const here = path.at(-1) ?? root;
    const next = text.indexOf("<", at);
    here.text.push(unescape(text.slice(at, next < 0 ? undefined : next)));
    if (next < 0) break;
    at = next;
    const skipped = skipAside(text, at, here);
    if (skipped === -1) return undefined;
    if (skipped > at) {
      at = skipped;
    } else if (text[at + 1] === "/") {
      const end = match(endTag, text, at);
      if (end === null || path.length === 1 || end[1] !== here.name) return undefined;
      path.pop();
      add((path.at(-1) ?? root).fields, here.name, closed(here));
      at = endTag.lastIndex;
    } else {
      const start = match(startTag, text, at);
      if (start === null || ++elements > MAX_ELEMENTS || path.length > MAX_DEPTH) return undefined;
      const element = open(start[1] ?? "");
      at = startTag.lastIndex;
      for (let found = match(attribute, text, at); found !== null; found = match(attribute, text, at)) {
        element.fields[`@${found[1] ?? ""}`] = unescape((found[2] ?? "").slice(1, -1));
        at = attribute.lastIndex;
      }
      const end = match(tagEnd, text, at);
      if (end === null) return undefined;
      at = tagEnd.lastIndex;
      if (end[1] === "/") add(here.fields, element.name, closed(element));
      else path.push(element);
    }
  }
  return path.length === 1 && elements > 0 ? root.fields : undefined;
}

/** Past a declaration, a comment or a CDATA section: where it ends; `at` when there is none, -1 when it never ends. */
function skipAside(text: string, at: number, here: Open): number {
  for (const [start, end] of [
    ["<?", "?>"],
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
  ] as const) {
    if (!text.startsWith(start, at)) continue;
    const until = text.indexOf(end, at + start.length);
    if (until < 0) return -1;
    if (start === "<![CDATA[") here.text.push(text.slice(at + start.length, until));
    return until + end.length;
  }
  return text[at + 1] === "!" ? -1 : at;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function open(name: string): Open {
  return { name, fields: Object.create(null) as XmlElement, text: [] };
}

function closed({ fields, text }: Open): XmlValue {
  const words = text.join("").trim();
  if (Object.keys(fields).length === 0) return words;
  if (words !== "") fields["#text"] = words;
  return fields;
}

function add(fields: XmlElement, name: string, value: XmlValue): void {
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else fields[name] = [known, value];
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, decimal, hex, name) => {
    if (typeof name === "string") return named[name] ?? whole;
    const point = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** `"@name"` is an attribute, `"#text"` the element's own text, an array a repeated element. */
export function writeXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => writeXml(name, item)).join("");
  if (typeof value !== "object" || value === null) return `<${name}>${textOf(value)}</${name}>`;
  const fields = Object.entries(value);
  const attributes = fields
    .filter(([key]) => key.startsWith("@"))
    .map(([key, one]) => ` ${key.slice(1)}="${textOf(one)}"`);
  const inside = fields
    .filter(([key]) => !key.startsWith("@"))
    .map(([key, child]) => (key === "#text" ? textOf(child) : writeXml(key, child)));
  return `<${name}${attributes.join("")}>${inside.join("")}</${name}>`;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? escape(String(value))
    : "";
}

/** Line breaks by number, or an attribute would lose them. What XML can't hold at all becomes U+FFFD. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
