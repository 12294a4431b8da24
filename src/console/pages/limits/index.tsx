import type { Hono } from "hono";
import type { LimitsDocument } from "../../../settings/documents.ts";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { withoutRow } from "../../form-rows.ts";
import { Badge } from "../../parts/text.tsx";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { Confirm, Form, textOf, untouched, type FormState } from "../../parts/form.tsx";
import { ROW_LESS, ROW_MORE } from "../../parts/rows.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { unclearAmounts } from "../../typed-amount.ts";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { amountFields, documentOf, errorsAt, valuesOf, withRow } from "./form-values.ts";
import { LimitsForm } from "./form.tsx";
import { guardPages } from "./guard.tsx";
import { LimitTabs, readLimits } from "./shared.tsx";
import { usagePages } from "./usage.tsx";
import { limitWords } from "./words.ts";

const presets = ["normal", "strict", "open"] as const;
type Preset = (typeof presets)[number];

/** How many codes go to whom, how much that may cost, how often one may guess; and the guard against fraud. */
export function limitPages(app: Hono<ConsoleEnv>): void {
  app.get("/limits", async (c) => {
    const { limits, tag } = await readLimits(c.var.view);
    return showLimits(c, { limits, tag, state: untouched(valuesOf(limits)) });
  });

  app.post("/limits", async (c) => {
    const { view } = c.var;
    const { [ROW_MORE]: add, [ROW_LESS]: remove, ...values } = await textOf(c);
    const { limits } = await readLimits(view);
    const tag = values["tag"] ?? "";
    // A row more or less is shown, and nothing is saved yet.
    if (add !== undefined) return showLimits(c, { limits, tag, state: untouched(withRow(values, add)) });
    if (remove !== undefined) return showLimits(c, { limits, tag, state: untouched(withoutRow(values, remove)) });
    const answer = await view.api.PUT("/v1/limits", {
      params: { header: { "If-Match": tag } },
      body: documentOf(values, limits),
    });
    const problem = problemOf(answer);
    if (problem === null) return saved(c, "saved", dataOf(answer).findings);
    const unclear = unclearAmounts(values, amountFields, view.language);
    const errors = new Map([...errorsAt(fieldErrors(problem, view.language), values), ...unclear]);
    return showLimits(c, { limits, tag, state: { values, errors }, problem });
  });

  app.post("/limits/preset", async (c) => {
    const { view } = c.var;
    const { preset } = await textOf(c);
    const { limits, tag } = await readLimits(view);
    // What says where and for how much may be sent is the tenant's own, whichever preset it goes by.
    const { countries, ceilings, sandbox, guard, gateway } = limits;
    const body = { preset: preset as Preset, countries, ceilings, sandbox, gateway, guard: { allow: guard.allow } };
    const { findings } = dataOf(await view.api.PUT("/v1/limits", { params: { header: { "If-Match": tag } }, body }));
    return saved(c, "applied", findings);
  });

  usagePages(app);
  guardPages(app);
}

/** On to the page again; what the save left to be put right is shown at once, as no later page knows of it. */
async function saved(c: PageContext, what: string, findings: readonly Finding[]): Promise<Response> {
  if (findings.length === 0) return done(c, "/limits", what);
  const { limits, tag } = await readLimits(c.var.view);
  return showLimits(c, { limits, tag, state: untouched(valuesOf(limits)), findings });
}

interface Shown {
  limits: LimitsDocument;
  tag: string;
  state: FormState;
  problem?: Problem;
  findings?: readonly Finding[];
}

function showLimits(c: PageContext, { limits, tag, state, problem, findings = [] }: Shown): Promise<Response> {
  const { view } = c.var;
  const words = limitWords[view.language];
  return show(c, {
    title: words.title,
    status: problem === undefined ? 200 : 422,
    done: { saved: words.saved, applied: words.applied },
    content: (
      <>
        <LimitTabs frame={view} />
        <Findings intro={words.findings} findings={findings} />
        <Presets view={view} inUse={limits.preset} />
        <LimitsForm
          view={view}
          state={state}
          tag={tag}
          text={problem === undefined ? null : problemText(problem, view.language)}
          stale={problem?.code === "conflict"}
        />
        <Refusal view={view} limits={limits} />
      </>
    ),
  });
}

function Presets({ view, inUse }: { view: View; inUse: Preset }) {
  const { presets: words } = limitWords[view.language];
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft">{words.text}</p>
      <div class="cards">
        {presets.map((preset) => (
          <div class="card">
            <h3 class="row spread">
              {words.names[preset]}
              {preset === inUse ? <Badge tone="info">{words.inUse}</Badge> : null}
            </h3>
            <p>{words.about[preset]}</p>
            {view.session.role === "auditor" ? null : (
              <Confirm label={words.use} tight>
                <Form action={address(view, "/limits/preset")}>
                  <input type="hidden" name="preset" value={preset} />
                  <p>{words.sure(words.names[preset])}</p>
                  <button class="danger tight">{words.yes}</button>
                </Form>
              </Confirm>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

/** So that who sets a limit knows what they do to people. */
function Refusal({ view, limits }: { view: View; limits: LimitsDocument }) {
  const { refused } = limitWords[view.language];
  const window = limits.recipient[0] ?? { max: 5, per_seconds: 3600 };
  const answer = {
    status: 429,
    code: "rate_limited",
    limit: "recipient",
    retry_at: new Date(view.now + window.per_seconds * 500).toISOString(),
    detail: `The limit "recipient" was reached: ${window.max} codes to one recipient …`,
  };
  return (
    <section class="card">
      <h2>{refused.title}</h2>
      <p>{refused.text}</p>
      <pre>{JSON.stringify(answer, null, 2)}</pre>
      <p>{refused.page}</p>
    </section>
  );
}
