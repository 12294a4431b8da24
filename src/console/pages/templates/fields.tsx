import type { FC } from "hono/jsx";
import { Choice, Field, type FormState } from "../../parts/form.tsx";
import { here, type View } from "../../view.ts";
import { buttons, paramsIn, type Variant } from "./content.ts";
import { templateWords } from "./words.ts";

interface FieldsProps {
  view: View;
  variant: Variant;
  state: FormState;
}

/** What the template is made of. */
export const ContentFields: FC<FieldsProps> = ({ view, variant, state }) => {
  const words = templateWords[view.language].editor;
  if (state.values["shape"] === "authentication")
    return <AuthenticationFields view={view} variant={variant} state={state} />;
  return (
    <>
      <input type="hidden" name="shape" value="text" />
      {variant.channel === "email" ? <Field name="subject" label={words.subject} state={state} /> : null}
      <Field name="body" label={words.body} state={state} rows={6} help={words.bodyHelp} required />
      {variant.channel === "sms" ? (
        <div class="halves">
          <Field name="webotp_domain" label={words.webotp} state={state} help={words.webotpHelp} mono />
          <Field name="app_hash" label={words.hash} state={state} help={words.hashHelp} mono />
        </div>
      ) : null}
      {variant.channel === "whatsapp" ? (
        <p class="small">
          <a href={here(view, { shape: "authentication" })}>{words.asTemplate}</a>
        </p>
      ) : null}
    </>
  );
};

const AuthenticationFields: FC<FieldsProps> = ({ view, state }) => {
  const words = templateWords[view.language].editor;
  const is = (name: string): boolean => state.values[name] === "yes";
  return (
    <>
      <input type="hidden" name="shape" value="authentication" />
      <div class="halves">
        <Field
          name="category"
          label={words.category}
          state={state}
          options={["authentication", "utility"].map((value) => ({ value, label: value }))}
        />
        <Field
          name="button"
          label={words.button}
          state={state}
          options={buttons.map((value) => ({ value, label: words.buttons[value] }))}
        />
        <Field name="button_text" label={words.buttonText} state={state} help={words.buttonTextHelp} />
        <Field name="autofill_text" label={words.autofillText} state={state} />
      </div>
      <Field name="apps" label={words.apps} state={state} rows={2} help={words.appsHelp} mono />
      <fieldset>
        <Choice name="security_line" label={words.security} checked={is("security_line")} />
        <Choice name="expiry_line" label={words.expiry} checked={is("expiry_line")} />
        <Choice name="zero_tap_terms_accepted" label={words.terms} checked={is("zero_tap_terms_accepted")} />
      </fieldset>
      <p class="small">
        <a href={here(view, { shape: "text" })}>{words.asText}</a>
      </p>
    </>
  );
};

const lives = [60, 120, 180, 300, 600];

/** For whom the preview is made. The params are asked for as the text comes to name them. */
export const SampleFields: FC<FieldsProps & { fetched: boolean }> = ({ view, state, fetched }) => {
  const words = templateWords[view.language].editor;
  const names = paramsIn(state.values);
  const shown = names.join(" ");
  // Somebody may be typing in one of these: they are changed only when the text names others.
  const changed = fetched && shown !== (state.values["params_shown"] ?? "");
  return (
    <details class="more">
      <summary>{words.samples}</summary>
      <div class="halves">
        <Field
          name="sample_to"
          type="tel"
          label={words.to}
          state={state}
          help={words.toHelp}
          placeholder="0812 3456 7890"
        />
        <Field name="sample_brand" label={words.brand} state={state} placeholder={view.tenant.settings.brand} />
        <Field name="sample_user" label={words.user} state={state} placeholder="demo" />
        <Field
          name="sample_ttl"
          label={words.ttl}
          state={state}
          value="300"
          options={lives.map((seconds) => ({ value: String(seconds), label: words.minutes(seconds / 60) }))}
        />
      </div>
      <div id="params" class="halves" {...(changed ? { "hx-swap-oob": "true" } : {})}>
        <input type="hidden" name="params_shown" value={shown} />
        {names.map((name) => (
          <Field name={`param_${name}`} label={`{{params.${name}}}`} state={state} placeholder={name} />
        ))}
      </div>
    </details>
  );
};
