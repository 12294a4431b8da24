import type { Hono } from "hono";
import { parseAmount } from "../../../kit/money.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Choice, Field, Form, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Pager, Table } from "../../parts/table.tsx";
import { money, Time } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { adjustmentWords } from "./adjustments-words.ts";
import { AmountField, amountIn } from "./amount-field.tsx";
import { BalanceTabs, mayChange, namesOf, Who } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { refusalText } from "./refusal.ts";

const PAGE = "/balance/adjustments";

/** Corrections, each with its reason. */
export function adjustmentPages(app: Hono<ConsoleEnv>): void {
  app.get(PAGE, (c) => page(c, untouched({ direction: "minus" })));

  app.post(PAGE, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const meant = amountIn(view, values);
    const wrong =
      "wrong" in meant
        ? meant.wrong
        : (parseAmount(meant.amount) ?? 0n) <= 0n
          ? adjustmentWords[view.language].noSign
          : null;
    if ("wrong" in meant || wrong !== null) {
      return page(c, { values, errors: new Map([["amount", wrong ?? ""]]) });
    }
    const { reference = "", reason = "" } = values;
    const amount = values["direction"] === "plus" ? meant.amount : `-${meant.amount}`;
    const answer = await view.api.POST("/v1/balance/adjustments", {
      params: { header: once(values) },
      body: { amount, reference, reason },
    });
    const problem = problemOf(answer);
    if (problem === null) return done(c, PAGE, answer.response.status === 201 ? "made" : "same");
    const state = { values, errors: fieldErrors(problem, view.language) };
    return page(c, state, refusalText(problem, view.language));
  });
}

async function page(c: PageContext, state: FormState, wrong: string | null = null): Promise<Response> {
  const { view } = c.var;
  const words = adjustmentWords[view.language];
  const shared = commonWords[view.language];
  const cursor = view.query.get("cursor") ?? undefined;
  const list = dataOf(await view.api.GET("/v1/balance/adjustments", { params: { query: { cursor } } }));
  const names = await namesOf(
    view,
    list.data.map(({ actor }) => actor),
  );
  const refused = wrong !== null || state.errors.size > 0;
  return show(c, {
    title: words.title,
    done: words.done,
    status: refused ? 422 : 200,
    content: (
      <>
        <BalanceTabs view={view} />
        <p class="soft">{words.about}</p>
        {mayChange(view) ? (
          <details class="more card" open={refused}>
            <summary>{words.add}</summary>
            <Wrong frame={view} text={wrong} state={state} />
            <AdjustmentForm view={view} state={state} />
          </details>
        ) : null}
        <Table
          rows={list.data}
          caption={words.title}
          empty={<p>{words.empty}</p>}
          columns={[
            { head: shared.at, cell: ({ at }) => <Time view={view} at={at} /> },
            {
              head: shared.reference,
              cell: ({ reference }) => <a href={address(view, "/balance/ledger", { reference })}>{reference}</a>,
            },
            { head: shared.reason, cell: ({ reason }) => reason },
            { head: shared.actor, cell: ({ actor }) => <Who view={view} names={names} actor={actor} /> },
            {
              head: shared.amount,
              number: true,
              cell: ({ amount, currency }) => money(amount, currency, view.language),
            },
          ]}
        />
        <Pager frame={view} next={list.next_cursor} />
      </>
    ),
  });
}

/** Where a top-up takes two persons, an adjustment that adds would go around them: only an admin is offered it. */
function AdjustmentForm({ view, state }: { view: View; state: FormState }) {
  const words = adjustmentWords[view.language];
  const shared = commonWords[view.language];
  const mayAdd = view.session.role === "admin" || !view.tenant.settings.topup_approval;
  const direction = state.values["direction"];
  return (
    <Form action={address(view, PAGE)}>
      <AmountField view={view} state={state} help={words.amountHelp} />
      <fieldset>
        <legend>{words.direction}</legend>
        <Choice name="direction" type="radio" value="minus" label={words.minus} checked={direction !== "plus"} />
        {mayAdd ? (
          <Choice name="direction" type="radio" value="plus" label={words.plus} checked={direction === "plus"} />
        ) : (
          <p class="soft small">{words.onlyMinus}</p>
        )}
      </fieldset>
      <Field
        name="reason"
        label={shared.reason}
        state={state}
        required
        help={words.reasonHelp}
        attributes={{ maxlength: "500" }}
      />
      <Field name="reference" label={shared.reference} state={state} required attributes={{ maxlength: "100" }} />
      <button>{words.submit}</button>
    </Form>
  );
}
