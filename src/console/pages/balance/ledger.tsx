import type { Hono } from "hono";
import { daySpan } from "../../../kit/day.ts";
import { dataOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { Field, untouched, type FormState } from "../../parts/form.tsx";
import { SearchForm } from "../../parts/search-form.tsx";
import { Pager } from "../../parts/table.tsx";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { words as frameWords } from "../../words.ts";
import { BalanceTabs, namesOf } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { EntryTable, type Entry } from "./entries.tsx";
import { ledgerWords } from "./ledger-words.ts";

/** Every entry, found by kind, day and reference, and as a file. */
export function ledgerPages(app: Hono<ConsoleEnv>): void {
  app.get("/balance/ledger", async (c) => {
    const { view } = c.var;
    const words = ledgerWords[view.language];
    const { filter, state } = filterOf(view);
    const cursor = view.query.get("cursor") ?? undefined;
    const page =
      state.errors.size > 0
        ? { data: [], next_cursor: null }
        : dataOf(await view.api.GET("/v1/balance/entries", { params: { query: { ...filter, cursor } } }));
    const names = await namesOf(
      view,
      page.data.map(({ actor }) => actor),
    );
    return show(c, {
      title: words.title,
      aside: (
        <a
          class="button plain"
          href={address(view, "/balance/ledger.csv", { ...filter, locale: view.language })}
          download
        >
          {commonWords[view.language].csv}
        </a>
      ),
      content: (
        <>
          <BalanceTabs view={view} />
          <p class="soft">{words.about}</p>
          <Search view={view} state={state} />
          <div id="entries">
            <EntryTable view={view} entries={page.data} names={names} />
            <Pager frame={view} next={page.next_cursor} />
          </div>
        </>
      ),
    });
  });

  app.get("/balance/ledger.csv", async (c) => passOn(c, `/v1/balance/entries.csv${new URL(c.req.url).search}`));
}

interface Filter {
  kind?: Entry["kind"];
  reference?: string;
  from?: string;
  until?: string;
}

/** Days of the tenant's clock, the last one included, as the API takes them. */
function filterOf(view: View): { filter: Filter; state: FormState } {
  const words = ledgerWords[view.language];
  const asked = Object.fromEntries(
    ["kind", "reference", "from", "until"].map((name) => [name, view.query.get(name)?.trim() ?? ""]),
  );
  const errors = new Map<string, string>();
  const filter: Filter = {};
  const kind = asked["kind"] ?? "";
  if (isKind(kind, words.kinds)) filter.kind = kind;
  if (asked["reference"]) filter.reference = asked["reference"];
  for (const name of ["from", "until"] as const) {
    const day = asked[name];
    if (!day) continue;
    const span = daySpan(day, view.timeZone);
    if (span === null) errors.set(name, words.badDay);
    else filter[name] = new Date(span[name]).toISOString();
  }
  return { filter, state: { ...untouched(asked), errors } };
}

function isKind(text: string, kinds: Record<Entry["kind"], string>): text is Entry["kind"] {
  return Object.hasOwn(kinds, text);
}

function Search({ view, state }: { view: View; state: FormState }) {
  const words = ledgerWords[view.language];
  const shared = commonWords[view.language];
  const frame = frameWords[view.language];
  const path = address(view, "/balance/ledger");
  return (
    <SearchForm frame={view} path="/balance/ledger" list="entries">
      <Field
        name="kind"
        label={words.kind}
        state={state}
        options={[
          { value: "", label: words.all },
          ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
        ]}
      />
      <Field name="from" type="date" label={words.from} state={state} />
      <Field name="until" type="date" label={words.until} state={state} />
      <Field name="reference" type="search" label={shared.reference} state={state} wide />
      <button class="plain">{frame.filter}</button>
      {view.query.size > 0 ? (
        <a class="button plain" href={path}>
          {frame.clear}
        </a>
      ) : null}
    </SearchForm>
  );
}
