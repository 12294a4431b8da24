import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import type { Field } from "../../../http/docs/snippets/snippet.ts";
import { once } from "../../parts/form.tsx";
import type { View } from "../../view.ts";

type Schemas = components["schemas"];
export type Quote = Schemas["Quote"];
export type Verdict = Schemas["VerifyAnswer"];

/** Of an issue's answer, what the page goes on with. */
export interface Issued {
  id: string;
}

/** A call of the API as it would go over the wire, and what came back. */
export interface Exchange<T> {
  request: string;
  answer: string;
  /** Null: it was refused. */
  data: T | null;
  problem: Problem | null;
}

/** Long enough for a provider to have taken the message, so that the answer says whether one did. */
const WAIT_MS = "3000";
const names = ["to", "channel", "purpose", "locale", "user", "code"] as const;

/** What was filled in, in the API's words. */
export function askedOf(values: Readonly<Record<string, string>>): Field[] {
  return names.flatMap((name) => {
    const value = values[name] ?? "";
    return value === "" ? [] : [{ name, value }];
  });
}

/** As the API is asked by the console and by the lines beside the form. */
export const issueFields = (asked: readonly Field[]): Field[] => [...asked, { name: "wait_ms", value: WAIT_MS }];

/** Before anything is sent: by the plan that an issue would make now. */
export function quote(view: View, url: string, values: Readonly<Record<string, string>>) {
  return exchange<Quote>(view, url, "/v1/balance/quote", bodyOf(askedOf(values)), {});
}

export function issue(view: View, url: string, values: Readonly<Record<string, string>>) {
  const body = { ...bodyOf(askedOf(values)), wait_ms: Number(WAIT_MS) };
  return exchange<Issued>(view, url, "/v1/otp/issue", body, once(values));
}

export function verify(view: View, url: string, values: Readonly<Record<string, string>>) {
  const body = { id: values["id"], code: values["typed"] };
  return exchange<Verdict>(view, url, "/v1/otp/verify", body, once(values));
}

function bodyOf(asked: readonly Field[]): Record<string, string> {
  return Object.fromEntries(asked.map(({ name, value }) => [name, value]));
}

/** Who would carry it can be named, and each reaches nobody. */
export function isSandbox({ channels }: Quote): boolean {
  const providers = channels.flatMap((channel) => channel.providers);
  return providers.length > 0 && providers.every(({ kind }) => kind === "sandbox");
}

async function exchange<T>(
  view: View,
  url: string,
  path: string,
  body: object,
  key: Record<string, string>,
): Promise<Exchange<T>> {
  const headers = { "Content-Type": "application/json", ...key };
  const response = await view.api.raw(path, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  const answer: unknown = JSON.parse(text);
  const { host, pathname } = new URL(url);
  const lines = { Host: host, Authorization: "Bearer $ERP_KEY", ...headers };
  const shown = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  const wait = response.headers.get("retry-after");
  return {
    request: [`POST ${pathname.replace(/\/$/, "")}${path} HTTP/1.1`, ...shown, "", JSON.stringify(body)].join("\n"),
    answer: [
      `HTTP ${response.status}`,
      ...(wait === null ? [] : [`Retry-After: ${wait}`]),
      "",
      JSON.stringify(answer, null, 2),
    ].join("\n"),
    data: response.ok ? (answer as T) : null,
    problem: response.ok ? null : (answer as Problem),
  };
}
