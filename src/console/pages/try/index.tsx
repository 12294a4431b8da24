import type { Child } from "hono/jsx";
import type { Hono } from "hono";
import { GatewayError } from "../../../errors.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf } from "../../api.ts";
import { textOf, untouched, type FormState } from "../../parts/form.tsx";
import type { InboxMessage } from "../../parts/inbox-phone.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { askedOf, isSandbox, issue, quote, verify } from "./call.ts";
import { Delivered, IssueForm, Lines, Outcome, Step, Sure, VerifyForm } from "./parts.tsx";
import { formWords } from "./words.ts";

const SAMPLE = "0812-3456-7890";

type Values = Readonly<Record<string, string>>;

/**
 * The ERP's two calls by a form. For admins alone: who may issue a code of their own choosing to any number could let
 * themselves in as anybody. Others have the form on /docs, with a key that an admin gave them.
 *
 * A form is answered by its page, not by a redirect: the raw answer is what it is for. A page that is loaded anew repeats
 * its request under the same Idempotency-Key, and is given the same answer.
 */
export function tryPages(app: Hono<ConsoleEnv>): void {
  app.get("/try", (c) => {
    const { view } = c.var;
    admit(view);
    return page(c, { values: { to: view.query.get("to") ?? SAMPLE } });
  });

  app.post("/try", async (c) => {
    admit(c.var.view);
    const values = await textOf(c);
    return (values["id"] ?? "") === "" ? issueStep(c, values) : verifyStep(c, values);
  });
}

function admit({ session }: View): void {
  if (session.role !== "admin") throw new GatewayError("forbidden", "Only admins may send OTPs from the console.");
}

async function issueStep(c: PageContext, values: Values): Promise<Response> {
  const { view } = c.var;
  const words = formWords[view.language];
  const url = c.var.gateway.config.publicUrl;
  const plan = await quote(view, url, values);
  if (plan.data === null) {
    return page(c, { values, problem: plan.problem, steps: <Step view={view} title={words.quoteStep} step={plan} /> });
  }
  const sandbox = isSandbox(plan.data);
  if (!sandbox && values["sure"] !== "yes") {
    return page(c, { values, next: <Sure view={view} values={values} quote={plan.data} /> });
  }
  const issued = await issue(view, url, values);
  const steps = <Step view={view} title={words.issueStep} step={issued} />;
  if (issued.data === null) return page(c, { values, problem: issued.problem, steps });
  const kept = { ...values, id: issued.data.id, sandbox: sandbox ? "yes" : "" };
  return page(c, { values: kept, next: <Check view={view} values={kept} inbox={await inboxOf(view, kept)} />, steps });
}

async function verifyStep(c: PageContext, values: Values): Promise<Response> {
  const { view } = c.var;
  const checked = await verify(view, c.var.gateway.config.publicUrl, values);
  const steps = <Step view={view} title={formWords[view.language].verifyStep} step={checked} />;
  const { data: verdict, problem } = checked;
  const again = verdict === null || verdict.status === "pending";
  const inbox = again ? await inboxOf(view, values) : null;
  const next = (
    <>
      {verdict === null ? null : <Outcome view={view} verdict={verdict} />}
      {again ? <Check view={view} values={values} inbox={inbox} problem={problem} /> : <Again view={view} />}
    </>
  );
  return page(c, { values, next, steps, status: verdict === null ? 422 : 200 });
}

/** Null: who carries it is no sandbox. */
async function inboxOf(view: View, values: Values): Promise<readonly InboxMessage[] | null> {
  if (values["sandbox"] !== "yes") return null;
  const to = values["to"] === "" ? undefined : values["to"];
  return dataOf(await view.api.GET("/v1/sandbox/messages", { params: { query: { to, limit: 3 } } })).data;
}

interface CheckProps {
  view: View;
  values: Values;
  inbox: readonly InboxMessage[] | null;
  problem?: Problem | null;
}

/** The code, beside what the sandbox delivered. */
function Check({ view, values, inbox, problem = null }: CheckProps) {
  const errors = new Map(fieldErrors(problem, view.language));
  const wrong = errors.get("code");
  if (wrong !== undefined) errors.set("typed", wrong);
  return (
    <>
      <VerifyForm view={view} values={values} state={{ values: {}, errors }} text={said(view, problem)} />
      {inbox === null ? null : <Delivered view={view} to={values["to"] ?? ""} messages={inbox} />}
    </>
  );
}

const Again = ({ view }: { view: View }) => (
  <p>
    <a class="button" href={address(view, "/try")}>
      {formWords[view.language].again}
    </a>
  </p>
);

function said(view: View, problem: Problem | null): string | null {
  return problem === null ? null : problemText(problem, view.language);
}

interface Shown {
  values: Values;
  problem?: Problem | null;
  /** What is to be done now, in place of the form. */
  next?: Child;
  steps?: Child;
  status?: 200 | 422;
}

function page(c: PageContext, { values, problem = null, next, steps, status }: Shown): Promise<Response> {
  const { view } = c.var;
  const words = formWords[view.language];
  const state: FormState =
    problem === null ? untouched(values) : { values, errors: fieldErrors(problem, view.language) };
  const base = c.var.gateway.config.publicUrl.replace(/\/+$/, "");
  return show(c, {
    title: words.title,
    status: status ?? (problem === null ? 200 : 422),
    content: (
      <>
        <p class="soft">{words.about}</p>
        <div class="halves">
          <div>
            {next ?? <IssueForm view={view} state={state} wrong={said(view, problem)} />}
            {steps}
          </div>
          <Lines view={view} base={base} asked={askedOf(values)} />
        </div>
      </>
    ),
  });
}
