import type { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { preferredLanguage } from "../http/accept-language.ts";
import { languages, type Language } from "../kit/language.ts";
import type { ConsoleEnv, PageContext, Person } from "./view.ts";

const COOKIE = "gerbang_language";
const YEAR_SECONDS = 365 * 86_400;

/** What was chosen at this browser, else what the user has set, else what the browser prefers, else Indonesian. */
export function languageOfPage(c: PageContext, person: Person | null): Language {
  const chosen = getCookie(c, COOKIE);
  return (
    languages.find((language) => language === chosen) ??
    person?.session.language ??
    preferredLanguage(c.req.header("accept-language")) ??
    "id"
  );
}

/** The switch in the page's head: a form, since it sets something. */
export function languageRoute(app: Hono<ConsoleEnv>): void {
  app.post("/language", async (c) => {
    const { frame } = c.var;
    const form = await c.req.parseBody();
    const language = languages.find((known) => known === form["language"]) ?? frame.language;
    const secure = new URL(c.var.gateway.config.publicUrl).protocol === "https:";
    setCookie(c, COOKIE, language, { path: frame.base, maxAge: YEAR_SECONDS, sameSite: "Lax", httpOnly: true, secure });
    return c.redirect(frame.base + ownPath(form["back"]), 303);
  });
}

/** A path under the console, whatever a form says: never another website. */
export function ownPath(text: unknown): string {
  return typeof text === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(text) ? text : "";
}
