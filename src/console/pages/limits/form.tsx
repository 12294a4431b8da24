import type { FC } from "hono/jsx";
import { Choice, Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { SavesOnEnter } from "../../parts/rows.tsx";
import { address, type View } from "../../view.ts";
import { ceilingFields, gatewayCeilingFields, guessFields, sandboxScopes, scopes, type Scope } from "./form-values.ts";
import { Windows } from "./windows.tsx";
import { limitWords } from "./words.ts";

interface LimitsFormProps {
  view: View;
  state: FormState;
  /** Of the limits as they were read: who saves after somebody else is told so. */
  tag: string;
  text: string | null;
  /** Somebody else was faster. */
  stale: boolean;
}

/** All limits but the guard's as one form. Auditors see the same, and can't change it. */
export const LimitsForm: FC<LimitsFormProps> = ({ view, state, tag, text, stale }) => {
  const words = limitWords[view.language];
  const fixed = view.session.role === "auditor";
  const shownScopes = scopes.filter((scope) => scope !== "gateway" || view.tenant.first);
  return (
    <Form action={address(view, "/limits")} id="limits-form">
      {fixed ? null : <SavesOnEnter />}
      {stale ? (
        <div class="note warn" role="alert">
          {words.changedMeanwhile} <a href={address(view, "/limits")}>{words.reload}</a>
        </div>
      ) : (
        <Wrong frame={view} text={text} state={state} />
      )}
      <input type="hidden" name="tag" value={tag} />
      <fieldset disabled={fixed}>
        <section class="card">
          <h2>{words.cooldown.title}</h2>
          <Field
            name="cooldown_seconds"
            label={words.cooldown.label}
            help={words.cooldown.help}
            state={state}
            {...counted("0", "3600")}
          />
        </section>
        <section class="card">
          <h2>{words.windows.title}</h2>
          <p class="soft">{words.windows.text}</p>
          <div class="halves">
            {shownScopes.map((scope) => (
              <Windows view={view} state={state} scope={scope} fixed={fixed} />
            ))}
          </div>
        </section>
        <section class="card">
          <h2>{words.countries.title}</h2>
          <Field
            name="countries"
            label={words.countries.label}
            help={words.countries.help}
            state={state}
            required
            autocomplete="off"
          />
        </section>
        <Ceilings view={view} state={state} />
        <section class="card">
          <h2>{words.guesses.title}</h2>
          <p class="soft">{words.guesses.text}</p>
          <div class="cards">
            {guessFields.map((name) => (
              <Field
                name={`guesses.${name}`}
                label={words.guesses[name]}
                {...(name === "first_wait_seconds" ? { help: words.guesses.help } : {})}
                state={state}
                {...counted("1")}
              />
            ))}
          </div>
        </section>
        <Sandbox view={view} state={state} fixed={fixed} />
      </fieldset>
      {fixed ? null : (
        <p>
          <button>{words.save}</button>
        </p>
      )}
    </Form>
  );
};

const counted = (min: string, max?: string) => ({
  type: "number",
  required: true,
  attributes: { min, step: "1", ...(max === undefined ? {} : { max }) },
});

const Ceilings: FC<{ view: View; state: FormState }> = ({ view, state }) => {
  const { ceilings: words } = limitWords[view.language];
  const names = [...ceilingFields, ...(view.tenant.first ? gatewayCeilingFields : [])];
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <p class="soft">{words.text(view.currency)}</p>
      <div class="cards">
        {names.map((name) => (
          <Field
            name={`ceilings.${name}`}
            label={words.fields[name]}
            {...(name === "per_message" ? { help: words.perMessageHelp } : {})}
            state={state}
            inputmode="decimal"
            autocomplete="off"
          />
        ))}
      </div>
    </section>
  );
};

const Sandbox: FC<{ view: View; state: FormState; fixed: boolean }> = ({ view, state, fixed }) => {
  const all = limitWords[view.language];
  const words = all.sandbox;
  const own = (scope: Scope): boolean => state.values[`sandbox.${scope}.own`] === "yes";
  const isSet = (state.values["sandbox.cooldown_seconds"] ?? "") !== "" || sandboxScopes.some(own);
  return (
    <details class="card more" open={isSet}>
      <summary>{words.title}</summary>
      <p class="soft">{words.text}</p>
      <Field
        name="sandbox.cooldown_seconds"
        label={words.cooldown}
        help={words.cooldownHelp}
        state={state}
        type="number"
        attributes={{ min: "0", max: "3600" }}
      />
      <div class="halves">
        {sandboxScopes.map((scope) => (
          <div>
            <Choice name={`sandbox.${scope}.own`} label={words.own(all.scopes[scope][0])} checked={own(scope)} />
            <Windows view={view} state={state} scope={scope} list={`sandbox.${scope}`} fixed={fixed} />
          </div>
        ))}
      </div>
    </details>
  );
};
