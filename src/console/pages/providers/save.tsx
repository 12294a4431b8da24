import { dataOf, problemOf, type Api } from "../../api.ts";
import type { Problem } from "../../../http/problem.ts";
import { Form, textOf, Wrong, type FormState } from "../../parts/form.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { address, type PageContext, type View } from "../../view.ts";
import { checked, HttpFields, isHttp, spreadOptions, withOptions, type Check } from "./http-form.tsx";
import type { Tried } from "./one.tsx";
import { documentIn, fieldOf, SecretFields, SettingFields, type Secret } from "./settings-form.tsx";
import { settingsOf, writeSetting, type JsonSchema, type Setting } from "./settings-schema.ts";
import { mayChange, type Provider } from "./state-parts.tsx";
import { providerWords } from "./words.ts";

export interface Kind {
  kind: string;
  channels: Provider["channels"];
  unofficial: boolean;
  settings: Setting[];
  secrets: JsonSchema;
}

export async function kindsOf(api: Api): Promise<Kind[]> {
  const { data } = dataOf(await api.GET("/v1/providers/kinds"));
  return data.map((one) => ({ ...one, settings: settingsOf(one.settings), secrets: one.secrets }));
}

/** A kind with what is known of it for one form. */
export interface Asked {
  kind: Kind;
  secrets: Secret[];
  /** Of the kind `http`: what the API says of the description; null: it is no JSON. */
  check: Check | null;
}

/** The secrets are those that the kind names; of a description those that it has. */
export async function asked(
  view: Pick<View, "api" | "language">,
  kind: Kind,
  values: Readonly<Record<string, string>>,
  set: Provider["secrets"] = {},
): Promise<Asked> {
  const check = isHttp(kind.kind) ? await checked(view, kind, values) : null;
  const named = isHttp(kind.kind) ? (check?.secrets ?? []) : settingsOf(kind.secrets);
  const secrets = named.map(({ name, about, required }) => ({ name, about, required, set: set[name]?.set === true }));
  return { kind, secrets, check };
}

/** What a form of settings holds at first. */
export function typedOf(settings: readonly Setting[], values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    settings.flatMap((setting) =>
      Object.hasOwn(values, setting.name) ? [[fieldOf(setting.name), writeSetting(setting, values[setting.name])]] : [],
    ),
  );
}

/** Saves what was typed; null: it is done, and nothing is left to be put right. */
export async function saveForm(c: PageContext, name: string): Promise<Tried | null> {
  const { view } = c.var;
  const values = await textOf(c);
  const path = { name };
  const [read, kinds] = await Promise.all([
    view.api.GET("/v1/providers/{name}", { params: { path } }).then(dataOf),
    kindsOf(view.api),
  ]);
  const kind = kinds.find((one) => one.kind === read.kind);
  if (kind === undefined) throw new Error(`no kind ${read.kind}`);
  const names = (await asked(view, kind, values, read.secrets)).secrets.map((secret) => secret.name);
  const etag = values["etag"] ?? "";
  const { document, errors } = documentIn(withOptions(values), kind.settings, names, view.language);
  if (errors.size > 0) return { settings: { state: { values, errors }, text: null, etag } };
  const answer = await view.api.PUT("/v1/providers/{name}", {
    params: { path, header: { "If-Match": etag } },
    body: { kind: read.kind, state: read.state, ...document },
  });
  const problem = problemOf(answer);
  if (problem === null) {
    const { findings } = dataOf(answer);
    return findings.length === 0 ? null : { findings };
  }
  return { settings: { ...refusalOf(problem, values, view), etag } };
}

/** What was wrong with a save, at its fields. */
export function refusalOf(problem: Problem, values: Record<string, string>, view: View) {
  const errors = new Map(fieldErrors(problem, view.language));
  // The description is one field, whatever part of it is wrong.
  const parts = (problem.errors ?? []).filter(({ path }) => path.startsWith("settings.description."));
  if (parts.length > 0) {
    errors.set(fieldOf("description"), parts.map(({ path, message }) => `${path}: ${message}`).join("; "));
  }
  const stale = problem.code === "conflict";
  const text = stale ? providerWords[view.language].stale : problemText(problem, view.language);
  return { state: { values, errors }, text };
}

export interface SettingsFormProps {
  view: View;
  name: string;
  /** What is known of its kind; null: this release has it no longer. What is stored of it can be deleted. */
  asked: Asked | null;
  state: FormState;
  text: string | null;
  etag: string;
}

/** What the form of a provider shows: as it is stored, or as it was typed and refused. */
export async function settingsFormOf(
  view: View,
  provider: Provider,
  etag: string,
  tried: Tried["settings"],
): Promise<SettingsFormProps> {
  const kind = (await kindsOf(view.api)).find((one) => one.kind === provider.kind);
  const stored = spreadOptions(typedOf(kind?.settings ?? [], provider.settings ?? {}));
  const state: FormState = tried?.state ?? { values: stored, errors: new Map() };
  const known = kind === undefined ? null : await asked(view, kind, state.values, provider.secrets);
  return { view, name: provider.name, asked: known, state, text: tried?.text ?? null, etag: tried?.etag ?? etag };
}

/** The settings and secrets of a provider, made from its kind's schema. */
export function SettingsForm({ view, name, asked: known, state, text, etag }: SettingsFormProps) {
  const words = providerWords[view.language];
  if (known === null) return null;
  return (
    <section class="card">
      <h2>{words.settings}</h2>
      {known.kind.unofficial ? <p class="note warn">{words.unofficialNote}</p> : null}
      <Wrong frame={view} text={text} state={state} />
      <Form action={address(view, `/providers/${name}`)} id="settings">
        <input type="hidden" name="etag" value={etag} />
        <fieldset disabled={!mayChange(view)}>
          <KindFields view={view} asked={known} state={state} />
          {mayChange(view) ? <button>{words.save}</button> : null}
        </fieldset>
      </Form>
    </section>
  );
}

export function KindFields(props: { view: View; asked: Asked; state: FormState }) {
  const { view, asked: known, state } = props;
  if (isHttp(known.kind.kind)) return <HttpFields {...props} />;
  return (
    <>
      <SettingFields view={view} settings={known.kind.settings} state={state} />
      <h3>{providerWords[view.language].secrets}</h3>
      <SecretFields view={view} secrets={known.secrets} state={state} />
    </>
  );
}
