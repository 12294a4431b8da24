import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { once, textOf, untouched, type FormState } from "../../parts/form.tsx";
import { Pager, Table } from "../../parts/table.tsx";
import { Badge, count, Time } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { BalanceTabs, mayChange, namesOf, Who, type Names } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { fileIn } from "./proof-upload.tsx";
import { InvoiceForm, invoiceQuery } from "./reconciliation-form.tsx";
import { reconciliationPage } from "./reconciliation.tsx";
import { reconciliationWords } from "./reconciliations-words.ts";
import { refusalText } from "./refusal.ts";

const PAGE = "/balance/reconciliations";
type Reconciliation = components["schemas"]["Reconciliation"];

/** Providers' invoices, held against what was sent. */
export function reconciliationPages(app: Hono<ConsoleEnv>): void {
  app.get(PAGE, (c) => page(c, untouched()));

  app.post(PAGE, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const file = await fileIn(c);
    const { query, errors } = invoiceQuery(view, values);
    if (file === null || file.size === 0) errors.set("file", reconciliationWords[view.language].noFile);
    if (file === null || errors.size > 0) return page(c, { values, errors });
    const answer = await view.api.raw(`/v1/balance/reconciliations?${query.toString()}`, {
      method: "POST",
      headers: { "Content-Type": "text/csv", ...once(values) },
      body: await file.arrayBuffer(),
    });
    const body = (await answer.json()) as Reconciliation | Problem;
    const problem = problemOf({ error: body, response: answer });
    if (problem === null) return done(c, `${PAGE}/${(body as Reconciliation).id}`, "made");
    const state = { values, errors: fieldErrors(problem, view.language) };
    return page(c, state, refusalText(problem, view.language));
  });

  app.get(`${PAGE}/:id{rec_[0-9a-f]+\\.csv}`, (c) => {
    const query = new URLSearchParams({ locale: c.var.view.language }).toString();
    return passOn(c, `/v1/balance/reconciliations/${c.req.param("id")}?${query}`);
  });
  reconciliationPage(app);
}

async function page(c: PageContext, state: FormState, wrong: string | null = null): Promise<Response> {
  const { view } = c.var;
  const words = reconciliationWords[view.language];
  const cursor = view.query.get("cursor") ?? undefined;
  const list = dataOf(await view.api.GET("/v1/balance/reconciliations", { params: { query: { cursor } } }));
  const names = await namesOf(
    view,
    list.data.map(({ actor }) => actor),
  );
  const refused = wrong !== null || state.errors.size > 0;
  return show(c, {
    title: words.title,
    status: refused ? 422 : 200,
    scripts: ["upload.js"],
    content: (
      <>
        <BalanceTabs view={view} />
        <p class="soft">{words.about}</p>
        {mayChange(view) ? (
          <details class="more card" open={refused}>
            <summary>{words.add}</summary>
            <InvoiceForm view={view} state={state} wrong={wrong} />
          </details>
        ) : null}
        <List view={view} rows={list.data} names={names} />
        <Pager frame={view} next={list.next_cursor} />
      </>
    ),
  });
}

function List({ view, rows, names }: { view: View; rows: readonly Reconciliation[]; names: Names }) {
  const words = reconciliationWords[view.language];
  const shared = commonWords[view.language];
  const found = ({ differences }: Reconciliation): number =>
    Object.values(differences).reduce((sum, { count: more }) => sum + more, 0);
  return (
    <Table
      rows={rows}
      caption={words.title}
      empty={<p>{words.empty}</p>}
      columns={[
        { head: shared.at, cell: ({ at }) => <Time view={view} at={at} /> },
        {
          head: words.provider,
          cell: ({ id, provider }) => <a href={address(view, `${PAGE}/${id}`)}>{provider}</a>,
        },
        { head: shared.actor, cell: ({ actor }) => <Who view={view} names={names} actor={actor} /> },
        { head: words.lines, number: true, cell: ({ lines }) => count(lines, view.language) },
        { head: words.matched, number: true, cell: ({ matched }) => count(matched, view.language) },
        {
          head: words.differences,
          number: true,
          cell: (row) =>
            found(row) === 0 ? (
              <Badge tone="good">{words.none}</Badge>
            ) : (
              <Badge tone="warn">{count(found(row), view.language)}</Badge>
            ),
        },
      ]}
    />
  );
}
