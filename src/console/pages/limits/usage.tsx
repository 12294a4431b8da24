import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import { problemOf } from "../../api.ts";
import { only } from "../../may.ts";
import { Field, Form, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Table } from "../../parts/table.tsx";
import { count, money, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { splitSpan } from "./form-values.ts";
import { LimitTabs } from "./shared.tsx";
import { usageWords } from "./usage-words.ts";
import { limitWords } from "./words.ts";

type Usage = components["schemas"]["LimitUsage"];
const asked = ["to", "user", "client_ip"] as const;
type Asked = Partial<Record<(typeof asked)[number], string>>;

/** Support's page: what holds one person's next code back, and how to let them begin anew. */
export function usagePages(app: Hono<ConsoleEnv>): void {
  app.get("/limits/usage", async (c) => {
    const { view } = c.var;
    only(view, "ops", "auditor");
    return showUsage(
      c,
      personOf((name) => view.query.get(name)),
      untouched(),
    );
  });

  app.post("/limits/usage", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const person = personOf((name) => values[name]);
    const { reason } = values;
    const body = { ...person, ...(reason ? { reason } : {}) };
    const problem = problemOf(await view.api.POST("/v1/limits/forgive", { params: { header: once(values) }, body }));
    if (problem === null) return done(c, `/limits/usage?${new URLSearchParams(person).toString()}`, "forgiven");
    return showUsage(c, person, { values, errors: fieldErrors(problem, view.language) }, problem);
  });
}

function personOf(given: (name: string) => string | null | undefined): Record<string, string> & Asked {
  return Object.fromEntries(asked.flatMap((name) => (given(name) ? [[name, given(name)?.trim() ?? ""]] : [])));
}

async function showUsage(
  c: PageContext,
  person: Asked,
  state: FormState,
  refused: Problem | null = null,
): Promise<Response> {
  const { view } = c.var;
  const words = usageWords[view.language];
  const isAsked = Object.keys(person).length > 0;
  const answer = isAsked ? await view.api.GET("/v1/limits/usage", { params: { query: person } }) : null;
  // What is wrong with the question stands beside its fields.
  const problem = refused ?? (answer === null ? null : problemOf(answer));
  const errors = problem === null ? state.errors : fieldErrors(problem, view.language);
  return show(c, {
    title: limitWords[view.language].title,
    status: problem === null ? 200 : 422,
    done: { forgiven: words.forgiven },
    content: (
      <>
        <LimitTabs frame={view} />
        <h2>{words.title}</h2>
        <p class="soft">{words.intro}</p>
        {problem === null ? null : (
          <Wrong frame={view} text={problemText(problem, view.language)} state={{ values: {}, errors: new Map() }} />
        )}
        <form class="filters" method="get" action={address(view, "/limits/usage")} role="search">
          <Field name="to" label={words.to} state={{ values: person, errors }} inputmode="tel" autocomplete="off" />
          <Field name="user" label={words.user} state={{ values: person, errors }} autocomplete="off" />
          <Field name="client_ip" label={words.clientIp} state={{ values: person, errors }} autocomplete="off" />
          <button>{words.look}</button>
        </form>
        {answer?.data === undefined ? (
          <div class="card empty">
            <p>{words.empty}</p>
          </div>
        ) : (
          <Found view={view} usage={answer.data} person={person} state={state} />
        )}
      </>
    ),
  });
}

function Found({ view, usage, person, state }: { view: View; usage: Usage; person: Asked; state: FormState }) {
  const words = usageWords[view.language];
  const { cooldown_until: cooling, windows, guesses, ceilings, guard } = usage;
  const waits = [...windows.map((one) => one.free_at), ...guesses.map((one) => one.wait_until)];
  const isHeld =
    cooling !== null ||
    waits.some((at) => at !== null) ||
    ceilings.some((one) => one.free_at !== null) ||
    guard.some(({ state: standing }) => standing === "blocked");
  const freeAt = (at: string | null) =>
    at === null ? <span class="good">{words.now}</span> : <Time view={view} at={at} seconds />;
  const named = (limit: string): string => words.limits[limit] ?? limit;
  return (
    <>
      <p class={isHeld ? "note warn" : "note good"}>
        {isHeld ? words.held : words.free} {usage.sandbox ? words.sandbox : null}
        {usage.to === null ? null : (
          <>
            {" "}
            <span class="mono">{usage.to}</span>
          </>
        )}
      </p>
      {cooling === null ? null : (
        <p>
          {words.cooldown} <Time view={view} at={cooling} seconds />.
        </p>
      )}
      {guard.map(({ key, text }) => (
        <p class="note bad">
          <strong>{words.guard}:</strong> {text?.[view.language] ?? key}{" "}
          <a href={address(view, "/limits/guard", { key })}>{key}</a>
        </p>
      ))}
      <h2>{words.windows}</h2>
      <Table
        rows={windows}
        caption={words.windows}
        empty={<p>{words.nothing}</p>}
        columns={[
          { head: words.limit, cell: (one) => `${named(one.limit)}, ${words.per} ${spanText(view, one.per_seconds)}` },
          {
            head: words.used,
            number: true,
            cell: (one) => words.of(count(one.used, view.language), count(one.max, view.language)),
          },
          { head: words.freeAt, cell: (one) => freeAt(one.free_at) },
        ]}
      />
      {guesses.length === 0 ? null : (
        <>
          <h2>{words.guesses}</h2>
          <Table
            rows={guesses}
            caption={words.guesses}
            empty=""
            columns={[
              { head: words.limit, cell: (one) => named(one.limit) },
              {
                head: words.wrong,
                number: true,
                cell: (one) => words.of(count(one.wrong, view.language), count(one.free, view.language)),
              },
              { head: words.freeAt, cell: (one) => freeAt(one.wait_until) },
            ]}
          />
        </>
      )}
      {ceilings.length === 0 ? null : (
        <>
          <h2>{words.ceilings}</h2>
          <Table
            rows={ceilings}
            caption={words.ceilings}
            empty=""
            columns={[
              { head: words.limit, cell: (one) => named(one.limit) },
              {
                head: words.used,
                number: true,
                cell: ({ used, ceiling, currency }) =>
                  used === null || ceiling === null
                    ? words.hidden
                    : words.of(money(used, currency, view.language), money(ceiling, currency, view.language)),
              },
              { head: words.freeAt, cell: (one) => freeAt(one.free_at) },
            ]}
          />
        </>
      )}
      {person.to === undefined || person.to === "central" ? null : (
        <p>
          <a href={address(view, "/messages", { to: person.to })}>{words.messages}</a>
        </p>
      )}
      {view.session.role === "auditor" ? null : <Forgive view={view} person={person} state={state} />}
    </>
  );
}

function Forgive({ view, person, state }: { view: View; person: Asked; state: FormState }) {
  const { forgive: words } = usageWords[view.language];
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      <Form action={address(view, "/limits/usage")}>
        {asked.map((name) =>
          person[name] === undefined ? null : <input type="hidden" name={name} value={person[name]} />,
        )}
        <Field
          name="reason"
          label={words.reason}
          help={words.reasonHelp}
          state={state}
          required
          attributes={{ maxlength: "200" }}
        />
        <button>{words.button}</button>
      </Form>
    </section>
  );
}

/** `1 jam`, `2 hours`: a language has its own way of counting. */
function spanText({ language }: View, seconds: number): string {
  const { span, unit } = splitSpan(seconds);
  return span.toLocaleString(language, { style: "unit", unit: unit.slice(0, -1), unitDisplay: "long" });
}
