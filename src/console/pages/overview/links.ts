import { navigation } from "../../navigation.ts";
import { address, type View } from "../../view.ts";
import type { AttentionItem } from "./data.ts";

type Kind = AttentionItem["kind"];

/** Where a person acts on it. */
const pageOf: Record<Kind, (item: AttentionItem) => string> = {
  nothing_sends: () => "/routes",
  channel_dead: () => "/routes",
  step_broken: () => "/routes",
  provider_down: ({ subject }) => `/providers/${subject}`,
  provider_failing: ({ subject }) => `/providers/${subject}`,
  provider_unusable: ({ subject }) => `/providers/${subject}`,
  credit_short: ({ subject }) => `/providers/${subject}`,
  no_price: () => "/balance/prices",
  price_below_cost: () => "/balance/prices",
  balance_empty: () => "/balance",
  balance_short: () => "/balance",
  ledger_wrong: () => "/balance",
  topups_waiting: () => "/balance/topups",
  reconciliation_differs: () => "/balance/reconciliations",
  template_refused: ({ subject }) => `/templates/${subject}`,
  messages_failing: ({ subject }) => `/messages?status=failed&channel=${subject}`,
  guard_blocked: () => "/limits/guard",
  guard_suspected: () => "/limits/guard",
  guard_outage: () => "/limits/guard",
  limits_open: () => "/limits",
  webhook_off: ({ subject }) => `/webhooks/to/${subject}`,
  webhook_failing: ({ subject }) => `/webhooks/to/${subject}`,
  webhook_gave_up: ({ subject }) => `/webhooks/to/${subject}`,
};

/** Null where the reader's role has no such page. */
export function linkOf(view: View, item: AttentionItem): string | null {
  const page = pageOf[item.kind](item);
  return mayOpen(view, page) ? address(view, page) : null;
}

export function mayOpen({ session }: View, page: string): boolean {
  const [, section = ""] = page.split(/[/?]/);
  const pages = navigation(session.role).flatMap((group) => group.pages);
  return pages.some(({ path }) => path === `/${section}`);
}
