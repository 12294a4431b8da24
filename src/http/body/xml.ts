import { XMLParser, XMLValidator } from "fast-xml-parser";
import { invalidField, shownName } from "../../errors.ts";
import { decoderOf, guessedDecoder } from "./charset.ts";
import { putItem, putOnce, textObject, type TextObject, type TextValue } from "./text-fields.ts";

/**
 * XML as a form of elements: the root may have any name, its children are the fields, and values stay text. What could
 * mean something that we would lose (attributes, text beside elements) or cost us (DOCTYPE, entities) is refused.
 */
export function parseXml(bytes: Uint8Array, charset: string | null, lists: ReadonlySet<string>): TextObject {
  const root = rootOf(xmlText(bytes, charset));
  const fields = textObject();
  for (const child of root.children) {
    if (lists.has(child.name)) {
      const items = child.children.length === 0 ? [child] : child.children;
      for (const item of items) putItem(fields, child.name, valueOf(item, child.name));
    } else putOnce(fields, child.name, valueOf(child, child.name), child.name);
  }
  if (root.text !== "") throw invalidField("body", "has text where fields are expected");
  return fields;
}

interface Element {
  name: string;
  children: Element[];
  text: string;
}

function valueOf({ children, text }: Element, path: string): TextValue {
  if (children.length === 0) return text;
  if (text !== "") throw invalidField(shownName(path), "has text beside its elements");
  const object = textObject();
  for (const child of children) {
    const inside = `${path}.${child.name}`;
    putOnce(object, child.name, valueOf(child, inside), inside);
  }
  return object;
}

/** RFC 7303, 3: a byte order mark, else Content-Type's charset, else the declaration's encoding, else how it looks. */
function xmlText(bytes: Uint8Array, charset: string | null): string {
  const marked = markedCharset(bytes);
  if (marked !== null) return decoderOf(marked)(bytes);
  if (charset !== null) return decoderOf(charset)(bytes);
  const head = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  const declared = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1];
  // What can be read so far is not UTF-16: .NET's StringWriter says so of every text it writes.
  if (declared === undefined || /^(utf-?16|ucs-?2|unicode$)/i.test(declared)) return guessedDecoder([bytes])(bytes);
  return decoderOf(declared, "encoding")(bytes);
}

function markedCharset(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  return null;
}

const MOST_TAGS = 4000;

/** Every conversion is off: `007` stays `007`, and entities are ours to read. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  cdataPropName: "#cdata",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 32,
});

/** As the parser answers with `preserveOrder`: an object of one name, and of `:@` when there are attributes. */
type Node = Record<string, Node[] | string | Record<string, string>>;

function rootOf(whole: string): Element {
  const text = whole.trimStart();
  refuseDangers(text.replace(/^<\?xml\s[^>]*\?>/, ""));
  const sound = XMLValidator.validate(text);
  // Its own words would repeat what stands there.
  if (sound !== true) throw invalidField("body", `is not well-formed XML: look at line ${sound.err.line}`);
  let nodes: Node[];
  try {
    nodes = parser.parse(text) as Node[];
  } catch {
    throw invalidField("body", "is not XML that is understood here: too deep, or with a name that is not allowed");
  }
  const roots = nodes.flatMap(elementOf);
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw invalidField("body", "must have one root element");
  return root;
}

/** Outside comments and CDATA there is no markup but elements, and no more of those than a list of numbers has. */
function refuseDangers(text: string): void {
  const rest = withoutAsides(text);
  if (rest.includes("<!")) throw invalidField("body", "must not have a document type (DOCTYPE)");
  if (rest.includes("<?")) throw invalidField("body", "must not have processing instructions");
  if (rest.split("<").length > MOST_TAGS) throw invalidField("body", "has too many elements");
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/.test(rest)) {
    throw invalidField("body", "has an entity that XML does not know by itself; write é or &#233;, and & as &amp;");
  }
}

/** Comments and CDATA may hold anything. Looked for from one end to the next: a pattern would begin anew at each start. */
function withoutAsides(text: string): string {
  const kept: string[] = [];
  for (let at = 0; ;) {
    const start = text.indexOf("<!", at);
    const end = start < 0 ? null : endOfAside(text, start);
    if (end === null) return kept.join("") + text.slice(at);
    if (end < 0) throw invalidField("body", "is not well-formed XML: a comment or CDATA never ends");
    kept.push(text.slice(at, start));
    at = end;
  }
}

/** Null when it is neither; below zero when it never ends. */
function endOfAside(text: string, start: number): number | null {
  const end = text.startsWith("<!--", start) ? "-->" : text.startsWith("<![CDATA[", start) ? "]]>" : null;
  if (end === null) return null;
  const at = text.indexOf(end, start + (end === "-->" ? 4 : 9));
  return at < 0 ? -1 : at + end.length;
}

function elementOf(node: Node): Element[] {
  return Object.entries(node).flatMap(([tag, inside]) => {
    if (tag === ":@" || tag === "#text" || !Array.isArray(inside)) return [];
    const name = tag.slice(tag.indexOf(":") + 1);
    refuseAttributes(name, node[":@"]);
    return [{ name, children: inside.flatMap(elementsOf), text: inside.map(textOf).join("").trim() }];
  });
}

function elementsOf(node: Node): Element[] {
  return "#cdata" in node ? [] : elementOf(node);
}

/** Those of a namespace (`xmlns`, `xsi:type`) are about the document, not of it. */
function refuseAttributes(name: string, attributes: Node[string] | undefined): void {
  const own = Object.keys(attributes ?? {}).find((attribute) => attribute !== "xmlns" && !attribute.includes(":"));
  if (own === undefined) return;
  throw invalidField(shownName(name), `has the attribute ${shownName(own)}; a value is the text of an element`);
}

function textOf(node: Node): string {
  if (typeof node["#text"] === "string") return unescaped(node["#text"]);
  const verbatim = node["#cdata"];
  return Array.isArray(verbatim) ? verbatim.map(verbatimText).join("") : "";
}

function verbatimText(node: Node): string {
  return typeof node["#text"] === "string" ? node["#text"] : "";
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9A-Fa-f]+)|(\w+));/g, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? "";
    const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    if (point > 0x10ffff) throw invalidField("body", "has a character reference beyond Unicode");
    return String.fromCodePoint(point);
  });
}
