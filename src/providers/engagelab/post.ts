import { addressOf, exchange } from "../http-kind.ts";
import type { HttpKindSettings, HttpRequest, ProviderIo, Secrets, SendOutcome } from "../provider.ts";
import { account, failed } from "../verdict.ts";
import { readAnswer, type Verdicts } from "./answer.ts";

/** One call, as all of EngageLab's interfaces take it. None has an idempotency key. */
export async function post(
  path: string,
  body: object,
  verdicts: Verdicts,
  settings: HttpKindSettings,
  secrets: Secrets,
  io: ProviderIo,
): Promise<SendOutcome> {
  const proof = authorization(secrets);
  if (proof === null) return failed(account, "no_dev_key");
  const request: HttpRequest = {
    method: "POST",
    url: addressOf(settings.base_url, path),
    headers: { authorization: proof, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return exchange(io, request, (answer) => readAnswer(answer, verdicts));
}

/** The header that proves us, or null when a part of it is missing. */
export function authorization(secrets: Secrets): string | null {
  const { dev_key: devKey, dev_secret: devSecret } = secrets;
  return devKey && devSecret ? `Basic ${Buffer.from(`${devKey}:${devSecret}`).toString("base64")}` : null;
}
