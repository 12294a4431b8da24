import type { FieldError } from "../errors.ts";
import type { AuthenticationDocument } from "../settings/documents.ts";

/** Pure: what a WhatsApp authentication template says that its button has no use for. */
export function buttonErrors({ button, apps, autofill_text: autofill }: AuthenticationDocument): FieldError[] {
  const errors: FieldError[] = [];
  const forApps = button !== "copy_code";
  if (!forApps && apps !== undefined) errors.push({ path: "apps", message: "is for one_tap and zero_tap only" });
  if (!forApps && autofill !== undefined) {
    errors.push({ path: "autofill_text", message: "is for one_tap and zero_tap only" });
  }
  const packages = apps?.map(({ package_name: name, signature_hash: hash }) => `${name}/${hash}`) ?? [];
  if (new Set(packages).size < packages.length) errors.push({ path: "apps", message: "has the same app twice" });
  return errors;
}

/** Pure: what its button still lacks to be submitted. A template that was made at the provider is bound without it. */
export function buttonLacks({ button, apps, zero_tap_terms_accepted: terms }: AuthenticationDocument): FieldError[] {
  const errors: FieldError[] = [];
  if (button !== "copy_code" && apps === undefined) {
    const message = `the template needs it for ${button}: 1 to 5 of {package_name, signature_hash}; put it first`;
    errors.push({ path: "apps", message });
  }
  if (button === "zero_tap" && terms !== true) {
    const message = "the template needs true for zero_tap: WhatsApp wants its terms for it accepted; put it first";
    errors.push({ path: "zero_tap_terms_accepted", message });
  }
  return errors;
}
