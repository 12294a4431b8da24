import type { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Problem } from "../../../http/problem.ts";
import { problemOf } from "../../api.ts";
import { Confirm, Form, textOf, Wrong, once } from "../../parts/form.tsx";
import { Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import type { ConsoleEnv, PageContext, View } from "../../view.ts";
import { bindingsOf, documentOf, firstWords, valuesOf, type Values, type Variant } from "./content.ts";
import { ContentFields, SampleFields } from "./fields.tsx";
import {
  mayWrite,
  newestOf,
  openVariant,
  valuesOfOpened,
  variantAddress,
  variantOf,
  variantPath,
  type Opened,
} from "./open.ts";
import { titleOf, VariantTabs, whoIs } from "./parts.tsx";
import { PreviewPane } from "./phone.tsx";
import { seenOf } from "./preview.ts";
import { templateWords } from "./words.ts";

const path = "/templates/:key/:channel/:locale";
const api = "/v1/templates/{key}/{channel}/{locale}";

/** Where a variant is written: the form, beside it a phone and the linter, both made anew as one types. */
export function templateEditorPages(app: Hono<ConsoleEnv>): void {
  app.get(path, async (c) => {
    const { view } = c.var;
    const opened = await openVariant(view, variantOf(c));
    return edit(c, opened, shaped(view, opened));
  });

  app.post(`${path}/preview`, async (c) => {
    const opened = await openVariant(c.var.view, variantOf(c));
    return edit(c, opened, await textOf(c));
  });

  app.post(`${path}/draft`, async (c) => {
    const variant = variantOf(c);
    const values = await textOf(c);
    const kept = await keepDraft(c.var.view, variant, values);
    return "problem" in kept ? refused(c, variant, values, kept.problem) : done(c, variantPath(variant), "saved");
  });

  app.post(`${path}/publish`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const values = await textOf(c);
    const kept = await keepDraft(view, variant, values);
    if ("problem" in kept) return refused(c, variant, values, kept.problem);
    const header = { ...once(values), "If-Match": kept.etag };
    const problem = problemOf(await view.api.POST(`${api}/publish`, { params: { path: variant, header }, body: {} }));
    return problem === null ? done(c, variantPath(variant), "published") : refused(c, variant, values, problem);
  });

  app.post(`${path}/discard`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const header = { "If-Match": (await textOf(c))["etag"] };
    const problem = problemOf(await view.api.DELETE(`${api}/draft`, { params: { path: variant, header } }));
    if (problem !== null) return refused(c, variant, null, problem);
    const left = await view.api.GET(api, { params: { path: variant } });
    return left.response.ok ? done(c, variantPath(variant), "discarded") : done(c, "/templates", "removed");
  });

  app.post(`${path}/delete`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const header = { "If-Match": (await textOf(c))["etag"] };
    const problem = problemOf(await view.api.DELETE(api, { params: { path: variant, header } }));
    return problem === null ? done(c, "/templates", "removed") : refused(c, variant, null, problem);
  });
}

/** As stored; or begun anew, where the other shape of a WhatsApp template is asked for. */
function shaped(view: View, opened: Opened): Values {
  const values = valuesOfOpened(opened);
  const shape = view.query.get("shape");
  if (opened.variant.channel !== "whatsapp" || shape === null || shape === values["shape"]) return values;
  const { locale } = opened.variant;
  const begun = firstWords(shape === "text" ? "sms" : "whatsapp", locale);
  return { ...valuesOf({ ...opened.variant, ...begun, bindings: {} } as never), etag: opened.etag };
}

async function keepDraft(
  view: View,
  variant: Variant,
  values: Values,
): Promise<{ etag: string } | { problem: Problem }> {
  const opened = await openVariant(view, variant);
  const answer = await view.api.PUT(`${api}/draft`, {
    params: { path: variant, header: { "If-Match": values["etag"] ?? opened.etag } },
    body: documentOf(values, variant, bindingsOf(newestOf(opened))),
  });
  const problem = problemOf(answer);
  return problem === null ? { etag: answer.response.headers.get("etag") ?? "" } : { problem };
}

async function refused(c: PageContext, variant: Variant, values: Values | null, problem: Problem): Promise<Response> {
  const opened = await openVariant(c.var.view, variant);
  return edit(c, opened, values ?? valuesOfOpened(opened), problem);
}

async function edit(c: PageContext, opened: Opened, values: Values, problem: Problem | null = null): Promise<Response> {
  const { view } = c.var;
  const { language } = view;
  const { variant } = opened;
  const words = templateWords[language].editor;
  const seen = await seenOf(view, variant, values, bindingsOf(newestOf(opened)));
  const state = { values, errors: fieldErrors(problem, language) };
  const status: ContentfulStatusCode = problem === null ? 200 : 422;
  return show(c, {
    title: titleOf(variant, language),
    status,
    done: {
      saved: words.saved,
      published: words.published,
      discarded: words.discarded,
      begun: words.begun,
      there: words.there,
      rolledBack: words.rolledBack,
    },
    content: (
      <>
        <VariantTabs frame={at(view, variant)} variant={variant} />
        <Standing view={view} opened={opened} />
        {problem?.code === "conflict" ? (
          <div class="note warn" role="alert">
            <p>{words.heldMeanwhile}</p>
            <a href={variantAddress(view, variant)}>{words.openAnew}</a>
          </div>
        ) : (
          <Wrong frame={view} state={state} text={problem === null ? null : problemText(problem, language)} />
        )}
        <div class="editor">
          <Editor view={view} opened={opened} state={state} fetched={c.req.header("hx-request") === "true"} />
          <PreviewPane
            view={view}
            variant={variant}
            seen={seen}
            brand={values["sample_brand"] || view.tenant.settings.brand || view.tenant.name}
          />
        </div>
      </>
    ),
  });
}

/** A form that was refused has the address of its POST; the tabs are those of the page it belongs to. */
const at = (view: View, variant: Variant): View => ({ ...view, path: variantPath(variant) });

function Standing({ view, opened: { template, draft } }: { view: View; opened: Opened }) {
  const words = templateWords[view.language];
  return (
    <p class="soft">
      {template === null ? words.editor.noVersion : `${words.use}: ${words.version(template.version)}. `}
      {template?.shared === true ? words.editor.isShared : null}
      {draft === null ? null : (
        <>
          {words.editor.begunFrom(whoIs(view, draft.actor))} <Time view={view} at={draft.at} />. {words.editor.isDraft}
        </>
      )}
    </p>
  );
}

interface EditorProps {
  view: View;
  opened: Opened;
  state: { values: Values; errors: ReadonlyMap<string, string> };
  fetched: boolean;
}

function Editor({ view, opened, state, fetched }: EditorProps) {
  const words = templateWords[view.language].editor;
  const { variant, template, draft } = opened;
  const to = (page: string): string => variantAddress(view, variant, page);
  const frozen = !mayWrite(view);
  const live = {
    "hx-post": to("/preview"),
    "hx-trigger": "input delay:300ms",
    "hx-target": "#preview",
    "hx-select": "#preview",
    "hx-swap": "outerHTML",
    "hx-sync": "this:replace",
  };
  return (
    <div>
      <Form action={to(frozen ? "/preview" : "/draft")} class="card" id="editor" attributes={live}>
        <input type="hidden" name="etag" value={state.values["etag"] ?? opened.etag} />
        <ContentFields view={at(view, variant)} variant={variant} state={state} />
        <SampleFields view={view} variant={variant} state={state} fetched={fetched} />
        <div class="row buttons">
          {frozen ? null : <button>{words.save}</button>}
          <noscript>
            <button class="plain" formaction={to("/preview")} formnovalidate>
              {words.preview}
            </button>
          </noscript>
          {frozen ? null : (
            <Confirm label={words.publish}>
              <p>{words.publishAsk}</p>
              <button formaction={to("/publish")}>{words.publishYes}</button>
            </Confirm>
          )}
        </div>
      </Form>
      {frozen ? null : (
        <div class="row deeds">
          {draft === null ? null : (
            <Confirm label={words.discard} tight>
              <Ask text={words.discardAsk} yes={words.discardYes} action={to("/discard")} etag={opened.etag} />
            </Confirm>
          )}
          {template === null || template.shared ? null : (
            <Confirm label={words.remove} tight>
              <Ask text={words.removeAsk} yes={words.removeYes} action={to("/delete")} etag={opened.etag} />
            </Confirm>
          )}
        </div>
      )}
    </div>
  );
}

function Ask({ text, yes, action, etag }: { text: string; yes: string; action: string; etag: string }) {
  return (
    <Form action={action}>
      <input type="hidden" name="etag" value={etag} />
      <p>{text}</p>
      <button class="danger">{yes}</button>
    </Form>
  );
}
