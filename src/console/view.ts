import type { Context } from "hono";
import type { Language } from "../kit/language.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import type { Api } from "./api.ts";
import type { ConsoleSession } from "./session.ts";

/** What every page knows of who looks at it. */
export interface Frame {
  readonly language: Language;
  /** `/console`, with what a proxy puts before it. */
  readonly base: string;
  /** This page's, under `base`, without its query: `/messages`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Null: nobody is signed in. */
  readonly person: Person | null;
}

export interface Person {
  readonly session: ConsoleSession;
  /** The one that is looked at. */
  readonly tenant: TenantConfig;
}

/** A page that only people who are signed in see. */
export interface View extends Frame, Person {
  readonly person: Person;
  readonly api: Api;
  readonly timeZone: string;
  readonly currency: string;
  readonly requestId: string;
  readonly now: number;
}

/** What the outer request tells its log and its metrics. */
export interface Trace {
  route: string;
  tenant: string | null;
  actor: string | null;
}

export type ConsoleEnv = {
  Bindings: { trace: Trace; requestId: string };
  Variables: { frame: Frame; view: View; gateway: Gateway };
};

export type PageContext = Context<ConsoleEnv>;

/** The address of a page: `address(view, "/messages", { to })`. Members that are empty are left out. */
export function address(
  frame: Pick<Frame, "base">,
  path: string,
  query: Record<string, string | number | null | undefined> = {},
): string {
  const set = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(set.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${frame.base}${path}${text === "" ? "" : `?${text}`}`;
}

/** This page's address with parts of its query changed; null takes one away. */
export function here(frame: Frame, changes: Record<string, string | null> = {}): string {
  const query = new URLSearchParams(frame.query);
  query.delete("done");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return `${frame.base}${frame.path}${text === "" ? "" : `?${text}`}`;
}
