import type { Hono } from "hono";
import type { Problem } from "../../../http/problem.ts";
import { daySpan } from "../../../kit/day.ts";
import { dataOf, problemOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { only } from "../../may.ts";
import { Choice, Confirm, Field, Form, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { count, Facts } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { privacyWords } from "./privacy-words.ts";
import { AuditTabs } from "./tabs.tsx";

const erasedRows = ["otps", "messages", "provider_ids", "guess_streaks", "sandbox_messages", "users"] as const;

/** What a law of personal data asks for. Admins alone, as in the API. */
export function privacyPages(app: Hono<ConsoleEnv>): void {
  app.get("/audit/privacy", async (c) => {
    only(c.var.view);
    return showPrivacy(c);
  });

  app.post("/audit/privacy/export", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const answer = await view.api.POST("/v1/privacy/export", { body: personOf(values) });
    const problem = problemOf(answer);
    if (problem !== null) return showPrivacy(c, "export", stateOf(view, values, problem), problem);
    return c.body(JSON.stringify(dataOf(answer), null, 2), 200, {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="personal-data.json"',
      "X-Content-Type-Options": "nosniff",
    });
  });

  app.post("/audit/privacy/erase", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const params = { header: once(values) };
    const answer = await view.api.POST("/v1/privacy/erase", { params, body: personOf(values) });
    const problem = problemOf(answer);
    if (problem !== null) return showPrivacy(c, "erase", stateOf(view, values, problem), problem);
    const { erased, cancelled, left, complete } = dataOf(answer);
    const words = privacyWords[view.language].erased;
    return show(c, {
      title: words.title,
      content: (
        <>
          <p class={complete ? "note good" : "note warn"}>{complete ? words.done : words.more}</p>
          <Facts
            rows={[
              ...erasedRows.map((row) => [words.rows[row], count(erased[row], view.language)] as const),
              [words.cancelled, count(cancelled, view.language)],
            ]}
          />
          <h2>{words.left}</h2>
          <Facts rows={Object.entries(left)} />
          <a class="button" href={address(view, "/audit/privacy")}>
            {words.back}
          </a>
        </>
      ),
    });
  });

  app.get("/audit/privacy/affected.csv", async (c) => {
    const { query, timeZone } = c.var.view;
    const at = (name: "from" | "until"): string => {
      const text = query.get(name) ?? "";
      const moment = daySpan(text, timeZone)?.[name];
      return moment === undefined ? text : new Date(moment).toISOString();
    };
    const asked = new URLSearchParams({ from: at("from"), until: at("until") });
    if (query.get("reveal") === "yes") asked.set("reveal", "true");
    return passOn(c, `/v1/privacy/affected.csv?${asked.toString()}`);
  });
}

function personOf({ to, user }: Readonly<Record<string, string>>) {
  return { ...(to ? { to } : {}), ...(user ? { user } : {}) };
}

function stateOf(view: View, values: Record<string, string>, problem: Problem): FormState {
  return { values, errors: fieldErrors(problem, view.language) };
}

function showPrivacy(
  c: PageContext,
  refused: "export" | "erase" | null = null,
  typed: FormState = untouched(),
  problem: Problem | null = null,
): Promise<Response> {
  const { view } = c.var;
  const words = privacyWords[view.language];
  const text = problem === null ? null : problemText(problem, view.language);
  const person = (form: "export" | "erase") => {
    const state = refused === form ? typed : untouched();
    return (
      <>
        {refused === form ? <Wrong frame={view} text={text} state={state} /> : null}
        <p class="soft small">{words.one}</p>
        <Field id={`${form}-to`} name="to" label={words.to} state={state} inputmode="tel" autocomplete="off" />
        <Field id={`${form}-user`} name="user" label={words.user} state={state} autocomplete="off" />
      </>
    );
  };
  return show(c, {
    title: words.title,
    status: problem === null ? 200 : 422,
    content: (
      <>
        <AuditTabs view={view} />
        <p class="soft">{words.intro}</p>
        <div class="cards">
          <section class="card">
            <h2>{words.export.title}</h2>
            <p>{words.export.text}</p>
            <form method="post" action={address(view, "/audit/privacy/export")} data-file>
              {person("export")}
              <button>{words.export.button}</button>
            </form>
          </section>
          <section class="card">
            <h2>{words.erase.title}</h2>
            <p>{words.erase.text}</p>
            <Form action={address(view, "/audit/privacy/erase")}>
              {/* Enter in a field does not erase: a form whose first button is disabled is not sent by it. */}
              <button class="hidden" disabled aria-hidden="true" />
              {person("erase")}
              <Confirm label={words.erase.button}>
                <p>{words.erase.sure}</p>
                <button class="danger">{words.erase.yes}</button>
              </Confirm>
            </Form>
          </section>
          <section class="card">
            <h2>{words.affected.title}</h2>
            <p>{words.affected.text}</p>
            <form method="get" action={address(view, "/audit/privacy/affected.csv")}>
              <Field name="from" label={words.affected.from} type="date" required />
              <Field name="until" label={words.affected.until} type="date" required />
              <Choice name="reveal" label={words.affected.reveal} checked={false} />
              <button class="plain">{words.affected.button}</button>
            </form>
          </section>
        </div>
      </>
    ),
  });
}
