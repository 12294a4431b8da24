import type { FC } from "hono/jsx";
import type { Problem } from "../../../http/problem.ts";
import type { LimitsDocument } from "../../../settings/documents.ts";
import { wordsIn } from "../../form-rows.ts";
import { Choice, Confirm, Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { problemText } from "../../problem-words.ts";
import { address, type View } from "../../view.ts";
import { numberOf } from "./form-values.ts";
import { guardWords } from "./guard-words.ts";
import { limitWords } from "./words.ts";

type Guard = LimitsDocument["guard"];
const modes = ["off", "monitor", "block"] as const;

/** Pure: people say minutes, hours and per cent where the document says seconds and shares. */
export function guardValues(guard: Guard): Record<string, string> {
  return {
    mode: guard.mode,
    min_sent: String(guard.min_sent),
    min_conversion: String(Math.round(guard.min_conversion * 10_000) / 100),
    window_minutes: String(guard.window_seconds / 60),
    block_hours: String(guard.block_seconds / 3600),
    allow: guard.allow.join("\n"),
  };
}

export function guardDocument(values: Readonly<Record<string, string>>): Guard {
  return {
    mode: modes.find((mode) => mode === values["mode"]) ?? "monitor",
    min_sent: numberOf(values["min_sent"]),
    min_conversion: Math.round(numberOf(values["min_conversion"]) * 100) / 10_000,
    window_seconds: Math.round(numberOf(values["window_minutes"]) * 60),
    block_seconds: Math.round(numberOf(values["block_hours"]) * 3600),
    allow: wordsIn(values["allow"]?.toUpperCase()),
  };
}

/** Where the API's name of a field is not the form's. */
const shownAs: Record<string, string> = {
  "guard.min_sent": "min_sent",
  "guard.min_conversion": "min_conversion",
  "guard.window_seconds": "window_minutes",
  "guard.block_seconds": "block_hours",
};

function placed(state: FormState): FormState {
  const errors = new Map(state.errors);
  for (const [path, text] of state.errors) {
    const name = path.startsWith("guard.allow") ? "allow" : shownAs[path];
    if (name !== undefined && !errors.has(name)) errors.set(name, text);
  }
  return { values: state.values, errors };
}

export const GuardSettings: FC<{ view: View; state: FormState; tag: string; problem: Problem | null }> = ({
  view,
  state: given,
  tag,
  problem,
}) => {
  const words = guardWords[view.language];
  const shared = limitWords[view.language];
  const state = placed(given);
  const fixed = view.session.role === "auditor";
  const text = problem === null ? null : problemText(problem, view.language);
  return (
    <section class="card">
      <h2>{words.settings}</h2>
      {problem?.code === "conflict" ? (
        <div class="note warn" role="alert">
          {shared.changedMeanwhile} <a href={address(view, "/limits/guard")}>{shared.reload}</a>
        </div>
      ) : (
        <Wrong frame={view} text={text} state={state} />
      )}
      <Form action={address(view, "/limits/guard")}>
        <input type="hidden" name="tag" value={tag} />
        <fieldset disabled={fixed}>
          <fieldset>
            <legend>{words.mode}</legend>
            {modes.map((mode) => (
              <Choice
                type="radio"
                name="mode"
                value={mode}
                label={`${words.modes[mode][0] ?? mode}: ${words.modes[mode][1] ?? ""}`}
                checked={state.values["mode"] === mode}
              />
            ))}
          </fieldset>
          <div class="cards">
            <Field name="min_sent" label={words.minSent} state={state} {...number("1")} />
            <Field
              name="min_conversion"
              label={words.minConversion}
              help={words.minConversionHelp}
              state={state}
              {...number("0", "100", "any")}
            />
            <Field name="window_minutes" label={words.window} state={state} {...number("1", "10080", "any")} />
            <Field name="block_hours" label={words.block} state={state} {...number("0", "720", "any")} />
          </div>
          <Field name="allow" label={words.allow} help={words.allowHelp} state={state} rows={3} mono />
        </fieldset>
        {fixed ? null : <button>{words.save}</button>}
      </Form>
    </section>
  );
};

const number = (min: string, max?: string, step = "1") => ({
  type: "number",
  required: true,
  attributes: { min, step, ...(max === undefined ? {} : { max }) },
});

export const Release: FC<{ view: View; of: string }> = ({ view, of }) => {
  const words = guardWords[view.language];
  return (
    <Confirm label={words.release} tight>
      <Form action={address(view, "/limits/guard/release")}>
        <input type="hidden" name="key" value={of} />
        <p>{words.releaseSure(of)}</p>
        <Choice name="allow" label={words.releaseAllow} checked={false} />
        <button class="tight">{words.releaseYes}</button>
      </Form>
    </Confirm>
  );
};
