import { maskNumbers } from "../kit/mask.ts";
import { TransportError, type HttpAnswer, type HttpRequest } from "../providers/provider.ts";
import type { Hook } from "./hooks.ts";
import { signedHeaders } from "./sign.ts";
import type { PostOutcome } from "./verdict.ts";

/** Behind the guard that looks at each connection's address; it follows no redirect and reads up to 64 KiB. */
export type Request = (request: HttpRequest, budget: { signal: AbortSignal }) => Promise<HttpAnswer>;

const TIMEOUT_MS = 15_000;
const KEPT_LETTERS = 1024;

/** One try. What it throws is a bug; a server that is away or says no is an outcome. */
export async function postOnce(
  request: Request,
  hook: Pick<Hook, "url" | "secrets">,
  payload: { id: string },
  now: number,
  stop: AbortSignal,
): Promise<PostOutcome> {
  const body = JSON.stringify(payload);
  const headers = signedHeaders(hook.secrets, payload.id, now, body);
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stop]);
  try {
    const answer = await request({ method: "POST", url: hook.url, headers, body }, { signal });
    const { status } = answer;
    return { status, text: shown(answer.text, hook.secrets), retryAfter: answer.headers["retry-after"] };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { status: null, reason: error.reason };
  }
}

/** What is kept of an answer, for an operator to read. */
function shown(text: string, secrets: readonly string[]): string {
  let words = text;
  for (const secret of secrets) {
    for (const form of [secret, secret.replace(/^whsec_/, "")]) words = words.replaceAll(form, "****");
  }
  // PostgreSQL keeps no NUL, and no half of a letter that the end cuts in two.
  return maskNumbers(words.replaceAll("\0", "")).slice(0, KEPT_LETTERS).toWellFormed();
}
