import type { Hono } from "hono";
import { GatewayError } from "../../../errors.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Form, Field, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Pager } from "../../parts/table.tsx";
import { Live } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { AmountField, amountIn, reading } from "./amount-field.tsx";
import { BalanceTabs, mayChange, namesOf } from "./common.tsx";
import { commonWords, type TopUpStatus } from "./common-words.ts";
import { fileIn, isProof, ProofField, putProof, uploadAttributes } from "./proof-upload.tsx";
import { TopUpTable } from "./topup-table.tsx";
import { topUpWords } from "./topups-words.ts";
import { refusalText } from "./refusal.ts";

const LIST = "/balance/topups";

/** Money that came: the list, and the form that brings it. */
export function topUpPages(app: Hono<ConsoleEnv>): void {
  app.get(LIST, async (c) => {
    const { view } = c.var;
    const words = topUpWords[view.language];
    const asked = view.query.get("status") ?? "";
    const status = isStatus(asked) ? asked : undefined;
    const cursor = view.query.get("cursor") ?? undefined;
    const page = dataOf(await view.api.GET("/v1/balance/topups", { params: { query: { status, cursor } } }));
    const names = await namesOf(
      view,
      page.data.map(({ actor }) => actor),
    );
    return show(c, {
      title: words.title,
      done: words.done,
      ...(mayChange(view)
        ? {
            aside: (
              <a class="button" href={address(view, `${LIST}/new`)}>
                {words.add}
              </a>
            ),
          }
        : {}),
      content: (
        <>
          <BalanceTabs view={view} />
          <Statuses view={view} status={status ?? null} />
          <Live frame={view} id="topups" topics={["topups"]}>
            <TopUpTable view={view} rows={page.data} names={names} />
            <Pager frame={view} next={page.next_cursor} />
          </Live>
        </>
      ),
    });
  });

  app.get("/balance/amount", (c) => c.text(reading(c.var.view, c.var.view.query.get("amount") ?? "")));

  app.get(`${LIST}/new`, (c) => newPage(c, untouched()));

  app.post(LIST, async (c) => {
    const { view } = c.var;
    const words = topUpWords[view.language];
    const values = await textOf(c);
    const file = await fileIn(c);
    const meant = amountIn(view, values);
    const errors = new Map<string, string>();
    if ("wrong" in meant) errors.set("amount", meant.wrong);
    if (file !== null && !(await isProof(file))) errors.set("file", words.wrongFile);
    if ("wrong" in meant || errors.size > 0) return newPage(c, { values, errors });
    const { reference = "", note = "" } = values;
    const answer = await view.api.POST("/v1/balance/topups", {
      params: { header: once(values) },
      body: { amount: meant.amount, reference, ...(note === "" ? {} : { note }) },
    });
    const problem = problemOf(answer);
    if (problem !== null) {
      const state = { values, errors: fieldErrors(problem, view.language) };
      return newPage(c, state, refusalText(problem, view.language));
    }
    const { id } = dataOf(answer);
    const kept = file === null || (await putProof(view.api, id, file)).ok;
    return done(c, `${LIST}/${id}`, !kept ? "unproven" : answer.response.status === 201 ? "made" : "same");
  });
}

function isStatus(text: string): text is TopUpStatus {
  return Object.hasOwn(commonWords.en.topUpStatus, text);
}

function Statuses({ view, status }: { view: View; status: TopUpStatus | null }) {
  const names = commonWords[view.language].topUpStatus;
  const all: [TopUpStatus | null, string][] = [
    [null, topUpWords[view.language].all],
    ...Object.keys(names)
      .filter(isStatus)
      .map((name): [TopUpStatus, string] => [name, names[name]]),
  ];
  return (
    <nav class="row filters" aria-label={commonWords[view.language].status}>
      {all.map(([value, name]) => (
        <a
          class={value === status ? "button tight" : "button plain tight"}
          href={address(view, LIST, { status: value })}
          {...(value === status ? { "aria-current": "page" } : {})}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function newPage(c: PageContext, state: FormState, wrong: string | null = null): Response | Promise<Response> {
  const { view } = c.var;
  if (!mayChange(view)) throw new GatewayError("forbidden", "Only finance and admins bring money in.");
  const { form } = topUpWords[view.language];
  const refused = wrong !== null || state.errors.size > 0;
  return show(c, {
    title: form.title,
    status: refused ? 422 : 200,
    scripts: ["upload.js"],
    content: (
      <>
        <BalanceTabs view={view} />
        <p class="note info">{view.tenant.settings.topup_approval ? form.twoPeople : form.onePerson}</p>
        <Wrong frame={view} text={wrong} state={state} />
        <Form action={address(view, LIST)} class="card" upload attributes={uploadAttributes}>
          <AmountField view={view} state={state} help={form.amountHelp} />
          <Field
            name="reference"
            label={commonWords[view.language].reference}
            state={state}
            required
            help={form.referenceHelp}
            attributes={{ maxlength: "100" }}
          />
          <Field name="note" label={form.note} state={state} attributes={{ maxlength: "500" }} />
          <ProofField view={view} state={state} label={form.proof} />
          {refused ? <p class="soft small">{form.again}</p> : null}
          <button>{form.submit}</button>
        </Form>
      </>
    ),
  });
}
