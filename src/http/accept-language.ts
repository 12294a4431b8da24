import type { Language } from "../kit/language.ts";

/** Pure: of Indonesian and English, what a browser's reader would rather have (RFC 9110, 12.5.4); null where it says neither. */
export function preferredLanguage(header: string | undefined): Language | null {
  const wishes = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const q = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1");
    return { language: languageNamed(tag), q: Number.isNaN(q) ? 0 : q };
  });
  const [best] = wishes.filter(({ language, q }) => language !== null && q > 0).sort((a, b) => b.q - a.q);
  return best?.language ?? null;
}

/** `in` is what old Java writes for Indonesian. */
function languageNamed(tag: string): Language | null {
  const [primary] = tag.split("-");
  if (primary === "id" || primary === "in") return "id";
  return primary === "en" ? "en" : null;
}
