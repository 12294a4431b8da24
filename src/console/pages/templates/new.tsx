import type { Hono } from "hono";
import { GatewayError } from "../../../errors.ts";
import type { Problem } from "../../../http/problem.ts";
import { channels } from "../../../providers/provider.ts";
import { dataOf, problemOf } from "../../api.ts";
import { Field, Form, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { documentOf, firstWords, valuesOf, type Document, type Values, type Variant } from "./content.ts";
import { mayWrite, variantPath } from "./open.ts";
import { newTemplateWords } from "./new-words.ts";
import { templateWords } from "./words.ts";

const api = "/v1/templates/{key}/{channel}/{locale}";

/** A new variant is a draft first; its words may be those of another. */
export function newTemplatePage(app: Hono<ConsoleEnv>): void {
  app.get("/templates/new", async (c) => {
    const { query } = c.var.view;
    const begun = {
      key: query.get("key") ?? "otp",
      channel: query.get("channel") ?? "sms",
      locale: query.get("locale") ?? "",
    };
    return form(c, untouched(begun));
  });

  app.post("/templates/new", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const variant = askedFor(values);
    if (variant === null) return form(c, { values, errors: new Map() });
    const there = await view.api.GET(api, { params: { path: variant } });
    if (there.response.ok && !dataOf(there).shared) return done(c, variantPath(variant), "there");
    const draft = await view.api.GET(`${api}/draft`, { params: { path: variant } });
    if (draft.response.ok) return done(c, variantPath(variant), "there");
    const problem = problemOf(
      await view.api.PUT(`${api}/draft`, {
        params: { path: variant, header: { "If-Match": there.response.headers.get("etag") ?? '"v0"' } },
        body: await wordsFor(c, variant, values["from"] ?? ""),
      }),
    );
    return problem === null ? done(c, variantPath(variant), "begun") : refused(c, values, problem);
  });
}

function askedFor({ key = "", channel: asked = "", locale = "" }: Values): Variant | null {
  const channel = channels.find((known) => known === asked);
  return channel === undefined || key === "" || locale === "" ? null : { key, channel, locale };
}

/** Of another variant what this channel takes; its bindings are to templates in its own language. */
async function wordsFor(c: PageContext, variant: Variant, from: string): Promise<Document> {
  const [key = "", on = "", locale = ""] = from.split("/");
  const channel = channels.find((known) => known === on);
  if (channel === undefined) return firstWords(variant.channel, variant.locale);
  const source = dataOf(await c.var.view.api.GET(api, { params: { path: { key, channel, locale } } }));
  if (source.category !== undefined && variant.channel !== "whatsapp") {
    return firstWords(variant.channel, variant.locale);
  }
  return documentOf(valuesOf(source), variant, {});
}

function refused(c: PageContext, values: Values, problem: Problem): Promise<Response> {
  return form(c, { values, errors: fieldErrors(problem, c.var.view.language) }, problem);
}

async function form(c: PageContext, state: FormState, problem: Problem | null = null): Promise<Response> {
  const { view } = c.var;
  if (!mayWrite(view)) throw new GatewayError("forbidden", "Templates are written by the roles ops and admin.");
  const words = newTemplateWords[view.language];
  const { channels: names, channel } = templateWords[view.language];
  const { data } = dataOf(await view.api.GET("/v1/templates", { params: { query: { limit: 200 } } }));
  const sources = data.map((one) => ({
    value: `${one.key}/${one.channel}/${one.locale}`,
    label: `${one.key} · ${names[one.channel]} · ${one.locale}`,
  }));
  return show(c, {
    title: words.title,
    status: problem === null ? 200 : 422,
    content: (
      <Form action={address(view, "/templates/new")} class="card">
        <Wrong frame={view} state={state} text={problem === null ? null : problemText(problem, view.language)} />
        <p>{words.about}</p>
        <Field name="key" label={words.key} state={state} help={words.keyHelp} required mono />
        <Field
          name="channel"
          label={channel}
          state={state}
          options={channels.map((value) => ({ value, label: names[value] }))}
        />
        <Field name="locale" label={words.locale} state={state} help={words.localeHelp} required mono />
        <Field
          name="from"
          label={words.from}
          state={state}
          options={[{ value: "", label: words.fromNothing }, ...sources]}
        />
        <button>{words.make}</button>
      </Form>
    ),
  });
}
