import createClient, { type Client } from "openapi-fetch";
// Types alone, made from our own OpenAPI document: nothing of it runs.
import type { paths } from "../../examples/typescript/schema.d.ts";
import type { App } from "../http/endpoint.ts";
import type { Caller } from "../http/auth.ts";
import { callInside } from "../http/inside.ts";
import type { Problem } from "../http/problem.ts";

/**
 * The gateway's own API, called in this process for the person who is signed in. What a page shows or does is what a
 * program with a key of that role is shown or may do: the same rights, masks, checks, audit and idempotency, once.
 */
export type Api = Client<paths> & {
  /** The answer as it comes: a file that is streamed on to the browser, or an upload. */
  raw(path: string, init?: RequestInit): Promise<Response>;
};

export function apiFor(app: App, caller: Caller, requestId: string, publicUrl: string): Api {
  const ask = (request: Request): Promise<Response> => callInside(app, request, caller);
  const baseUrl = new URL(publicUrl).origin;
  const headers = { "X-Request-Id": requestId };
  const client = createClient<paths>({ baseUrl, headers, fetch: ask });
  return {
    ...client,
    raw: (path, init = {}) => {
      const all = new Headers(init.headers);
      all.set("X-Request-Id", requestId);
      return ask(new Request(new URL(path, baseUrl), { ...init, headers: all }));
    },
  };
}

/** The API said no; the page of errors shows it unless a form does. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly retryAfter: string | null;

  constructor(problem: Problem, retryAfter: string | null = null) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the API answered; throws `Refused` when it did not. */
export function dataOf<T>(answer: Answered<T>): T {
  if (!answer.response.ok) throw new Refused(answer.error as Problem, answer.response.headers.get("retry-after"));
  return answer.data as T;
}

/** Of a form: what is wrong with it is shown beside it. Null: it was done. A bug or an outage is thrown all the same. */
export function problemOf(answer: Answered<unknown>): Problem | null {
  if (answer.response.ok) return null;
  const problem = answer.error as Problem;
  if (problem.status >= 500 || problem.status === 401) dataOf(answer);
  return problem;
}
