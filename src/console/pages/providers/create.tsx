import type { Hono } from "hono";
import { dataOf, problemOf } from "../../api.ts";
import { Field, Form, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Badge } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { channelWords } from "../../channel-words.ts";
import { DescriptionCheck, isHttp, withOptions } from "./http-form.tsx";
import { kindWords } from "./kind-words.ts";
import { ProviderTabs } from "./list.tsx";
import { asked, KindFields, kindsOf, refusalOf, type Kind } from "./save.tsx";
import { documentIn, fieldOf } from "./settings-form.tsx";
import { providerWords } from "./words.ts";

export function newProviderPages(app: Hono<ConsoleEnv>): void {
  app.get("/providers/new", async (c) => {
    const { view } = c.var;
    const kinds = await kindsOf(view.api);
    const kind = kinds.find((one) => one.kind === view.query.get("kind"));
    if (kind === undefined) return chooseKind(c, kinds);
    const preset = view.query.get("preset");
    const start = view.query.get("start");
    if (!isHttp(kind.kind)) return showForm(c, kind, untouched());
    if (preset !== null) return showForm(c, kind, untouched({ [fieldOf("preset")]: preset }));
    if (start === null) return chooseDescription(c, kind);
    const { data } = dataOf(await view.api.GET("/v1/providers/kinds/http/descriptions"));
    const description = data.find((one) => one.preset === start)?.description ?? {};
    return showForm(c, kind, untouched({ [fieldOf("description")]: JSON.stringify(description, null, 2) }));
  });

  app.post("/providers/new", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const kinds = await kindsOf(view.api);
    const kind = kinds.find((one) => one.kind === values["kind"]);
    if (kind === undefined) return chooseKind(c, kinds);
    const name = values["name"] ?? "";
    const secrets = (await asked(view, kind, values)).secrets.map((secret) => secret.name);
    const { document, errors } = documentIn(withOptions(values), kind.settings, secrets, view.language);
    if (errors.size > 0) return showForm(c, kind, { values, errors });
    const answer = await view.api.PUT("/v1/providers/{name}", {
      params: { path: { name: name === "" ? " " : name }, header: { "If-None-Match": "*" } },
      body: { kind: kind.kind, state: "on", ...document },
    });
    const problem = problemOf(answer);
    if (problem === null) return done(c, `/providers/${name}`, "created");
    if (problem.code === "conflict") {
      return showForm(c, kind, { values, errors: new Map([["name", providerWords[view.language].nameTaken]]) });
    }
    const { state, text } = refusalOf(problem, values, view);
    return showForm(c, kind, state, text);
  });

  /** A description as it is typed: asked for by the form, which takes the part that says what came of it. */
  app.post("/providers/new/check", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const kind = (await kindsOf(view.api)).find((one) => isHttp(one.kind));
    if (kind === undefined) throw new Error("no kind http");
    const known = await asked(view, kind, values);
    return show(c, {
      title: providerWords[view.language].http.result,
      content: <DescriptionCheck view={view} asked={known} state={untouched(values)} />,
    });
  });
}

function chooseKind(c: PageContext, kinds: readonly Kind[]): Promise<Response> {
  const { view } = c.var;
  const words = providerWords[view.language];
  return show(c, {
    title: words.choose,
    content: (
      <>
        <ProviderTabs frame={view} />
        <p class="soft">{words.chooseNote}</p>
        <div class="cards">
          {kinds.map(({ kind, channels, unofficial }) => (
            <section class="card">
              <h2>{kind}</h2>
              <p>{kindWords[kind]?.[view.language]}</p>
              <p class="soft small">
                {channels.map((channel) => channelWords[view.language][channel]).join(", ")}{" "}
                {unofficial ? <Badge tone="warn">{words.unofficial}</Badge> : null}
              </p>
              <a class="button plain tight" href={address(view, "/providers/new", { kind })}>
                {words.begin}
                <span class="hidden"> {kind}</span>
              </a>
            </section>
          ))}
        </div>
      </>
    ),
  });
}

async function chooseDescription(c: PageContext, { kind }: Kind): Promise<Response> {
  const { view } = c.var;
  const words = providerWords[view.language];
  const { data } = dataOf(await view.api.GET("/v1/providers/kinds/http/descriptions"));
  return show(c, {
    title: words.http.title,
    content: (
      <>
        <ProviderTabs frame={view} />
        <p>
          {words.http.ownNote} <a href={address(view, "/providers/new")}>{words.back}</a>
        </p>
        <div class="cards">
          {data.map(({ preset, about, channels }) => (
            <section class="card">
              <h2>{preset}</h2>
              <p lang="en">{about}</p>
              <p class="soft small">{channels.map((channel) => channelWords[view.language][channel]).join(", ")}</p>
              <div class="row">
                <a class="button plain tight" href={address(view, "/providers/new", { kind, preset })}>
                  {words.http.usePreset}
                  <span class="hidden"> {preset}</span>
                </a>
                <a class="button plain tight" href={address(view, "/providers/new", { kind, start: preset })}>
                  {words.http.example}
                  <span class="hidden"> {preset}</span>
                </a>
              </div>
            </section>
          ))}
        </div>
      </>
    ),
  });
}

async function showForm(c: PageContext, kind: Kind, state: FormState, text: string | null = null): Promise<Response> {
  const { view } = c.var;
  const words = providerWords[view.language];
  const known = await asked(view, kind, state.values);
  const wrong = state.errors.size > 0 || text !== null;
  return show(c, {
    title: words.add,
    status: wrong ? 422 : 200,
    content: (
      <>
        <ProviderTabs frame={view} />
        <section class="card">
          <h2>{kind.kind}</h2>
          <p>
            {kindWords[kind.kind]?.[view.language]} <a href={address(view, "/providers/new")}>{words.back}</a>
          </p>
          {kind.unofficial ? <p class="note warn">{words.unofficialNote}</p> : null}
          <Wrong frame={view} text={text} state={state} />
          <Form action={address(view, "/providers/new")}>
            <input type="hidden" name="kind" value={kind.kind} />
            <Field name="name" label={words.newName} help={words.newNameHelp} state={state} required mono />
            <KindFields view={view} asked={known} state={state} />
            <button>{words.create}</button>
          </Form>
        </section>
      </>
    ),
  });
}
