import type { Child } from "hono/jsx";
import type { Message } from "../../parts/message.tsx";
import { Pager } from "../../parts/table.tsx";
import { address, here, type View } from "../../view.ts";
import { mayReveal, type LogFilters } from "./filters.ts";
import { logWords } from "./log-words.ts";
import { shortTime } from "./local-time.ts";

export const ROWS = 50;

export interface Log {
  data: Message[];
  next_cursor: string | null;
  searched_back_to: string | null;
  taken_for?: { as: keyof (typeof logWords)["en"]["meanings"]; value: string } | null;
}

/** The API looks for a while and says how far it came: nothing on a page does not mean nothing in the log. */
export function Below({ view, log }: { view: View; log: Log }) {
  const words = logWords[view.language];
  const { next_cursor: next, searched_back_to: back } = log;
  if (next === null || back === null || log.data.length === ROWS) return <Pager frame={view} next={next} />;
  return (
    <>
      {log.data.length === 0 ? null : <p class="soft">{words.short(shortTime(back, view))}</p>}
      <p>
        <a class="button plain" rel="next" href={here(view, { cursor: next })}>
          {words.further}
        </a>
      </p>
      <Pager frame={view} next={null} />
    </>
  );
}

export function Nothing({ view, filters, log }: { view: View; filters: LogFilters; log: Log }): Child {
  const words = logWords[view.language];
  const { q } = filters.shown;
  if (log.next_cursor !== null && log.searched_back_to !== null)
    return <p>{words.noneSince(shortTime(log.searched_back_to, view))}</p>;
  if (q !== undefined)
    return (
      <>
        <p>{words.nothingFound(q)}</p>
        <p class="small">{words.nothingHelp}</p>
      </>
    );
  if (Object.keys(filters.shown).length > 0 || view.query.has("cursor")) return <p>{words.noMatch}</p>;
  return (
    <>
      <p>{words.empty}</p>
      {mayReveal(view) ? (
        <p>
          <a class="button" href={address(view, "/try")}>
            {words.tryIt}
          </a>
        </p>
      ) : null}
    </>
  );
}
