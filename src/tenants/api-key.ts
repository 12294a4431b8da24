import { randomBytes } from "node:crypto";
import { hashApiKey } from "../kit/secret.ts";
import { newId } from "../kit/id.ts";
import type { Role } from "./actor.ts";

export interface NewKey {
  id: string;
  /** Shown once, never stored. */
  key: string;
  hash: string;
}

/** 256 random bits behind a word that secret scanners and people recognise. */
export function makeApiKey(role: Role): NewKey {
  const key = `gk_${role}_${randomBytes(32).toString("base64url")}`;
  return { id: newId(), key, hash: hashApiKey(key) };
}
