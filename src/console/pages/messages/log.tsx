import type { Language } from "../../../kit/language.ts";
import { dataOf, problemOf } from "../../api.ts";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { Table } from "../../parts/table.tsx";
import { Live } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, here, type PageContext, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { FilterForm, SEARCH } from "./filter-form.tsx";
import { filterNames, filtersOf, mayReveal, tidied, type LogFilters } from "./filters.ts";
import { logWords } from "./log-words.ts";
import { columns } from "./columns.tsx";
import { Below, Nothing, ROWS, type Log } from "./end-of-page.tsx";
import { MessageTabs } from "./tabs.tsx";

/** The delivery log, newest first: what was looked for stands in the address, and the newest page moves by itself. */
export async function logPage(c: PageContext): Promise<Response> {
  const { language } = c.var.view;
  const filters = filtersOf(c.var.view);
  const view = tidied(c.var.view, filters);
  const words = logWords[language];
  const answer = await view.api.GET("/v1/messages", {
    params: {
      query: {
        ...filters.asked,
        limit: ROWS,
        cursor: view.query.get("cursor") ?? undefined,
        reveal: view.query.get("reveal") === "true" ? "true" : undefined,
      },
    },
  });
  // A filter that is wrong is said beside it; who may not see the log is told so by a page.
  const problem = answer.response.status === 400 ? problemOf(answer) : null;
  const state = { values: filters.shown, errors: fieldErrors(problem, language) };
  const response = await show(c, {
    title: words.title,
    content: (
      <>
        <MessageTabs view={view} />
        <FilterForm view={view} filters={filters} state={state} />
        {problem === null ? (
          <Region view={view} filters={filters} log={dataOf(answer)} />
        ) : (
          <div id="log">
            <p class="note bad" role="alert">
              {wrong(state.errors, language) ?? problemText(problem, language)}
            </p>
          </div>
        )}
      </>
    ),
  });
  // Of a search as one types: the address of what is shown, without the fields that were left empty.
  if (c.req.header("hx-trigger") === SEARCH) response.headers.set("HX-Replace-Url", here(view));
  return response;
}

/** Said where the list would be, too: a search as one types puts nothing else in place. */
function wrong(errors: ReadonlyMap<string, string>, language: Language): string | null {
  const { names } = logWords[language];
  const name = filterNames.find((known) => errors.has(known));
  return name === undefined ? null : `${names[name]}: ${errors.get(name)}`;
}

/** What a search puts in place. Alone it moves: a part that somebody types in must stay as it is. */
function Region({ view, filters, log }: { view: View; filters: LogFilters; log: Log }) {
  const { query } = view;
  // Numbers in full are asked for once, and recorded once.
  const first = !query.has("cursor") && !query.has("reveal") && filters.shown.q === undefined;
  const content = (
    <>
      <Above view={view} filters={filters} log={log} tail={first} />
      <Table
        rows={log.data}
        columns={columns(view)}
        caption={logWords[view.language].subject}
        empty={<Nothing view={view} filters={filters} log={log} />}
      />
      <Below view={view} log={log} />
    </>
  );
  if (!first || query.get("live") === "off") return <div id="log">{content}</div>;
  return (
    <Live frame={view} id="log" topics={["messages"]}>
      {content}
    </Live>
  );
}

/** What was looked for, and what can be done with all of it. */
function Above({ view, filters, log, tail }: { view: View; filters: LogFilters; log: Log; tail: boolean }) {
  const words = logWords[view.language];
  const { shown } = filters;
  const taken = log.taken_for ?? null;
  return (
    <div class="row spread above">
      <p class="soft">
        {taken === null ? words.zone(view.timeZone) : words.taken(words.meanings[taken.as], taken.value)}
      </p>
      <div class="row">
        {tail ? <Tail view={view} /> : null}
        {view.query.get("reveal") === "true" ? (
          <>
            <span class="soft small">{words.revealed}</span>
            <a href={here(view, { reveal: null })}>{words.hide}</a>
          </>
        ) : mayReveal(view) && log.data.length > 0 ? (
          <a href={here(view, { reveal: "true" })} title={words.recorded}>
            {words.reveal}
          </a>
        ) : null}
        {Object.keys(shown).length === 0 ? null : (
          <a href={address(view, "/messages")}>{common[view.language].clear}</a>
        )}
        <a class="button plain tight" href={address(view, "/messages/export", shown)}>
          {words.export}
        </a>
        {taken === null ? null : (
          <a class="button tight" href={address(view, "/explain", { q: shown.q })}>
            {words.explain}
          </a>
        )}
      </div>
    </div>
  );
}

/** The tail moves by a script alone, so without one there is nothing to pause. */
function Tail({ view }: { view: View }) {
  const words = logWords[view.language];
  const paused = view.query.get("live") === "off";
  return (
    <span class="row" data-scripted hidden>
      <span class={paused ? "badge" : "badge good"}>{paused ? words.paused : common[view.language].live.on}</span>
      <a id="tail" href={here(view, { live: paused ? null : "off" })}>
        {paused ? words.resume : words.pause}
      </a>
    </span>
  );
}
