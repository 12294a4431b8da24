import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Form, once, textOf } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, count, money, Time } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { AlertSettings, TestResult, type Tested } from "./alert-settings.tsx";
import { alertWords } from "./alerts-words.ts";
import { BalanceTabs, mayAcknowledge, namesOf, Who, type Names } from "./common.tsx";
import { refusalText } from "./refusal.ts";

const PAGE = "/balance/alerts";
type Alert = components["schemas"]["BalanceAlert"];

/** Warnings that money runs out: what stands, who sees to it, who is told. */
export function alertPages(app: Hono<ConsoleEnv>): void {
  app.get(PAGE, (c) => page(c));

  app.post(`${PAGE}/test`, async (c) => {
    const { view } = c.var;
    const header = once(await textOf(c));
    const answer = await view.api.POST("/v1/balance/alerts/test", { params: { header }, body: {} });
    const problem = problemOf(answer);
    // What came of it is told once and kept nowhere, so it is this answer's page.
    return problem === null
      ? page(c, { tested: dataOf(answer) })
      : page(c, { wrong: refusalText(problem, view.language) });
  });

  app.post(`${PAGE}/:id/acknowledge`, async (c) => {
    const { view } = c.var;
    const params = { path: { id: c.req.param("id") }, header: once(await textOf(c)) };
    dataOf(await view.api.POST("/v1/balance/alerts/{id}/acknowledge", { params, body: {} }));
    return done(c, PAGE, "acknowledged");
  });
}

async function page(c: PageContext, came: { tested?: Tested; wrong?: string } = {}): Promise<Response> {
  const { view } = c.var;
  const words = alertWords[view.language];
  const cursor = view.query.get("cursor") ?? undefined;
  const list = dataOf(await view.api.GET("/v1/balance/alerts", { params: { query: { cursor } } }));
  const names = await namesOf(
    view,
    list.data.map((alert) => alert.acknowledged_by),
  );
  return show(c, {
    title: words.title,
    done: words.done,
    status: came.wrong === undefined ? 200 : 422,
    content: (
      <>
        <BalanceTabs view={view} />
        <p class="soft">{words.about}</p>
        {came.wrong === undefined ? null : (
          <p class="note bad" role="alert">
            {came.wrong}
          </p>
        )}
        {came.tested === undefined ? null : <TestResult view={view} tested={came.tested} />}
        <Table rows={list.data} columns={columns(view, names)} caption={words.title} empty={<p>{words.empty}</p>} />
        <Pager frame={view} next={list.next_cursor} />
        <AlertSettings view={view} />
      </>
    ),
  });
}

function columns(view: View, names: Names): Column<Alert>[] {
  const words = alertWords[view.language];
  return [
    {
      head: words.kind,
      cell: ({ kind, provider }) => (
        <>
          <strong>{words.kinds[kind]}</strong>
          {provider === null ? null : <div class="soft small">{words.credit(provider)}</div>}
        </>
      ),
    },
    { head: words.since, cell: ({ since }) => <Time view={view} at={since} /> },
    {
      head: words.figures,
      cell: ({ figures: { available, currency, runway_hours: hours } }) => (
        <>
          {words.left(money(available, currency, view.language))}
          {hours === null ? null : <div class="soft small">{words.lasts(count(hours, view.language))}</div>}
        </>
      ),
    },
    {
      head: words.told,
      cell: ({ told, untold, told_at: at }) =>
        told ? (
          <>
            {words.heard}, <Time view={view} at={at} />
          </>
        ) : (
          <>
            <span class="bad">{words.unheard}</span>
            {untold === null ? null : <div class="soft small">{untold}</div>}
          </>
        ),
    },
    { head: words.state, cell: (alert) => <State view={view} names={names} alert={alert} /> },
  ];
}

function State({ view, names, alert }: { view: View; names: Names; alert: Alert }) {
  const words = alertWords[view.language];
  const { id, ended_at: ended, acknowledged_by: by, acknowledged_at: at } = alert;
  return (
    <>
      <Badge tone={ended === null ? "bad" : "good"}>{ended === null ? words.stands : words.ended}</Badge>
      {ended === null ? null : (
        <div class="soft small">
          <Time view={view} at={ended} />
        </div>
      )}
      {by === null ? null : (
        <div class="soft small">
          {words.seen}: <Who view={view} names={names} actor={by} />, <Time view={view} at={at} />
        </div>
      )}
      {by !== null || ended !== null || !mayAcknowledge(view) ? null : (
        <Form action={address(view, `${PAGE}/${id}/acknowledge`)}>
          <button class="plain tight">{words.acknowledge}</button>
        </Form>
      )}
    </>
  );
}
