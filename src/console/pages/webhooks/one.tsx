import type { Hono } from "hono";
import type { Problem } from "../../../http/problem.ts";
import { daySpan } from "../../../kit/day.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Confirm, Field, Form, once, textOf, untouched, type FormState } from "../../parts/form.tsx";
import { Badge, Facts } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { Deliveries, readDeliveries } from "./deliveries.tsx";
import { WebhookForm, webhookDocument, webhookValues } from "./form.tsx";
import { Health, type Webhook } from "./health.tsx";
import { Receiving, Secrets } from "./secrets.tsx";
import { webhookWords } from "./words.ts";

/** One webhook: its settings, its secrets, and what it was sent. */
export function onePages(app: Hono<ConsoleEnv>): void {
  app.get("/webhooks/to/:name", async (c) => {
    const { webhook, tag } = await readWebhook(c.var.view, c.req.param("name"));
    return showWebhook(c, { webhook, tag, state: untouched(webhookValues(webhook)) });
  });

  app.post("/webhooks/to/:name", async (c) => {
    const { view } = c.var;
    const name = c.req.param("name");
    const values = await textOf(c);
    const tag = values["tag"] ?? "";
    const params = { path: { name }, header: { "If-Match": tag } };
    const problem = problemOf(await view.api.PUT("/v1/webhooks/{name}", { params, body: webhookDocument(values) }));
    if (problem === null) return done(c, `/webhooks/to/${name}`, "saved");
    const { webhook } = await readWebhook(view, name);
    return showWebhook(c, { webhook, tag, state: { values, errors: fieldErrors(problem, view.language) }, problem });
  });

  app.post("/webhooks/to/:name/delete", async (c) => {
    dataOf(await c.var.view.api.DELETE("/v1/webhooks/{name}", { params: { path: c.req.param() } }));
    return done(c, "/webhooks", "removed");
  });

  app.post("/webhooks/to/:name/test", async (c) => {
    const { view } = c.var;
    const words = webhookWords[view.language].test;
    const name = c.req.param("name");
    const params = { path: { name }, header: once(await textOf(c)) };
    const result = dataOf(await view.api.POST("/v1/webhooks/{name}/test", { params }));
    return show(c, {
      title: words.title,
      content: (
        <>
          <p class={result.ok ? "note good" : "note bad"} role="status">
            {result.ok ? words.ok : words.wrong}
          </p>
          <Facts
            rows={[
              [words.status, result.answer_status === null ? words.none : String(result.answer_status)],
              [words.took, `${result.latency_ms} ms`],
              [words.answer, result.answer === "" ? "–" : <pre>{result.answer}</pre>],
            ]}
          />
          <a class="button" href={address(view, `/webhooks/to/${name}`)}>
            {words.next}
          </a>
        </>
      ),
    });
  });

  app.post("/webhooks/to/:name/replay", async (c) => {
    const { view } = c.var;
    const name = c.req.param("name");
    const values = await textOf(c);
    const params = { path: { name }, header: once(values) };
    if (values["what"] === "dead") {
      dataOf(await view.api.POST("/v1/webhooks/{name}/replay/dead", { params }));
      return done(c, `/webhooks/to/${name}`, "replayed");
    }
    const day = (text: string | undefined) => daySpan(text ?? "", view.timeZone);
    const iso = (at: number | undefined, typed: string | undefined): string =>
      at === undefined ? (typed ?? "") : new Date(at).toISOString();
    const body = {
      from: iso(day(values["from"])?.from, values["from"]),
      until: iso(day(values["until"])?.until, values["until"]),
    };
    const problem = problemOf(await view.api.POST("/v1/webhooks/{name}/replay", { params, body }));
    if (problem === null) return done(c, `/webhooks/to/${name}`, "replayedSpan");
    const { webhook, tag } = await readWebhook(view, name);
    const span: FormState = { values, errors: fieldErrors(problem, view.language) };
    return showWebhook(c, { webhook, tag, state: untouched(webhookValues(webhook)), span });
  });
}

async function readWebhook(view: View, name: string): Promise<{ webhook: Webhook; tag: string }> {
  const answer = await view.api.GET("/v1/webhooks/{name}", { params: { path: { name } } });
  return { webhook: dataOf(answer), tag: answer.response.headers.get("etag") ?? "" };
}

interface Shown {
  webhook: Webhook;
  tag: string;
  state: FormState;
  problem?: Problem;
  /** The form of a span, where it was refused. */
  span?: FormState;
}

async function showWebhook(c: PageContext, { webhook, tag, state, problem, span }: Shown): Promise<Response> {
  const { view } = c.var;
  const words = webhookWords[view.language];
  const { name } = webhook;
  const fixed = view.session.role === "auditor" || webhook.shared;
  const deliveries = webhook.shared ? { data: [], next_cursor: null } : await readDeliveries(view, name);
  const { saved, ended, replayed, replayedOne, replayedSpan } = words;
  return show(c, {
    title: words.of(name),
    status: problem === undefined && span === undefined ? 200 : 422,
    done: { saved, ended, replayed, replayedOne, replayedSpan },
    aside: (
      <>
        <a class="button plain" href={address(view, "/webhooks")}>
          {words.back}
        </a>
        {fixed ? null : (
          <Form action={address(view, `/webhooks/to/${name}/test`)}>
            <button class="plain">{words.test.button}</button>
          </Form>
        )}
      </>
    ),
    content: webhook.shared ? (
      <p class="note info">
        {words.sharedText} <Badge>{words.shared}</Badge>
      </p>
    ) : (
      <>
        <p>
          <Health view={view} webhook={webhook} />
        </p>
        {fixed ? null : <Replays view={view} webhook={webhook} span={span ?? untouched()} />}
        <Deliveries view={view} name={name} page={deliveries} />
        <section class="card">
          <h2>{words.settings}</h2>
          <WebhookForm view={view} name={name} state={state} tag={tag} problem={problem ?? null} />
        </section>
        <Secrets view={view} webhook={webhook} />
        <Receiving view={view} />
        {fixed ? null : (
          <Confirm label={words.remove}>
            <Form action={address(view, `/webhooks/to/${name}/delete`)}>
              <p>{words.removeSure(name)}</p>
              <button class="danger">{words.removeYes}</button>
            </Form>
          </Confirm>
        )}
      </>
    ),
  });
}

function Replays({ view, webhook, span }: { view: View; webhook: Webhook; span: FormState }) {
  const { deliveries: words } = webhookWords[view.language];
  const action = address(view, `/webhooks/to/${webhook.name}/replay`);
  return (
    <div class="row filters">
      {(webhook.dead ?? 0) === 0 ? null : (
        <Confirm label={words.replayDead} tight>
          <Form action={action}>
            <input type="hidden" name="what" value="dead" />
            <p>{words.replayDeadSure}</p>
            <button class="tight">{words.replayYes}</button>
          </Form>
        </Confirm>
      )}
      <details class="more" open={span.errors.size > 0}>
        <summary>{words.span}</summary>
        <p class="soft">{words.spanText}</p>
        <Form action={action} class="filters">
          <Field name="from" label={words.from} type="date" state={span} required />
          <Field name="until" label={words.until} type="date" state={span} required />
          <button class="plain">{words.replayYes}</button>
        </Form>
      </details>
    </div>
  );
}
