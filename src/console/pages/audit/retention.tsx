import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Field, Form, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { count, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { retentionWords } from "./retention-words.ts";
import { AuditTabs } from "./tabs.tsx";
import { auditWords } from "./words.ts";

type Run = components["schemas"]["RetentionRun"];
const rules = ["codes_days", "numbers_days", "reports_months", "messages_months", "audit_months"] as const;

/** How long the installation keeps what it logs, and what it cleared away. */
export function retentionPages(app: Hono<ConsoleEnv>): void {
  app.get("/audit/retention", (c) => showRetention(c));

  app.post("/audit/retention", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const body = Object.fromEntries(rules.map((rule) => [rule, values[rule] ? Number(values[rule]) : Number.NaN]));
    const problem = problemOf(await view.api.PUT("/v1/retention", { body }));
    if (problem === null) return done(c, "/audit/retention", "saved");
    return showRetention(c, { values, errors: fieldErrors(problem, view.language) }, problem);
  });
}

async function showRetention(c: PageContext, typed?: FormState, problem: Problem | null = null): Promise<Response> {
  const { view, gateway } = c.var;
  const words = retentionWords[view.language];
  const kept = dataOf(await view.api.GET("/v1/retention"));
  const isFirst = view.session.tenantId === gateway.settings.current.firstTenantId;
  const fixed = !isFirst || view.session.role !== "admin";
  const state = typed ?? untouched(Object.fromEntries(rules.map((rule) => [rule, String(kept[rule] ?? "")])));
  const { events_days: events, hooks_days: hooks, sandbox_hours: sandbox } = kept.fixed;
  return show(c, {
    title: auditWords[view.language].tabs.retention,
    status: problem === null ? 200 : 422,
    done: { saved: words.saved },
    content: (
      <>
        <AuditTabs view={view} />
        <section class="card">
          <p class="soft">{words.intro}</p>
          <Wrong frame={view} text={problem === null ? null : problemText(problem, view.language)} state={state} />
          <Form action={address(view, "/audit/retention")}>
            <fieldset disabled={fixed}>
              <div class="cards">
                {rules.map((rule) => (
                  <Field
                    name={rule}
                    label={words.fields[rule][0] ?? rule}
                    help={words.fields[rule][1]}
                    state={state}
                    type="number"
                    required
                    attributes={{ min: "1" }}
                  />
                ))}
              </div>
            </fieldset>
            <p class="soft small">{words.fixed(events, hooks, sandbox)}</p>
            {fixed ? <p class="soft">{words.readOnly}</p> : <button>{words.save}</button>}
          </Form>
        </section>
        {isFirst ? await Runs({ view }) : null}
      </>
    ),
  });
}

async function Runs({ view }: { view: View }) {
  const words = retentionWords[view.language];
  const query = { cursor: view.query.get("cursor") ?? undefined, limit: 25 };
  const runs = dataOf(await view.api.GET("/v1/retention/runs", { params: { query } }));
  return (
    <section>
      <h2>{words.runs}</h2>
      <p class="soft small">{words.runsText}</p>
      <Table rows={runs.data} columns={columns(view)} caption={words.runs} empty={<p>{words.noRuns}</p>} />
      <Pager frame={view} next={runs.next_cursor} />
    </section>
  );
}

function columns(view: View): Column<Run>[] {
  const words = retentionWords[view.language];
  return [
    { head: words.at, cell: ({ at }) => <Time view={view} at={at} /> },
    { head: words.what, cell: (run) => words.classes[run.class] },
    { head: words.older, cell: ({ until }) => <Time view={view} at={until} /> },
    { head: words.rows, number: true, cell: ({ rows }) => count(rows, view.language) },
    { head: words.left, cell: ({ left }) => left.map(({ month, why }) => `${month}: ${why}`).join("; ") },
  ];
}
