import { invalidField, shownName } from "../../errors.ts";

const DEEPEST = 32;

export function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw invalidField("body", `is nested deeper than ${DEEPEST} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidField("body", "is not valid JSON");
  }
  // The schemas would drop this one name without a word. It may be spelt with escapes.
  if (/__proto__|\\u00/i.test(text)) refusePrototypes(value, "");
  return value;
}

function refusePrototypes(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const here = path === "" ? shownName(name) : `${path}.${shownName(name)}`;
    if (name === "__proto__") throw invalidField(here.slice(0, 200), "is not allowed");
    refusePrototypes(inner, here);
  }
}

/** Counted before parsing, so that nothing recurses over a hostile depth. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") deepest = Math.max(deepest, (depth += 1));
    else if (char === "}" || char === "]") depth -= 1;
  }
  return deepest;
}
