import { Refused } from "./api.ts";
import type { Problem } from "../http/problem.ts";
import type { PageContext } from "./view.ts";

/** A file of the API's, streamed on as it is made, whatever its length. */
export async function passOn(c: PageContext, path: string): Promise<Response> {
  const answer = await c.var.view.api.raw(path);
  if (!answer.ok) throw new Refused((await answer.json()) as Problem, answer.headers.get("retry-after"));
  const kept = ["content-type", "content-disposition", "content-length"].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return new Response(answer.body, { headers: Object.fromEntries([...kept, ["X-Content-Type-Options", "nosniff"]]) });
}
