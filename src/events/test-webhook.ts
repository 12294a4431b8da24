import type { Sql } from "../db/client.ts";
import { isoMs, type Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import type { LiveSettings } from "../settings/live.ts";
import { signingSecrets } from "./hooks.ts";
import { logLost } from "./log-lost.ts";
import { postOnce, type Request } from "./post-once.ts";
import type { StoredWebhook } from "./webhooks.ts";

export interface TestDeps {
  sql: Sql;
  keyring: Keyring;
  settings: LiveSettings;
  log: Log;
  clock: Clock;
  /** As events are posted. */
  post: Request;
}

export interface TestResult {
  ok: boolean;
  latencyMs: number;
  answerStatus: number | null;
  answer: string;
}

/** Posts an event that happened nowhere, signed as all are, and waits for the answer. */
export async function testWebhook(
  deps: TestDeps,
  { id, tenant }: { id: string; tenant: string },
  webhook: StoredWebhook,
): Promise<TestResult> {
  const { sql, keyring, settings, log, clock, post } = deps;
  const secrets = await signingSecrets(sql, keyring, webhook, (secret) => logLost(log, settings, secret));
  if (secrets.length === 0) return { ok: false, latencyMs: 0, answerStatus: null, answer: "no_secret" };
  const now = clock.now();
  const payload = { id, type: "webhook.test", timestamp: isoMs(now), data: { tenant, webhook: webhook.name } };
  const began = performance.now();
  const outcome = await postOnce(post, { url: webhook.url, secrets }, payload, now, new AbortController().signal);
  const latencyMs = Math.round(performance.now() - began);
  if (outcome.status === null) return { ok: false, latencyMs, answerStatus: null, answer: outcome.reason };
  const ok = outcome.status >= 200 && outcome.status < 300;
  return { ok, latencyMs, answerStatus: outcome.status, answer: outcome.text };
}
