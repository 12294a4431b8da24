import { daySpan } from "../../../kit/day.ts";
import type { Channel } from "../../../providers/provider.ts";
import type { ChargedOn } from "../../../ledger/price.ts";
import { Field, Form, type FormState } from "../../parts/form.tsx";
import { clearAmount, unclearAmounts } from "../../typed-amount.ts";
import { address, type View } from "../../view.ts";
import { AmountField, amountIn } from "./amount-field.tsx";
import { commonWords } from "./common-words.ts";
import type { Price } from "./price-state.ts";
import { priceWords } from "./prices-words.ts";

export function PriceForm({ view, state }: { view: View; state: FormState }) {
  const words = priceWords[view.language];
  const shared = commonWords[view.language];
  const options = (labels: Record<string, string>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  const providers = [...view.tenant.providers.keys()].sort();
  return (
    <Form action={address(view, "/balance/prices")}>
      <div class="halves">
        <div>
          <Field name="channel" label={words.channel} state={state} options={options(shared.channels)} />
          <Field
            name="provider"
            label={words.provider}
            state={state}
            options={[{ value: "", label: words.any }, ...providers.map((name) => ({ value: name, label: name }))]}
          />
          <Field
            name="country"
            label={words.country}
            state={state}
            help={words.countryHelp}
            attributes={{ maxlength: "2" }}
          />
          <Field name="prefix" label={words.prefix} state={state} help={words.prefixHelp} inputmode="tel" />
        </div>
        <div>
          <AmountField view={view} state={state} />
          <Field name="cost" label={words.cost} state={state} help={words.costHelp} inputmode="decimal" />
          <Field name="per" label={words.perLabel} state={state} options={options(words.per)} />
          <Field name="charged_on" label={words.chargedOn} state={state} options={options(words.stages)} />
          <Field name="valid_from" type="date" label={words.from} state={state} help={words.fromHelp} />
        </div>
      </div>
      <button>{words.add}</button>
    </Form>
  );
}

/** As it is asked for: without a day it holds from the moment on in which it is added, once, however often it is sent. */
type AskedPrice = Omit<Price, "valid_from"> & Partial<Pick<Price, "valid_from">>;

/** The price that a form means, or what is wrong with it. */
export function priceIn(
  view: View,
  values: Readonly<Record<string, string>>,
): { price: AskedPrice | null; errors: Map<string, string> } {
  const words = priceWords[view.language];
  const errors = new Map<string, string>();
  const meant = amountIn(view, values);
  if ("wrong" in meant) errors.set("amount", meant.wrong);
  for (const [field, wrong] of unclearAmounts(values, ["cost"], view.language)) errors.set(field, wrong);
  const day = values["valid_from"] ?? "";
  const span = daySpan(day, view.timeZone);
  if (day !== "" && span === null) errors.set("valid_from", words.badDay);
  if ("wrong" in meant || errors.size > 0) return { price: null, errors };
  const price: AskedPrice = {
    channel: (values["channel"] ?? "") as Channel,
    provider: values["provider"] || null,
    country: values["country"]?.toUpperCase() || null,
    prefix: values["prefix"] || null,
    amount: meant.amount,
    cost: clearAmount(values["cost"] ?? "") || null,
    per: values["per"] === "segment" ? "segment" : "message",
    charged_on: (values["charged_on"] ?? "accepted") as ChargedOn,
    ...(span === null ? {} : { valid_from: new Date(span.from).toISOString() }),
  };
  return { price, errors };
}
