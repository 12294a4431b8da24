import { z } from "zod";
import { sameSecret } from "../kit/secret.ts";
import type { RawHook, Secrets } from "./provider.ts";

/**
 * For vendors that sign nothing: a word only they and we know, as the last part of the hook's address. Long enough not
 * to be guessed, and of what an address holds unescaped, for vendors escape the rest in ways of their own.
 */
export const hookToken = z
  .string()
  .regex(/^[\w.~-]{16,256}$/, "16 to 256 letters, digits and -._~")
  .optional()
  .describe(
    "A long random word of your choice, the last part of the hook's address: reports are believed only with it",
  );

/** Null when the token is right, else why not. */
export function refusedByToken(hook: RawHook, secrets: Secrets): string | null {
  const expected = secrets["hook_token"];
  if (!expected) return "no hook_token configured";
  if (hook.token === null) return "no token in the hook's address";
  return sameSecret(hook.token, expected) ? null : "the token in the hook's address differs";
}
