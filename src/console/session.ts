import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Language } from "../kit/language.ts";
import type { Gateway } from "../wire.ts";

export type ConsoleRole = "ops" | "finance" | "auditor" | "admin";

/** A person who is signed in. */
export interface ConsoleSession {
  id: string;
  userId: string;
  userName: string;
  role: ConsoleRole;
  /** The user's own. */
  tenantId: string;
  /** Which they look at: another than their own only for admins of the first tenant. */
  actingTenantId: string;
  /** Null: as the browser says. */
  language: Language | null;
  /** The second factor was given, or is not asked here. */
  passed: boolean;
  enrolled: boolean;
  createdAt: number;
  expiresAt: number;
}

const COOKIE = "gerbang_session";
const open = new Map<string, ConsoleSession>();

export async function openSession(_gateway: Gateway, session: ConsoleSession): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  open.set(token, session);
  return `${COOKIE}=${token}`;
}

export async function signedIn(c: Context, _gateway: Gateway): Promise<ConsoleSession | null> {
  return open.get(getCookie(c, COOKIE) ?? "") ?? null;
}
