import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { once, textOf, untouched, type FormState } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, count, percent, Time, type Tone } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, here, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { guardDocument, guardValues, GuardSettings, Release } from "./guard-forms.tsx";
import { guardWords } from "./guard-words.ts";
import { LimitTabs, readLimits } from "./shared.tsx";
import { limitWords } from "./words.ts";

type GuardKey = components["schemas"]["GuardKey"];
type Decision = components["schemas"]["GuardDecision"];
const states = ["blocked", "suspected", "outage", "ok"] as const;

export const tones: Record<GuardKey["state"], Tone> = { ok: "good", suspected: "warn", blocked: "bad", outage: "info" };

/** What the guard sees, holds against whom and why; how it works; and letting codes go again. */
export function guardPages(app: Hono<ConsoleEnv>): void {
  app.get("/limits/guard", async (c) => {
    const { limits, tag } = await readLimits(c.var.view);
    return showGuard(c, { tag, state: untouched(guardValues(limits.guard)) });
  });

  app.post("/limits/guard", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const { limits } = await readLimits(view);
    const tag = values["tag"] ?? "";
    const answer = await view.api.PUT("/v1/limits", {
      params: { header: { "If-Match": tag } },
      body: { ...limits, guard: guardDocument(values) },
    });
    const problem = problemOf(answer);
    if (problem === null) {
      const { findings } = dataOf(answer);
      if (findings.length === 0) return done(c, "/limits/guard", "saved");
      const now = await readLimits(view);
      return showGuard(c, { tag: now.tag, state: untouched(guardValues(now.limits.guard)), findings });
    }
    return showGuard(c, { tag, state: { values, errors: fieldErrors(problem, view.language) }, problem });
  });

  app.post("/limits/guard/release", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const body = { key: values["key"] ?? "", allow: values["allow"] === "yes" };
    dataOf(await view.api.POST("/v1/guard/release", { params: { header: once(values) }, body }));
    return done(c, "/limits/guard", body.allow ? "allowed" : "released");
  });
}

interface Shown {
  tag: string;
  state: FormState;
  problem?: Problem;
  findings?: readonly Finding[];
}

async function showGuard(c: PageContext, { tag, state, problem, findings = [] }: Shown): Promise<Response> {
  const { view } = c.var;
  const words = guardWords[view.language];
  const { query } = view;
  const wanted = states.find((one) => one === query.get("state"));
  const key = query.get("key") ?? undefined;
  const [keys, decisions] = await Promise.all([
    view.api.GET("/v1/guard", { params: { query: { state: wanted, limit: 200 } } }).then(dataOf),
    view.api
      .GET("/v1/guard/decisions", { params: { query: { key, cursor: query.get("cursor") ?? undefined, limit: 20 } } })
      .then(dataOf),
  ]);
  return show(c, {
    title: limitWords[view.language].title,
    status: problem === undefined ? 200 : 422,
    done: { saved: words.saved, released: words.released, allowed: words.allowed },
    content: (
      <>
        <LimitTabs frame={view} />
        <Findings intro={limitWords[view.language].findings} findings={findings} />
        <p class="soft">{words.intro}</p>
        <h2>{words.keys}</h2>
        <p class="soft small">{words.keysText}</p>
        <nav class="row filters" aria-label={words.state}>
          {[undefined, ...states].map((one) => (
            <a
              class="button plain tight"
              href={here(view, { state: one ?? null, cursor: null })}
              {...(one === wanted ? { "aria-current": "true" } : {})}
            >
              {one === undefined ? words.all : words.states[one]}
            </a>
          ))}
        </nav>
        <Table rows={keys.data} columns={keyColumns(view)} caption={words.keys} empty={<p>{words.empty}</p>} />
        <h2 id="decisions">{words.decisions}</h2>
        <p class="soft small">
          {words.decisionsText}{" "}
          {key === undefined ? null : (
            <>
              {words.onlyKey(key)}. <a href={here(view, { key: null, cursor: null })}>{words.whole}</a>
            </>
          )}
        </p>
        <Table
          rows={decisions.data}
          columns={decisionColumns(view)}
          caption={words.decisions}
          empty={<p>{words.noDecisions}</p>}
        />
        <Pager frame={view} next={decisions.next_cursor} />
        <GuardSettings view={view} state={state} tag={tag} problem={problem ?? null} />
      </>
    ),
  });
}

function keyColumns(view: View): Column<GuardKey>[] {
  const words = guardWords[view.language];
  const mayRelease = view.session.role !== "auditor";
  const columns: Column<GuardKey>[] = [
    {
      head: words.key,
      cell: ({ key, country }) => (
        <>
          <a class="mono" href={`${address(view, "/limits/guard", { key })}#decisions`}>
            {key}
          </a>
          {country === null ? null : <span class="soft"> {country}</span>}
        </>
      ),
    },
    { head: words.state, cell: ({ state }) => <Badge tone={tones[state]}>{words.states[state]}</Badge> },
    { head: words.sent, number: true, cell: ({ figures }) => count(figures.sent, view.language) },
    { head: words.conversion, number: true, cell: ({ figures }) => percent(figures.conversion, view.language) },
    { head: words.recent, number: true, cell: ({ figures }) => count(figures.recent, view.language) },
    {
      head: words.why,
      cell: ({ text, until }) => (
        <>
          {text?.[view.language] ?? ""}
          {until === null ? null : (
            <div class="soft small">
              {words.until} <Time view={view} at={until} />
            </div>
          )}
        </>
      ),
    },
  ];
  const actions: Column<GuardKey> = {
    head: words.actions,
    quiet: true,
    cell: ({ key, state }) => (state === "ok" ? "" : <Release view={view} of={key} />),
  };
  return mayRelease ? [...columns, actions] : columns;
}

function decisionColumns(view: View): Column<Decision>[] {
  const words = guardWords[view.language];
  return [
    { head: words.at, cell: ({ at }) => <Time view={view} at={at} /> },
    { head: words.key, cell: ({ key }) => <span class="mono">{key}</span> },
    { head: words.decision, cell: ({ decision }) => words.decided[decision] ?? decision },
    { head: words.why, cell: ({ text }) => text[view.language] },
    { head: words.actor, cell: ({ actor }) => (actor === "gateway" ? words.gateway : <code>{actor}</code>) },
  ];
}
