import { readCallback } from "../engagelab/callback.ts";
import { refusedByToken } from "../hook-token.ts";
import { verdictOf as metaVerdictOf } from "../meta-cloud/answer.ts";
import type { HookContent, RawHook, Secrets } from "../provider.ts";
import { verdicts } from "./answer.ts";

/** Pure. EngageLab signs no WhatsApp callback: what proves one is the secret end of the address it was given. */
export function readWhatsappHook(hook: RawHook, secrets: Secrets): HookContent {
  const why = refusedByToken(hook, secrets);
  if (why !== null) return { ok: false, why };
  if (hook.method !== "POST") return { ok: false, why: "not a POST" };
  return readCallback(hook.body, {
    echoes: true,
    // What Meta said of a message is passed on under Meta's code.
    verdictOf: (code) => verdicts.get(code) ?? metaVerdictOf(code),
  });
}
