import { normaliseSms } from "../../kit/sms-text.ts";
import { finding, type LintFinding } from "./rules.ts";
import { literal, type TextSubject } from "./subject.ts";

/** Not the joiners that emoji and some scripts are written with. */
const unseen = /[^\P{Cf}\u200c\u200d]/u;
const mixed = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Pure: letter by letter, as operators compare a text with what was registered. */
export function characterFindings({ channel, document }: TextSubject): LintFinding[] {
  const texts: [string, string][] = [["body", document.body]];
  if (document.subject !== undefined) texts.push(["subject", document.subject]);
  return texts.flatMap(([path, text]) => [
    ...spaceFindings(path, text),
    ...unseenFindings(path, text),
    ...lookalikeFindings(path, text),
    ...(channel === "sms" ? standInFindings(path, text) : []),
  ]);
}

function spaceFindings(path: string, text: string): LintFinding[] {
  if (text !== text.trim()) return [finding("spaces", path, "begins or ends with a space or an empty line")];
  if (/[ \t]\n/.test(text)) return [finding("spaces", path, "has a line that ends with a space")];
  const twice = /\S {2,}\S{0,12}/.exec(text);
  return twice === null ? [] : [finding("spaces", path, `has two spaces in a row ("${twice[0]}")`)];
}

function unseenFindings(path: string, text: string): LintFinding[] {
  const index = text.search(unseen);
  return index < 0 ? [] : [finding("invisible", path, `character ${place(text, index)} is one that shows nothing`)];
}

/** A word of two alphabets: a Cyrillic а among Latin letters. */
function lookalikeFindings(path: string, text: string): LintFinding[] {
  const words = literal(text).match(/[\p{L}\p{M}]+/gu) ?? [];
  const odd = words.find((word) => mixed.filter((script) => script.test(word)).length > 1);
  return odd === undefined ? [] : [finding("lookalike", path, `"${odd}" mixes letters of two alphabets`)];
}

function standInFindings(path: string, text: string): LintFinding[] {
  const odd = [...text].flatMap(standInAt);
  const shown = odd
    .slice(0, 3)
    .map(({ char, index, plain }) => `${name(char)} at character ${index + 1} as "${plain}"`);
  const more = odd.length > 3 ? ` and ${odd.length - 3} more` : "";
  return odd.length === 0 ? [] : [finding("plain_character", path, `an SMS sends ${shown.join(", ")}${more}`)];
}

function standInAt(char: string, index: number): { char: string; index: number; plain: string }[] {
  const plain = normaliseSms(char);
  return plain === char || unseen.test(char) ? [] : [{ char, index, plain }];
}

/** `“ (U+201C)`, for what can't be told apart by looking. */
export function name(char: string): string {
  const point = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return /[\p{Z}\p{C}]/u.test(char) ? `U+${point}` : `${char} (U+${point})`;
}

function place(text: string, index: number): string {
  const char = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return `${[...text.slice(0, index)].length + 1} (${name(char)})`;
}
