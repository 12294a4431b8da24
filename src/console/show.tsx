import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Problem } from "../http/problem.ts";
import type { AssetName } from "./assets.ts";
import { Layout } from "./layout.tsx";
import { problemText } from "./problem-words.ts";
import { address, type PageContext } from "./view.ts";
import { words } from "./words.ts";

export interface Page {
  /** The `<h1>` and the window's title. */
  title: string;
  /** Beside the heading: what the page is for, or its main button. */
  aside?: Child;
  content: Child;
  /** What was done, by the word that `?done=` carries: `{ saved: "Tersimpan." }`. */
  done?: Record<string, string>;
  /** 200; a form that was refused is shown again with 422. */
  status?: ContentfulStatusCode;
  /** Beside those of every page. */
  scripts?: readonly AssetName[];
  styles?: readonly AssetName[];
}

/** A whole page. What htmx asks for is the same page, of which it takes a part (`hx-select`). */
export async function show(c: PageContext, page: Page): Promise<Response> {
  const { frame } = c.var;
  const done = frame.query.get("done");
  const said = done === null ? null : (page.done?.[done] ?? null);
  return c.html(html`<!doctype html>${(<Layout frame={frame} page={page} said={said} />)}`, page.status ?? 200);
}

/** After a POST: on to a page, which says what was done. */
export function done(c: PageContext, path: string, what?: string): Response {
  const [where = "", query = ""] = path.split("?");
  const all = new URLSearchParams(query);
  if (what !== undefined) all.set("done", what);
  const text = all.toString();
  return c.redirect(`${c.var.frame.base}${where}${text === "" ? "" : `?${text}`}`, 303);
}

/** No permission, not there, too often, not now, our bug: what happened and what can be done. */
export async function showError(c: PageContext, problem: Problem, retryAfter: string | null = null): Promise<Response> {
  const { frame } = c.var;
  const said = words[frame.language].errors;
  const kind = problem.code === "forbidden" && frame.person === null ? "foreign" : kindOf(problem.status);
  const response = await show(c, {
    title: said[kind].title,
    status: problem.status as ContentfulStatusCode,
    content: (
      <div class="empty">
        <p>{said[kind].text}</p>
        {kind === "refused" ? <p>{problemText(problem, frame.language)}</p> : null}
        <p>
          <a class="button" href={kind === "out" ? address(frame, "/sign-in", { next: frame.path }) : frame.base}>
            {kind === "out" ? said.signIn : said.home}
          </a>
        </p>
        <p class="soft small">
          {said.request} <code>{c.env.requestId}</code>
        </p>
      </div>
    ),
  });
  if (retryAfter !== null) response.headers.set("Retry-After", retryAfter);
  return response;
}

function kindOf(status: number): "out" | "forbidden" | "missing" | "often" | "later" | "bug" | "refused" {
  if (status === 401) return "out";
  if (status === 403) return "forbidden";
  if (status === 404) return "missing";
  if (status === 429) return "often";
  if (status === 503) return "later";
  return status >= 500 ? "bug" : "refused";
}
