import type { Channel } from "../providers/provider.ts";
import type { TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import type { VerbatimDocument } from "./render.ts";

/** How the delivery log names it: no template's key has this form. */
export const OWN_TEXT = "(own text)";

/**
 * Pure: the variant of an OTP whose ERP words the message itself. No provider knows it, no version of it is kept, and
 * nothing in it is a variable but `%OTP%`, the code.
 */
export function ownTextVariant(
  { id, settings }: Pick<TenantConfig, "id"> & { settings: Pick<TenantConfig["settings"], "default_locale"> },
  channel: Channel,
  text: string,
): TemplateConfig {
  const document: VerbatimDocument = { body: text, bindings: {}, verbatim: true };
  return {
    ownerId: id,
    key: OWN_TEXT,
    channel,
    locale: settings.default_locale,
    version: 0,
    document,
    approvals: new Map(),
  };
}
