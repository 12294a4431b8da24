import type { Child } from "hono/jsx";
import { Choice, Field, type FormState } from "../../parts/form.tsx";
import { money } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { readTyped } from "../../typed-amount.ts";
import { commonWords } from "./common-words.ts";

/** The id of the line that says, while one types, how the amount is read. */
const READING = "amount-reading";

/** An amount as people write it. One that can be read in two ways comes back with both, to be chosen from. */
export function AmountField({ view, state, help }: { view: View; state: FormState; help?: Child }) {
  const words = commonWords[view.language];
  const typed = readTyped(state.values["amount"] ?? "");
  return (
    <>
      <Field
        name="amount"
        label={words.amount}
        state={state}
        required
        inputmode="decimal"
        autocomplete="off"
        placeholder={view.language === "id" ? "1.500.000" : "1,500,000"}
        {...(help === undefined ? {} : { help })}
        attributes={{
          "hx-get": address(view, "/balance/amount"),
          "hx-trigger": "input changed delay:200ms",
          "hx-target": `#${READING}`,
          "hx-swap": "innerHTML",
          "hx-sync": "this:replace",
        }}
      />
      {typed.kind === "either" ? (
        <fieldset>
          <legend>{words.meant}</legend>
          {[typed.thousands, typed.decimal].map((amount) => (
            <Choice
              name="meant"
              type="radio"
              value={amount}
              label={money(amount, view.currency, view.language)}
              checked={state.values["meant"] === amount}
            />
          ))}
        </fieldset>
      ) : null}
      <p class="soft" id={READING} role="status"></p>
    </>
  );
}

/** How an amount is read while it is typed. */
export function reading(view: View, typed: string): string {
  const words = commonWords[view.language];
  const read = readTyped(typed);
  const said = (amount: string): string => money(amount, view.currency, view.language);
  if (typed.trim() === "") return "";
  if (read.kind === "clear") return `${words.reads}: ${said(read.amount)}`;
  return read.kind === "either" ? `${said(read.thousands)} / ${said(read.decimal)}: ${words.either}` : words.unreadable;
}

/** The amount that a form means, or what is wrong with it. `meant`: chosen where it could be read in two ways. */
export function amountIn(view: View, values: Readonly<Record<string, string>>): { amount: string } | { wrong: string } {
  const words = commonWords[view.language];
  const read = readTyped(values["amount"] ?? "");
  if (read.kind === "clear") return { amount: read.amount };
  if (read.kind === "unreadable") return { wrong: words.unreadable };
  const meant = values["meant"];
  return meant === read.thousands || meant === read.decimal ? { amount: meant } : { wrong: words.either };
}
