import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf } from "../../api.ts";
import { Field, type FormState } from "../../parts/form.tsx";
import { Badge } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import type { Asked, Kind } from "./save.tsx";
import { documentIn, fieldOf, SecretFields, SettingFields } from "./settings-form.tsx";
import { providerWords } from "./words.ts";

export type Check = components["schemas"]["HttpDescriptionCheck"];
type Values = Readonly<Record<string, string>>;

/** Fields of the form that the description, and not the kind, has words for. */
const OWN = new Set(["preset", "description", "options"]);
const OPTIONS = fieldOf("options");

export const isHttp = (kind: string): boolean => kind === "http";

/** The API takes the options as one setting; a form has a field for each. */
export function withOptions(values: Values): Record<string, string> {
  const typed = Object.entries(values).filter(([name, value]) => name.startsWith(`${OPTIONS}.`) && value !== "");
  const lines = typed.map(([name, value]) => `${name.slice(OPTIONS.length + 1)}=${value}`);
  return { ...values, ...(lines.length === 0 ? {} : { [OPTIONS]: lines.join("\n") }) };
}

/** The other way round. */
export function spreadOptions(values: Values): Record<string, string> {
  const pairs = (values[OPTIONS] ?? "").split("\n").filter((line) => line.includes("="));
  const each = pairs.map((line) => [
    `${OPTIONS}.${line.slice(0, line.indexOf("="))}`,
    line.slice(line.indexOf("=") + 1),
  ]);
  return { ...values, ...(Object.fromEntries(each) as Record<string, string>) };
}

/** What the API says of a description as it stands in the form; null: it is no JSON. */
export async function checked(
  { api, language }: Pick<View, "api" | "language">,
  kind: Kind,
  values: Values,
): Promise<Check | null> {
  const { document, errors } = documentIn(withOptions(values), kind.settings, [], language);
  if (errors.size > 0) return null;
  return dataOf(await api.POST("/v1/providers/kinds/http/check", { body: { settings: document.settings } }));
}

interface HttpFieldsProps {
  view: View;
  asked: Asked;
  state: FormState;
}

/** A vendor by its description: one that ships, or one that is written here and tried as it is typed. */
export function HttpFields(props: HttpFieldsProps) {
  const { view, asked, state } = props;
  const { kind } = asked;
  const words = providerWords[view.language].http;
  const preset = state.values[fieldOf("preset")] ?? "";
  const others = kind.settings.filter(({ name }) => !OWN.has(name));
  return (
    <>
      <div class="halves">
        {" "}
        {preset === "" ? (
          <Field
            name={fieldOf("description")}
            label={words.title}
            help={words.help}
            state={state}
            rows={24}
            mono
            wide
            attributes={{
              "hx-post": address(view, "/providers/new/check"),
              "hx-trigger": "input delay:400ms",
              "hx-target": "#description-check",
              "hx-select": "#description-check",
              "hx-swap": "outerHTML",
              "hx-include": "closest form",
              "hx-sync": "this:replace",
            }}
          />
        ) : (
          <Field
            name={fieldOf("preset")}
            label={words.ready}
            state={state}
            options={(kind.settings.find(({ name }) => name === "preset")?.options ?? []).map(({ text }) => ({
              value: text,
              label: text,
            }))}
          />
        )}
        <DescriptionCheck {...props} />
      </div>
      <SettingFields view={view} settings={others} state={state} />
    </>
  );
}

/** What the description asks for, and what each of its examples comes to. */
export function DescriptionCheck({ view, asked: { check, secrets }, state }: HttpFieldsProps) {
  const { language } = view;
  const words = providerWords[language];
  const own = (state.values[fieldOf("preset")] ?? "") === "";
  return (
    <div id="description-check">
      {own ? <Verdict view={view} check={check} /> : null}
      {check === null || check.options.length === 0 ? null : <h3>{words.http.options}</h3>}
      {check?.options.map(({ name, about, required }) => (
        <Field
          name={`${OPTIONS}.${name}`}
          label={required ? `${name} (${words.required})` : name}
          help={about}
          state={state}
        />
      ))}
      <h3>{words.secrets}</h3>
      <SecretFields view={view} secrets={secrets} state={state} />
    </div>
  );
}

function Verdict({ view, check }: { view: View; check: Check | null }) {
  const words = providerWords[view.language];
  if (check === null) return <p class="note bad">{words.notJson}</p>;
  // Options are filled in below, and examples have a list of their own.
  const wrong = check.findings.filter(
    ({ path }) => !path.startsWith("settings.options") && !path.startsWith("settings.description.vectors."),
  );
  return (
    <section aria-label={words.http.result} aria-live="polite">
      {check.ok ? <p class="note good">{words.http.fine}</p> : null}
      {wrong.length === 0 ? null : (
        <div class="note bad">
          <p>{words.http.wrong}</p>
          <ul>
            {wrong.map(({ path, message }) => (
              <li>
                <code>{path.replace(/^settings\.description\./, "")}</code>: <span lang="en">{message}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <h3>{words.http.vectors}</h3>
      {check.vectors.length === 0 ? <p class="soft">{words.http.noVectors}</p> : null}
      <ul class="plain-list vectors">
        {check.vectors.map((vector) => (
          <Vector view={view} vector={vector} />
        ))}
      </ul>
    </section>
  );
}

function Vector({ view, vector }: { view: View; vector: Check["vectors"][number] }) {
  const words = providerWords[view.language].http;
  const { name, passes, path, expected, actual } = vector;
  return (
    <li>
      <Badge tone={passes ? "good" : "bad"}>{passes ? words.passes : words.fails}</Badge> {name}
      {passes ? null : (
        <div class="small">
          <code class="soft">{path.replace(/^settings\.description\./, "")}</code>
          <div>
            {words.expected}: <code>{JSON.stringify(expected)}</code>
          </div>
          <div>
            {words.actual}: <code>{JSON.stringify(actual)}</code>
          </div>
        </div>
      )}
    </li>
  );
}
