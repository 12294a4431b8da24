import type { RouterRoute } from "hono/types";

/**
 * Whoever asks for the address of a form's work (by loading its answer anew from the address bar, by the language
 * switch above it, after signing in again) means the page that has the form: the nearest above that is one. Null: no
 * form is posted there.
 */
export function pageOfForm(routes: readonly RouterRoute[], path: string): string | null {
  if (!isRoute(routes, "POST", path)) return null;
  for (let above = path; above !== ""; above = above.slice(0, above.lastIndexOf("/"))) {
    if (isRoute(routes, "GET", above)) return above;
  }
  return null;
}

function isRoute(routes: readonly RouterRoute[], method: string, path: string): boolean {
  return routes.some((route) => route.method === method && patternOf(route.path).test(path));
}

/** `/webhooks/to/:name/test`, `/messages/:id/:act{resend|cancel}` */
function patternOf(route: string): RegExp {
  const parts = route.split("/").map((part) => {
    const named = /^:\w+(?:\{(.+)\})?$/.exec(part);
    if (named === null) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return `(?:${named[1] ?? "[^/]+"})`;
  });
  return new RegExp(`^${parts.join("/")}$`);
}
