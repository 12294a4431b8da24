import type { Hono } from "hono";
import { dataOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { Field } from "../../parts/form.tsx";
import { SearchForm } from "../../parts/search-form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, here, type ConsoleEnv, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { daySpan } from "../../../kit/day.ts";
import { actionName, knownActions } from "./action-words.ts";
import { privacyPages } from "./privacy.tsx";
import { retentionPages } from "./retention.tsx";
import { AuditTabs } from "./tabs.tsx";
import { auditWords } from "./words.ts";

const filters = ["q", "actor", "action", "target", "from", "until"] as const;

/** Who changed what, searched as one types, and as a file. */
export function auditPages(app: Hono<ConsoleEnv>): void {
  app.get("/audit", async (c) => {
    const { view } = c.var;
    const words = auditWords[view.language];
    const { query } = view;
    const asked = {
      ...Object.fromEntries(filters.map((name) => [name, query.get(name) || undefined])),
      ...spanOf(view),
    };
    const cursor = query.get("cursor") ?? undefined;
    const log = dataOf(await view.api.GET("/v1/audit", { params: { query: { ...asked, cursor } } }));
    return show(c, {
      title: words.title,
      aside: (
        <a class="button plain" href={address(view, "/audit.csv", asked)} download>
          {words.download}
        </a>
      ),
      content: (
        <>
          <AuditTabs view={view} />
          <Search view={view} />
          <div id="log">
            <Table rows={log.data} columns={columns(view)} caption={words.title} empty={<p>{words.empty}</p>} />
            <Pager frame={view} next={log.next_cursor} />
          </div>
        </>
      ),
    });
  });

  retentionPages(app);
  privacyPages(app);

  app.get("/audit.csv", async (c) => passOn(c, `/v1/audit.csv${new URL(c.req.url).search}`));
}

/** Days of the tenant's calendar as the times that the API takes; what is no day goes to it as it is, and it says so. */
function spanOf({ query, timeZone }: View): { from?: string | undefined; until?: string | undefined } {
  const at = (name: "from" | "until"): string | undefined => {
    const text = query.get(name) ?? "";
    const moment = daySpan(text, timeZone)?.[name];
    return moment === undefined ? text || undefined : new Date(moment).toISOString();
  };
  return { from: at("from"), until: at("until") };
}

function Search({ view }: { view: View }) {
  const words = auditWords[view.language];
  const value = (name: (typeof filters)[number]): string => view.query.get(name) ?? "";
  return (
    <SearchForm frame={view} path="/audit" list="log">
      <Field name="q" type="search" label={words.search} value={value("q")} wide />
      <Field
        name="action"
        label={words.action}
        value={value("action")}
        options={["", ...actionsShown(value("action"))].map((action) => ({
          value: action,
          label: action === "" ? words.any : (actionName(action, view.language) ?? action),
        }))}
      />
      <Field name="actor" label={words.actor} value={value("actor")} placeholder="key_…" />
      <Field name="target" label={words.target} value={value("target")} />
      <Field name="from" label={words.from} type="date" value={value("from").slice(0, 10)} />
      <Field name="until" label={words.until} type="date" value={value("until").slice(0, 10)} />
      <button class="plain">{common[view.language].filter}</button>
      {view.query.size > 0 ? (
        <a class="button plain" href={address(view, "/audit")}>
          {common[view.language].clear}
        </a>
      ) : null}
    </SearchForm>
  );
}

/** The one that is asked for is always among them, though no word is known for it. */
function actionsShown(asked: string): readonly string[] {
  return asked === "" || knownActions.includes(asked) ? knownActions : [...knownActions, asked];
}

type Entry = {
  at: string;
  actor: string;
  actor_name: string | null;
  action: string;
  target: string;
  before?: unknown;
  after?: unknown;
  request_id: string | null;
  address: string | null;
};

function columns(view: View): Column<Entry>[] {
  const words = auditWords[view.language];
  return [
    { head: words.at, cell: ({ at }) => <Time view={view} at={at} seconds /> },
    {
      head: words.actor,
      cell: ({ actor, actor_name: name, address: from }) => (
        <>
          <a href={here(view, { actor, cursor: null })}>{name ?? actor}</a>
          {from === null ? null : <div class="soft small">{from}</div>}
        </>
      ),
    },
    {
      head: words.action,
      cell: ({ action }) => (
        <>
          <div>{actionName(action, view.language)}</div>
          <code class="soft small">{action}</code>
        </>
      ),
    },
    { head: words.target, cell: ({ target }) => <span class="mono">{target}</span> },
    {
      head: words.change,
      cell: ({ before, after, request_id: request }) =>
        before == null && after == null ? (
          ""
        ) : (
          <details class="more">
            <summary>{words.show}</summary>
            {before == null ? null : <Side name={words.before} value={before} />}
            {after == null ? null : <Side name={words.after} value={after} />}
            {request === null ? null : <p class="soft small">{request}</p>}
          </details>
        ),
    },
  ];
}

function Side({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <h3>{name}</h3>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </>
  );
}
