import { publicId } from "../../../kit/id.ts";
import { dataOf } from "../../api.ts";
import { Badge, Tabs, type Tone } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { commonWords, type TopUpStatus } from "./common-words.ts";

/** Operators see the alerts alone, so there is nothing to go to. */
export function BalanceTabs({ view }: { view: View }) {
  if (view.session.role === "ops") return null;
  const { label, ...names } = commonWords[view.language].tabs;
  const path = (name: string): string => (name === "overview" ? "/balance" : `/balance/${name}`);
  const tabs = Object.entries(names).map(([name, text]) => ({ path: path(name), name: text }));
  const open = tabs.findLast((tab) => view.path === tab.path || view.path.startsWith(`${tab.path}/`));
  // A top-up's own page belongs to the top-ups.
  return <Tabs frame={{ ...view, path: open?.path ?? view.path }} label={label} tabs={tabs} />;
}

/** Who may bring, decide and correct; auditors look on. */
export const mayChange = ({ session }: View): boolean => session.role === "finance" || session.role === "admin";

/** Operators see to warnings as well. */
export const mayAcknowledge = ({ session }: View): boolean => session.role !== "auditor";

export const actorOf = ({ session }: View): string => publicId("user", session.userId);

export type Names = ReadonlyMap<string, string>;

/** What the API's actors are called, asked once for a page. */
export async function namesOf(view: View, actors: readonly (string | null | undefined)[]): Promise<Names> {
  const ids = [...new Set(actors)].filter((actor) => typeof actor === "string" && /^(?:key|user)_/.test(actor));
  if (ids.length === 0) return new Map();
  const { data } = dataOf(await view.api.GET("/v1/actors", { params: { query: { ids: ids.join(",") } } }));
  return new Map(data.map(({ actor, name }) => [actor, name]));
}

export function Who({ view, names, actor }: { view: View; names: Names; actor: string }) {
  const words = commonWords[view.language];
  const name = actor === "gateway" ? words.gateway : actor === "cli" ? words.cli : (names.get(actor) ?? actor);
  return (
    <span title={actor}>
      {name}
      {actor === actorOf(view) ? ` (${words.you})` : null}
    </span>
  );
}

const tones: Record<TopUpStatus, Tone> = {
  requested: "warn",
  posted: "good",
  refused: "bad",
  reversal_requested: "warn",
  reversed: "plain",
};

export function TopUpBadge({ view, status }: { view: View; status: TopUpStatus }) {
  return <Badge tone={tones[status]}>{commonWords[view.language].topUpStatus[status]}</Badge>;
}
