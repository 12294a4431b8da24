import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import type { Language } from "../kit/language.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Actor } from "../tenants/actor.ts";
import type { Passwords } from "./passwords.ts";

/**
 * A console user is a person at a screen: name, password and second factor, and one role in one tenant. (`src/users` is
 * about another thing, the people whom the ERP proves.) A session is a browser that is signed in, or half way there.
 */
export const consoleRoles = ["ops", "finance", "auditor", "admin"] as const;
export type ConsoleRole = (typeof consoleRoles)[number];

export interface ConsoleUserDeps {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly passwords: Passwords;
}

const LEAST_NAME = 2;
const MOST_NAME = 64;
const WHAT_A_NAME_IS = `${LEAST_NAME} to ${MOST_NAME} letters, digits, spaces and . _ @ - between them`;

/** What one signs in by, so it is compared without regard to case or to how an accent is written. */
export const userName = z
  .string()
  .transform((text) => text.normalize("NFKC").trim())
  .pipe(
    z
      .string()
      .min(LEAST_NAME, WHAT_A_NAME_IS)
      .max(MOST_NAME, WHAT_A_NAME_IS)
      .regex(/^[\p{L}\p{N}](?:[ ._@-]?[\p{L}\p{M}\p{N}])*$/u, WHAT_A_NAME_IS),
  );

/** Pure: a name as it is compared. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}

export const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whose name an entry of the audit or the ledger bears when a person acted. */
export function actorOf(
  user: { id: string; name: string; role: ConsoleRole; tenantId: string },
  address: string | null,
): Actor {
  return { name: publicId("user", user.id), label: user.name, role: user.role, tenantId: user.tenantId, address };
}

export interface ConsoleUser {
  id: string;
  name: string;
  role: ConsoleRole;
  language: Language | null;
  /** A password was chosen. */
  ready: boolean;
  /** There is a second factor. */
  enrolled: boolean;
  disabledAt: number | null;
  createdAt: number;
  /** When a session was last begun or used; null where there is none. */
  seenAt: number | null;
}
