import { z } from "zod";
import { hookToken } from "../hook-token.ts";
import { creditSettings, httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";
import { checkedDescription } from "./check-description.ts";
import type { Description } from "./description.ts";
import { presetNames, presets, type PresetName } from "./presets.ts";
import { basicUsers } from "./request.ts";

export interface HttpSettings extends HttpKindSettings {
  preset?: PresetName | undefined;
  description?: Description | undefined;
  options: Record<string, string>;
  low_credit?: string | undefined;
}

const noColon = "can't have a colon: HTTP Basic ends the user there";

const fields = z.strictObject({
  ...httpKindSettings(""),
  ...creditSettings,
  preset: z.enum(presetNames).optional().describe("A vendor whose description comes with the gateway"),
  description: checkedDescription.optional().describe("Any other vendor's; docs/http-provider.md says how to write it"),
  options: z.record(z.string().max(40), z.string().max(1000)).default({}).describe("What the description asks for"),
  base_url: z
    .url({ protocol: /^https?$/, error: "an http or https URL" })
    .refine((url) => !/[?#]/.test(url), "must be an address without query or fragment")
    .optional()
    .describe("Where the vendor's interface is; the description's when left out"),
});

export const httpSettings: z.ZodType<HttpSettings> = fields.transform((given, context): HttpSettings => {
  const refuse = (path: string[], message: string): HttpSettings => {
    context.addIssue({ code: "custom", path, message });
    return z.NEVER;
  };
  const { preset, description: own, options } = given;
  if (preset !== undefined && own !== undefined) return refuse(["preset"], "can't be named beside a description");
  const description = preset === undefined ? own : presets[preset];
  if (description === undefined) {
    return refuse(["description"], `is required, or a preset: ${presetNames.join(", ")}`);
  }
  for (const name of Object.keys(options)) {
    const known = Object.keys(description.options);
    const list = known.length === 0 ? "this description has none" : `there are ${known.join(", ")}`;
    if (!known.includes(name)) return refuse(["options", name], `is not known; ${list}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value.includes(":") && basicUsers(description).has(`option.${name}`)) return refuse(["options", name], noColon);
  }
  for (const [name, option] of Object.entries(description.options)) {
    if (option.default !== undefined || Object.hasOwn(options, name)) continue;
    return refuse(["options", name], `is required: ${option.about}`);
  }
  const { base_url: address = description.base_url } = given;
  if (address === undefined) {
    return refuse(["base_url"], "is required: with this vendor every account has an address of its own");
  }
  // A description's address is part of it: were both kept and one changed, messages would go where nobody looked.
  if (own?.base_url !== undefined && own.base_url !== address) {
    return refuse(["base_url"], "differs from the description's base_url; leave one of them out");
  }
  return { ...given, base_url: address };
});

export function descriptionOf(settings: HttpSettings): Description {
  const description = settings.preset === undefined ? settings.description : presets[settings.preset];
  if (description === undefined) throw new Error("settings of kind http without a description");
  return description;
}

/** Printable ASCII: it may stand in a header, and a pasted line break would be refused only when a message leaves. */
const secret = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x20-\x7e]+$/, "no line breaks or characters beyond ASCII");

/** The description's, and the hook's token where that is its proof. */
export function secretsOf(description: Description): z.ZodObject {
  const { secrets, reports } = description;
  const users = basicUsers(description);
  const named = Object.entries(secrets).map(([name, { about, required }]) => {
    const fits = users.has(`secret.${name}`) ? secret.regex(/^[^:]*$/, noColon) : secret;
    const described = fits.describe(about);
    return [name, required ? described : described.optional()] as const;
  });
  const all = reports?.proof.type === "token" ? [["hook_token", hookToken] as const, ...named] : named;
  return z.strictObject(Object.fromEntries(all));
}
