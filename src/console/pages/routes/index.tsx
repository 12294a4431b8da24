import type { Hono } from "hono";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { ownPath } from "../../language.ts";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { Form } from "../../parts/form.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { ALL, ProviderTabs } from "../providers/list.tsx";
import { mayChange } from "../providers/state-parts.tsx";
import { Editor } from "./editor.tsx";
import { askPlan, DryRunForm, type Asked } from "./plan.tsx";
import { changed, documentOf, formOf, readForm, type ChannelName, type RoutesForm } from "./routes-form.ts";
import { routeWords } from "./words.ts";

/** What was just done with a form of this page. */
interface Tried {
  form?: RoutesForm;
  etag?: string;
  problem?: Problem;
  findings?: readonly Finding[];
  asked?: Asked;
}

/** Who carries what, in which order; and what that would mean for a number. */
export function routePages(app: Hono<ConsoleEnv>): void {
  app.get("/routes", (c) => showRoutes(c));

  app.post("/routes", async (c) => {
    const { view } = c.var;
    const posted = await c.req.parseBody({ all: true });
    const text = (name: string): string => (typeof posted[name] === "string" ? posted[name] : "");
    const form = readForm(posted);
    const etag = text("etag");
    if (text("do") !== "save") return showRoutes(c, { form: changed(form, text("do"), posted), etag });
    const answer = await view.api.PUT("/v1/routes", {
      params: { header: { "If-Match": etag } },
      body: documentOf(form),
    });
    const problem = problemOf(answer);
    if (problem !== null) return showRoutes(c, { form, etag, problem });
    const { findings } = dataOf(answer);
    return findings.length === 0 ? done(c, "/routes", "saved") : showRoutes(c, { findings });
  });

  /** By a row of the routes (`first=sms:one`), or from a provider's own page. */
  app.post("/routes/first", async (c) => {
    const { view } = c.var;
    const posted = await c.req.parseBody();
    const text = (name: string): string => (typeof posted[name] === "string" ? posted[name] : "");
    const [row = "", named = ""] = text("first").split(":");
    const asked = text("first") === "" ? [text("channel"), text("provider")] : [row, named];
    // Which there are is the API's to say.
    const channel = asked[0] as ChannelName;
    const body = { provider: asked[1] ?? "" };
    dataOf(await view.api.PUT("/v1/routes/{channel}/first", { params: { path: { channel } }, body }));
    return done(c, ownPath(text("back")) || "/routes", "swapped");
  });

  app.post("/routes/plan", async (c) => showRoutes(c, { asked: await askPlan(c) }));
}

async function showRoutes(c: PageContext, tried: Tried = {}): Promise<Response> {
  const { view } = c.var;
  const words = routeWords[view.language];
  const [read, providers] = await Promise.all([
    view.api.GET("/v1/routes"),
    view.api.GET("/v1/providers", { params: { query: { limit: ALL } } }).then(dataOf),
  ]);
  const routes = dataOf(read);
  const form = tried.form ?? formOf(routes);
  const etag = tried.etag ?? read.response.headers.get("etag") ?? "";
  const editable = mayChange(view);
  const errors = fieldErrors(tried.problem ?? null, view.language);
  const unsaved = tried.form !== undefined;
  return show(c, {
    title: words.title,
    status: tried.problem === undefined && tried.asked?.problem == null ? 200 : 422,
    scripts: ["sortable.js", "routes.js"],
    done: { saved: words.saved, swapped: words.swapped },
    content: (
      <>
        <ProviderTabs frame={view} />
        <Findings intro={words.findings} findings={tried.findings ?? []} />
        <Form action={address(view, "/routes")} class="routes">
          {/* The first button of a form is what Enter in a field presses. */}
          {editable ? <button class="hidden" name="do" value="save" tabindex={-1} aria-hidden="true"></button> : null}
          <div id="routes">
            <p class="soft">{words.intro}</p>
            {tried.problem === undefined ? null : (
              <div class="note bad" role="alert">
                {tried.problem.code === "conflict" ? (
                  <>
                    {words.stale} <a href={address(view, "/routes")}>{words.reload}</a>
                  </>
                ) : errors.size > 0 ? (
                  words.refused
                ) : (
                  problemText(tried.problem, view.language)
                )}
              </div>
            )}
            <input type="hidden" name="etag" value={etag} />
            <Editor {...{ view, form, providers: providers.data, errors, unsaved, editable }} />
            {editable ? (
              <div class="row saving">
                <button name="do" value="save">
                  {words.save}
                </button>
                {unsaved ? (
                  <span class="warn" role="status">
                    {words.unsaved}
                  </span>
                ) : null}
              </div>
            ) : null}
          </div>
        </Form>
        <DryRunForm view={view} asked={tried.asked ?? null} />
      </>
    ),
  });
}
