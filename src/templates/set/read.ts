import { invalidField } from "../../errors.ts";
import { checkSet } from "./check.ts";
import { csvToSet } from "./csv.ts";
import type { SetEntry } from "./entry.ts";

/** Pure: a file's variants, or a refusal that names each row and field that is wrong. */
export function readSet(file: { json: unknown } | { csv: string }): SetEntry[] {
  if ("csv" in file) {
    const { entries, errors } = csvToSet(file.csv);
    return checkSet(entries, errors);
  }
  const { json } = file;
  const list = typeof json === "object" && json !== null && "templates" in json ? json.templates : undefined;
  if (!Array.isArray(list)) throw invalidField("templates", "must be a list of templates, as an export has it");
  return checkSet(list.map((fields: unknown, index) => ({ path: `templates.${index}`, fields })));
}
