import type { FieldError } from "../errors.ts";
import type { AuthenticationDocument } from "../settings/documents.ts";

/** Pure: what a WhatsApp authentication template still lacks for its button, and what its button has no use for. */
export function buttonErrors(document: AuthenticationDocument): FieldError[] {
  const { button, apps, zero_tap_terms_accepted: terms, autofill_text: autofill } = document;
  const errors: FieldError[] = [];
  const forApps = button !== "copy_code";
  if (forApps && apps === undefined) {
    const message = `is required for ${button}: 1 to 5 of {package_name, signature_hash}`;
    errors.push({ path: "apps", message });
  }
  if (button === "zero_tap" && terms !== true) {
    const message = "must be true for zero_tap: WhatsApp wants its terms for it accepted";
    errors.push({ path: "zero_tap_terms_accepted", message });
  }
  if (!forApps && apps !== undefined) errors.push({ path: "apps", message: "is for one_tap and zero_tap only" });
  if (!forApps && autofill !== undefined) {
    errors.push({ path: "autofill_text", message: "is for one_tap and zero_tap only" });
  }
  const packages = apps?.map(({ package_name: name, signature_hash: hash }) => `${name}/${hash}`) ?? [];
  if (new Set(packages).size < packages.length) errors.push({ path: "apps", message: "has the same app twice" });
  return errors;
}
