import { html } from "hono/html";
import type { Language } from "../../kit/language.ts";

/**
 * The written page, as data: both languages side by side, so that neither can be forgotten. Inside a text, `code` stands
 * in backticks, **what matters** between asterisks, and [words](#where) lead somewhere.
 */
export type Text = Record<Language, string>;

/** The same in both languages: a name of the wire, a number, a sample. */
export type Literal = string;

export type Block =
  | { kind: "text"; text: Text }
  | { kind: "note"; text: Text }
  | { kind: "list"; ordered: boolean; items: Text[] }
  | { kind: "code"; code: string; language: string; caption?: Text }
  | { kind: "table"; head: Text[]; rows: Row[] }
  | { kind: "try" };

/** `anchor`: what an address may point at. */
export interface Row {
  anchor?: string;
  cells: (Text | Literal)[];
}

export interface Section {
  id: string;
  title: Text;
  blocks: Block[];
  parts?: Section[];
}

/** What the page fills in of this installation. */
export interface Facts {
  /** Where the reader's ERP reaches this gateway, without a slash at the end. */
  base: string;
}

export const text = (said: Text): Block => ({ kind: "text", text: said });
export const note = (said: Text): Block => ({ kind: "note", text: said });
export const list = (...items: Text[]): Block => ({ kind: "list", ordered: false, items });
export const steps = (...items: Text[]): Block => ({ kind: "list", ordered: true, items });
export const code = (language: string, lines: string, caption?: Text): Block => ({
  kind: "code",
  code: lines,
  language,
  caption,
});
export const table = (head: Text[], rows: Row[]): Block => ({ kind: "table", head, rows });
export const row = (...cells: Row["cells"]): Row => ({ cells });

type Markup = ReturnType<typeof html>;

/** Pure: a text with its marks as HTML; everything else in it is escaped. */
export function marked(said: string): Markup[] {
  return said
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
      if (part.startsWith("**")) return html`<strong>${part.slice(2, -2)}</strong>`;
      const link = /^\[(.+)\]\((.+)\)$/.exec(part);
      return link === null ? html`${part}` : html`<a href="${link[2]}">${link[1]}</a>`;
    });
}
