import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { GatewayError } from "../../../errors.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { Choice, Field, Form } from "../../parts/form.tsx";
import { Table } from "../../parts/table.tsx";
import { Badge } from "../../parts/text.tsx";
import { problemText } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { fileWords } from "./file-words.ts";
import { mayWrite, variantAddress } from "./open.ts";
import { Findings, TemplateTabs, titleOf } from "./parts.tsx";
import { templateWords } from "./words.ts";

type Imported = components["schemas"]["ImportedTemplates"];
type Outcome = { done: Imported } | { problem: Problem } | { missing: true };

const modes = ["merge", "replace"] as const;

/** The whole set as one file, out and in. */
export function templateFilePages(app: Hono<ConsoleEnv>): void {
  app.get("/templates/file", (c) => page(c, null));
  app.get("/templates/export.csv", (c) => passOn(c, "/v1/templates/export?format=csv"));
  app.get("/templates/export.json", (c) => passOn(c, "/v1/templates/export?format=json"));

  app.post("/templates/import", async (c) => {
    const form = await c.req.parseBody();
    const file = form["file"];
    if (!(file instanceof File) || file.size === 0) return page(c, { missing: true });
    const query = new URLSearchParams({
      mode: modes.find((mode) => mode === form["mode"]) ?? "merge",
      dry_run: form["deed"] === "import" ? "false" : "true",
    });
    const nonce = form["nonce"];
    const answer = await c.var.view.api.raw(`/v1/templates/import?${query.toString()}`, {
      method: "POST",
      headers: {
        "Content-Type": /\.json$/i.test(file.name) ? "application/json" : "text/csv",
        ...(typeof nonce === "string" && form["deed"] === "import" ? { "Idempotency-Key": nonce } : {}),
      },
      body: await file.arrayBuffer(),
    });
    const body: unknown = await answer.json();
    const told = answer.ok ? { data: body as Imported, response: answer } : { error: body, response: answer };
    const problem = problemOf(told);
    return page(c, problem === null ? { done: dataOf<Imported>(told) } : { problem });
  });
}

async function page(c: PageContext, outcome: Outcome | null): Promise<Response> {
  const { view } = c.var;
  if (view.session.role === "finance")
    throw new GatewayError("forbidden", "Templates are read by ops, auditor and admin.");
  const words = fileWords[view.language];
  return show(c, {
    title: templateWords[view.language].title,
    status: outcome === null || "done" in outcome ? 200 : 422,
    content: (
      <>
        <TemplateTabs frame={{ ...view, path: "/templates/file" }} />
        <div class="halves">
          <section class="card">
            <h2>{words.out}</h2>
            <p>{words.outAbout}</p>
            <div class="row">
              <a class="button plain" href={address(view, "/templates/export.csv")} download>
                {words.csv}
              </a>
              <a class="button plain" href={address(view, "/templates/export.json")} download>
                {words.json}
              </a>
            </div>
          </section>
          {mayWrite(view) ? <ImportForm view={view} missing={outcome !== null && "missing" in outcome} /> : null}
        </div>
        <div id="result" aria-live="polite">
          {outcome === null ? null : <Result view={view} outcome={outcome} />}
        </div>
      </>
    ),
  });
}

function ImportForm({ view, missing }: { view: View; missing: boolean }) {
  const words = fileWords[view.language];
  const errors = new Map(missing ? [["file", words.fileNeeded]] : []);
  return (
    <section class="card">
      <h2>{words.in}</h2>
      <p>{words.inAbout}</p>
      <Form action={address(view, "/templates/import")} upload>
        <Field
          name="file"
          type="file"
          label={words.file}
          help={words.fileHelp}
          state={{ values: {}, errors }}
          required
        />
        <fieldset>
          <legend>{words.mode}</legend>
          {modes.map((mode) => (
            <Choice type="radio" name="mode" value={mode} label={words.modes[mode]} checked={mode === "merge"} />
          ))}
        </fieldset>
        <div class="row">
          <button class="plain" name="deed" value="check">
            {words.check}
          </button>
          <button name="deed" value="import">
            {words.import}
          </button>
        </div>
      </Form>
    </section>
  );
}

const tones = { created: "good", updated: "info", unchanged: "plain", deleted: "warn" } as const;

function Result({ view, outcome }: { view: View; outcome: Outcome }) {
  const words = fileWords[view.language];
  if ("missing" in outcome) return null;
  if ("problem" in outcome) {
    const { errors } = outcome.problem;
    return (
      <div class="note bad" role="alert">
        <p>
          <strong>{words.refused}</strong>
        </p>
        {errors === undefined ? (
          <p>{problemText(outcome.problem, view.language)}</p>
        ) : (
          <ul>
            {errors.map(({ path, message }) => (
              <li>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  const { dry_run: dry, templates, findings } = outcome.done;
  return (
    <>
      <p class={dry ? "note info" : "note good"} role="status">
        {dry ? words.checked : words.imported}
      </p>
      <Table
        rows={templates}
        caption={words.in}
        empty={<p>{words.empty}</p>}
        columns={[
          {
            head: words.template,
            cell: (one) => <a href={variantAddress(view, one)}>{titleOf(one, view.language)}</a>,
          },
          {
            head: words.outcome,
            cell: (one) => <Badge tone={tones[one.outcome]}>{words.outcomes[one.outcome]}</Badge>,
          },
          { head: words.version, number: true, cell: ({ version }) => version },
        ]}
      />
      {findings.length === 0 ? null : (
        <section class="card">
          <h2>{words.findings}</h2>
          <Findings language={view.language} findings={findings} />
        </section>
      )}
    </>
  );
}
