import type { VendorTemplate } from "../providers/template-verbs.ts";
import type { TemplateApproval } from "../settings/snapshot.ts";
import { type BoundTemplate } from "./approve.ts";
import { normaliseLocale } from "./match.ts";

/** A vendor may not list yet what it has just taken. */
const SETTLES_MS = 15 * 60_000;
/** A vendor that refuses to send a template which its list calls approved is believed again after this, doubled each time. */
const DOUBT_MS = 60 * 60_000;
const LONGEST_DOUBT_MS = 24 * DOUBT_MS;

export const NOT_FOUND = "not found at the provider";
/** Of a submission whose answer was lost. */
export const NO_ANSWER = "no answer";

/** Of those that are bound nowhere so many are named: an answer is read by a person. */
const MOST_UNBOUND = 200;

export interface Listing {
  templates: readonly VendorTemplate[];
  complete: boolean;
  /** It has only these, and says nothing of bindings of other categories that are not in it. */
  only?: "authentication";
  /** When it was asked for. */
  at: number;
  /** Nobody asked: it is one of many, and a person's word or a send's weighs more. */
  periodic: boolean;
}

export interface ListingNews {
  bound: BoundTemplate;
  status: TemplateApproval["status"];
  reason: string | null;
}

/** A binding whose text says another life of the code than the binding. */
export interface OtherExpiry {
  bound: BoundTemplate;
  /** What the text says; null: nothing. */
  expiryMinutes: number | null;
}

export interface Comparison {
  /** Whose state is another than we knew. */
  changed: ListingNews[];
  /** Refused by a send, and now by the list too: its later approval is no contradiction. */
  confirmed: ListingNews[];
  /** Whose text says another life of the code than the binding. */
  otherExpiry: OtherExpiry[];
  /** Bound here, and not in the list. */
  missing: BoundTemplate[];
  /** In the list, and bound nowhere: to be bound by hand. At most 200. */
  unbound: VendorTemplate[];
}

type Known = Pick<TemplateApproval, "status" | "reason" | "source" | "at" | "doubts">;

/** Pure: what a provider's list says of the templates that are bound to it. */
export function compareListing(
  provider: string,
  bound: readonly BoundTemplate[],
  { templates, complete, only, at, periodic }: Listing,
): Comparison {
  const changed: ListingNews[] = [];
  const confirmed: ListingNews[] = [];
  const otherExpiry: OtherExpiry[] = [];
  const missing: BoundTemplate[] = [];
  const listed = new Map(templates.map((template) => [idOf(template), template]));
  // An account without a single template is more likely not the one that sends.
  const tellsAbsence = complete && templates.length > 0;
  for (const each of bound) {
    const known: Known | undefined = each.template.approvals.get(provider);
    const found = listed.get(idOf(each.binding));
    if (found === undefined) {
      const { document } = each.template;
      if (!tellsAbsence || (only !== undefined && !("category" in document && document.category === only))) continue;
      if (known !== undefined && isFresh(known) && known.at > at - SETTLES_MS) continue;
      missing.push(each);
      if (isNews(known, "disabled", NOT_FOUND)) changed.push({ bound: each, status: "disabled", reason: NOT_FOUND });
      continue;
    }
    const { status, expiryMinutes } = found;
    if (expiryMinutes !== undefined && expiryMinutes !== (each.binding.expiry_minutes ?? null)) {
      otherExpiry.push({ bound: each, expiryMinutes });
    }
    if (status === null) continue;
    const reason = found.reason ?? keptReason(known, status);
    if (!isNews(known, status, reason)) {
      if (status !== "approved" && known?.source === "send") confirmed.push({ bound: each, status, reason });
      continue;
    }
    const contradicts = periodic && status === "approved" && known?.source === "send" && known.at > at - doubtMs(known);
    if (!contradicts) changed.push({ bound: each, status, reason });
  }
  const ours = new Set(bound.map(({ binding }) => idOf(binding)));
  const unbound: VendorTemplate[] = [];
  for (const template of templates) {
    if (unbound.length === MOST_UNBOUND) break;
    if (!ours.has(idOf(template))) unbound.push(template);
  }
  return { changed, confirmed, otherExpiry, missing, unbound };
}

/** Most lists say less than a hook or a refused send: the reason of the same state stays, unless it was a guess of ours. */
function keptReason(known: Known | undefined, status: Known["status"]): string | null {
  if (known?.status !== status || status === "approved") return null;
  return known.reason === NOT_FOUND || known.reason === NO_ANSWER ? null : known.reason;
}

function doubtMs({ doubts }: Known): number {
  return Math.min(LONGEST_DOUBT_MS, DOUBT_MS * 2 ** Math.max(0, doubts - 1));
}

/** The vendor has taken it, and perhaps approved it at once. */
function isFresh({ status, source }: Known): boolean {
  return status === "pending" || source === "submit";
}

/** A binding that nobody has said anything of counts as approved. */
function isNews(known: Known | undefined, status: Known["status"], reason: string | null): boolean {
  return (known?.status ?? "approved") !== status || (known?.reason ?? null) !== reason;
}

function idOf({ name, language }: { name: string; language: string }): string {
  return `${name}/${normaliseLocale(language)}`;
}
