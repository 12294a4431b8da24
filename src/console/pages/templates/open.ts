import { z } from "zod";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { GatewayError } from "../../../errors.ts";
import { channels } from "../../../providers/provider.ts";
import { dataOf } from "../../api.ts";
import { address, type PageContext, type View } from "../../view.ts";
import { valuesOf, type Stored, type Values, type Variant } from "./content.ts";

type Schemas = components["schemas"];

/** A variant as it is opened: what is in use, what is being written, and the tag that says nobody else was faster. */
export interface Opened {
  variant: Variant;
  template: Schemas["Template"] | null;
  draft: Schemas["TemplateDraft"] | null;
  etag: string;
}

const channel = z.enum(channels);

/** What the address of a page names. */
export function variantOf(c: PageContext): Variant {
  const { key = "", channel: on = "", locale = "" } = c.req.param() as Partial<Record<keyof Variant, string>>;
  const known = channel.safeParse(on);
  if (!known.success) throw new GatewayError("not_found", `There is no channel ${on}.`);
  return { key, channel: known.data, locale };
}

export async function openVariant(view: View, variant: Variant): Promise<Opened> {
  const params = { path: variant };
  const [template, draft] = await Promise.all([
    view.api.GET("/v1/templates/{key}/{channel}/{locale}", { params }),
    view.api.GET("/v1/templates/{key}/{channel}/{locale}/draft", { params }),
  ]);
  if (template.response.status === 404 && draft.response.status === 404) dataOf(template);
  const found = template.response.status === 404 ? null : dataOf(template);
  const written = draft.response.status === 404 ? null : dataOf(draft);
  const { response } = found === null ? draft : template;
  return { variant, template: found, draft: written, etag: response.headers.get("etag") ?? "" };
}

/** What the editor goes on from: the draft where there is one. */
export function newestOf({ draft, template }: Opened): Stored {
  const newest = draft ?? template;
  if (newest === null) throw new Error("a variant without a version and a draft was opened");
  return newest;
}

export const valuesOfOpened = (opened: Opened): Values => ({ ...valuesOf(newestOf(opened)), etag: opened.etag });

export const mayWrite = (view: View): boolean => view.session.role === "ops" || view.session.role === "admin";

const pathOf = ({ key, channel: on, locale }: Variant): string => `/templates/${key}/${on}/${locale}`;

/** Under the base, for redirects. */
export const variantPath = (variant: Variant, page = ""): string => `${pathOf(variant)}${page}`;

export function variantAddress(view: View, variant: Variant, page = "", query: Record<string, string> = {}): string {
  return address(view, variantPath(variant, page), query);
}
