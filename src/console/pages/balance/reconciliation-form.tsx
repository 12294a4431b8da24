import { daySpan } from "../../../kit/day.ts";
import { presets } from "../../../ledger/reconcile/columns.ts";
import { Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { address, type View } from "../../view.ts";
import { uploadAttributes } from "./proof-upload.tsx";
import { reconciliationWords } from "./reconciliations-words.ts";

/** Members of the API's query that the form gives as they are, where they are filled. */
const PLAIN = ["provider", "id_column", "amount_column", "currency", "decimal"] as const;

export function InvoiceForm({ view, state, wrong }: { view: View; state: FormState; wrong: string | null }) {
  const words = reconciliationWords[view.language];
  const providers = [...view.tenant.providers.keys()].sort();
  if (providers.length === 0) return <p>{words.noProvider}</p>;
  return (
    <>
      <Wrong frame={view} text={wrong} state={state} />
      <Form action={address(view, "/balance/reconciliations")} upload attributes={uploadAttributes}>
        <div class="halves">
          <div>
            <Field
              name="provider"
              label={words.provider}
              state={state}
              options={providers.map((name) => ({ value: name, label: name }))}
            />
            <Field
              name="preset"
              label={words.format}
              state={state}
              options={Object.entries(words.presets).map(([value, label]) => ({ value, label }))}
            />
            <Field name="file" type="file" label={words.file} state={state} required help={words.fileHelp} />
          </div>
          <div>
            <Field name="id_column" label={words.idColumn} state={state} help={words.columnHelp} />
            <Field name="amount_column" label={words.amountColumn} state={state} help={words.columnHelp} />
            <Field name="currency" label={words.currency} state={state} help={words.currencyHelp} />
            <Field
              name="decimal"
              label={words.decimal}
              state={state}
              options={[
                { value: "", label: words.decimals.any },
                { value: "point", label: words.decimals.point },
                { value: "comma", label: words.decimals.comma },
              ]}
            />
            <Field name="from" type="date" label={words.from} state={state} help={words.spanHelp} />
            <Field name="until" type="date" label={words.until} state={state} />
          </div>
        </div>
        <p class="soft small">{words.leave}</p>
        <button>{words.submit}</button>
      </Form>
    </>
  );
}

/** What the form says of the invoice, as the API's query. */
export function invoiceQuery(
  view: View,
  values: Readonly<Record<string, string>>,
): { query: URLSearchParams; errors: Map<string, string> } {
  const query = new URLSearchParams();
  const errors = new Map<string, string>();
  for (const name of PLAIN) if (values[name]) query.set(name, values[name]);
  const preset = values["preset"] ?? "";
  if (Object.hasOwn(presets, preset)) query.set("preset", preset);
  if (query.has("currency")) query.set("currency", (query.get("currency") ?? "").toUpperCase());
  for (const name of ["from", "until"] as const) {
    const day = values[name];
    if (!day) continue;
    const span = daySpan(day, view.timeZone);
    if (span === null) errors.set(name, reconciliationWords[view.language].badDay);
    else query.set(name, new Date(span[name]).toISOString());
  }
  return { query, errors };
}
