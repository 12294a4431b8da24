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
  const { dev_key: devKey, dev_secret: devSecret } = secrets;
  if (!devKey || !devSecret) return failed(account, "no_dev_key");
  const request: HttpRequest = {
    method: "POST",
    url: addressOf(settings.base_url, path),
    headers: {
      authorization: `Basic ${Buffer.from(`${devKey}:${devSecret}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  };
  return exchange(io, request, (answer) => readAnswer(answer, verdicts));
}
