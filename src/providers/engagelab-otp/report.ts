import { isAddressCheck, readCallback } from "../engagelab/callback.ts";
import type { HookContent, RawHook, Secrets } from "../provider.ts";
import { messageVerdicts } from "./answer.ts";
import { whyUnproven, type SeenSignatures } from "./signature.ts";

/** Pure but for what it has seen. Whatever a proven callback holds, EngageLab gets 200. */
export function readOtpHook(hook: RawHook, secrets: Secrets, seen: SeenSignatures): HookContent {
  const { callback_username: username, callback_secret: secret } = secrets;
  if (!username || !secret) return { ok: false, why: "no callback_username and callback_secret configured" };
  if (hook.method !== "POST") return { ok: false, why: "not a POST" };
  const why = isAddressCheck(hook.body) ? null : whyUnproven(hook, username, secret, seen);
  if (why !== null) return { ok: false, why };
  // Other codes are those of a request, and mean something else in a report.
  return readCallback(hook.body, { echoes: false, verdictOf: (code) => messageVerdicts.get(code) ?? null });
}
