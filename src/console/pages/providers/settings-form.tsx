import type { Language } from "../../../kit/language.ts";
import { Choice, Field, type FormState } from "../../parts/form.tsx";
import type { View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { advanced, settingWords } from "./kind-words.ts";
import { NotJson, readSetting, type Setting } from "./settings-schema.ts";
import { providerWords } from "./words.ts";

export interface Secret {
  name: string;
  about: string;
  required: boolean;
  set: boolean;
}

/** Of a form that has fields of a kind's own: they are named as the API names what is wrong with them. */
export const fieldOf = (setting: string): string => `settings.${setting}`;
const secretField = (secret: string): string => `secrets.${secret}`;
const removalOf = (secret: string): string => `remove.${secret}`;

/** The fields that a kind's schema asks for, those that are rarely changed folded away. */
export function SettingFields({ view, settings, state }: { view: View; settings: Setting[]; state: FormState }) {
  const words = providerWords[view.language];
  const folded = settings.filter(({ name, required }) => advanced.has(name) && !required);
  const plain = settings.filter((setting) => !folded.includes(setting));
  const open = folded.some(({ name }) => state.errors.has(fieldOf(name)));
  return (
    <>
      {plain.map((setting) => (
        <SettingField view={view} setting={setting} state={state} />
      ))}
      {folded.length === 0 ? null : (
        <details class="more" open={open}>
          <summary>{words.advanced}</summary>
          {folded.map((setting) => (
            <SettingField view={view} setting={setting} state={state} />
          ))}
        </details>
      )}
    </>
  );
}

function SettingField({ view, setting, state }: { view: View; setting: Setting; state: FormState }) {
  const { language } = view;
  const { name, control, required, options, preset } = setting;
  const yesNo = [
    { value: "yes", label: common[language].yes },
    { value: "no", label: common[language].no },
  ];
  const blank = required || preset !== null ? [] : [{ value: "", label: common[language].none }];
  const chosen = control === "truth" ? yesNo : options.map(({ text }) => ({ value: text, label: text }));
  return (
    <Field
      name={fieldOf(name)}
      label={labelOf(name, required, language)}
      help={<Help setting={setting} language={language} />}
      state={state}
      {...(preset === null ? {} : { value: preset })}
      {...(control === "choice" || control === "truth" ? { options: [...blank, ...chosen] } : {})}
      {...(control === "pairs" ? { rows: 3, mono: true } : {})}
      {...(control === "json" ? { rows: 12, mono: true } : {})}
      {...(control === "number" ? { inputmode: "decimal" as const } : {})}
      {...(control === "address" ? { inputmode: "url" as const } : {})}
      autocomplete="off"
    />
  );
}

function Help({ setting, language }: { setting: Setting; language: Language }) {
  const words = providerWords[language];
  const { name, about, control, preset, nullable } = setting;
  const own = settingWords[name]?.help;
  return (
    <>
      {language === "id" && own !== undefined ? own : <span lang="en">{about}</span>}{" "}
      {control === "pairs" ? words.pairs : null}
      {nullable && !about.includes("null: by") ? words.emptyIsNone : null}
      {preset !== null && preset !== "" && control !== "truth" ? words.defaultIs(preset) : null}
    </>
  );
}

/** Each is set, replaced or removed; none is ever shown. */
export function SecretFields({ view, secrets, state }: { view: View; secrets: readonly Secret[]; state: FormState }) {
  const { language } = view;
  const words = providerWords[language];
  if (secrets.length === 0) return <p class="soft">{words.noSecrets}</p>;
  return (
    <>
      <p class="soft small">{words.secretsNever}</p>
      {secrets.map(({ name, about, required, set }) => (
        <div class="secret">
          <Field
            name={secretField(name)}
            // htmx finds what it is to keep by a selector, in which a dot would be a class.
            id={`secret-${name}`}
            label={labelOf(name, required && !set, language)}
            type="password"
            autocomplete="new-password"
            state={state}
            help={
              <>
                {set ? words.secretSet : words.secretUnset} <SecretHelp name={name} about={about} language={language} />
              </>
            }
            // What was typed stays when the fields around it come anew.
            attributes={{ "hx-preserve": "true" }}
          />
          {set && !required ? (
            <Choice
              name={removalOf(name)}
              label={words.secretRemove}
              checked={state.values[removalOf(name)] === "yes"}
            />
          ) : null}
        </div>
      ))}
    </>
  );
}

function SecretHelp({ name, about, language }: { name: string; about: string; language: Language }) {
  const own = settingWords[name]?.help;
  return language === "id" && own !== undefined ? <>{own}</> : <span lang="en">{about}</span>;
}

function labelOf(name: string, required: boolean, language: Language): string {
  const label = settingWords[name]?.label[language] ?? name;
  return required ? `${label} (${providerWords[language].required})` : label;
}

export interface Document {
  settings: Record<string, unknown>;
  secrets: Record<string, string | null>;
}

/** What a form says, as the API takes it; or what of it can't even be read. */
export function documentIn(
  values: Readonly<Record<string, string>>,
  settings: readonly Setting[],
  secrets: readonly string[],
  language: Language,
): { document: Document; errors: ReadonlyMap<string, string> } {
  const errors = new Map<string, string>();
  const read = settings.flatMap((setting): [string, unknown][] => {
    try {
      const value = readSetting(setting, values[fieldOf(setting.name)] ?? "");
      return value === undefined ? [] : [[setting.name, value]];
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      errors.set(fieldOf(setting.name), providerWords[language].notJson);
      return [];
    }
  });
  const kept = secrets.flatMap((name): [string, string | null][] => {
    const typed = values[secretField(name)] ?? "";
    if (typed !== "") return [[name, typed]];
    return values[removalOf(name)] === "yes" ? [[name, null]] : [];
  });
  return { document: { settings: Object.fromEntries(read), secrets: Object.fromEntries(kept) }, errors };
}
