import type { paths } from "../../../../examples/typescript/schema.d.ts";
import { isoMs } from "../../../kit/clock.ts";
import type { View } from "../../view.ts";
import { fieldOf, momentOf } from "./local-time.ts";

export const filterNames = [
  "q",
  "status",
  "channel",
  "provider",
  "from",
  "until",
  "purpose",
  "user",
  "country",
  "error_class",
  "provider_code",
] as const;
export type FilterName = (typeof filterNames)[number];

/** Those that most searches do without. */
export const rarer: readonly FilterName[] = [
  "from",
  "until",
  "purpose",
  "user",
  "country",
  "error_class",
  "provider_code",
];

type LogQuery = NonNullable<paths["/v1/messages"]["get"]["parameters"]["query"]>;

export interface LogFilters {
  /** As the page's address has them: those that are set, times by the tenant's clock. */
  shown: Partial<Record<FilterName, string>>;
  /** As the API takes them; it says which of them is wrong. */
  asked: LogQuery;
}

/** A page's address says what is looked for, so that it can be sent to a colleague. A link may give times in UTC. */
export function filtersOf({ query, timeZone }: Pick<View, "query" | "timeZone">): LogFilters {
  const shown: LogFilters["shown"] = {};
  const asked: Record<string, string> = {};
  for (const name of filterNames) {
    const text = query.get(name)?.trim() ?? "";
    if (text === "") continue;
    const isTime = name === "from" || name === "until";
    shown[name] = isTime ? inField(text, timeZone) : text;
    asked[name] = isTime ? inUtc(text, timeZone) : text;
  }
  return { shown, asked };
}

function inUtc(text: string, timeZone: string): string {
  const at = momentOf(text, timeZone);
  return at === null ? text : isoMs(at);
}

function inField(text: string, timeZone: string): string {
  const at = Date.parse(text);
  const isUtc = /Z$|[+-]\d\d:\d\d$/.test(text) && !Number.isNaN(at);
  return isUtc ? fieldOf(at, timeZone) : text;
}

/** The page as its address would be with nothing empty in it. */
export function tidied(view: View, { shown }: LogFilters): View {
  const query = new URLSearchParams(shown);
  for (const name of ["cursor", "live", "reveal"]) {
    const value = view.query.get(name) ?? "";
    if (value !== "") query.set(name, value);
  }
  return { ...view, query };
}

export function mayReveal({ session }: Pick<View, "session">): boolean {
  return session.role === "ops" || session.role === "admin";
}
