import type { LimitWindow } from "../../../settings/limit-parts.ts";
import type { LimitsDocument } from "../../../settings/documents.ts";
import { amountToType, clearAmount } from "../../typed-amount.ts";
import { nextRow, rowsOf, wordsIn, type Values } from "../../form-rows.ts";

/** Whom a window counts together, in the order of the page. */
export const scopes = [
  "recipient",
  "user",
  "client_ip",
  "client_net",
  "prefix",
  "country",
  "provider",
  "tenant",
  "gateway",
] as const;
export type Scope = (typeof scopes)[number];

/** Those that tests may have of their own. */
export const sandboxScopes = ["recipient", "user", "client_ip", "client_net", "prefix", "country", "tenant"] as const;

export const units = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
export type Unit = keyof typeof units;

export const ceilingFields = [
  "per_message",
  "per_hour",
  "per_day",
  "country.per_hour",
  "country.per_day",
  "prefix.per_hour",
  "prefix.per_day",
] as const;
export const gatewayCeilingFields = ["gateway.per_message", "gateway.per_hour", "gateway.per_day"] as const;
export const amountFields = [...ceilingFields, ...gatewayCeilingFields].map((name) => `ceilings.${name}`);
export const guessFields = ["free", "first_wait_seconds", "longest_wait_seconds"] as const;

/** Pure: the largest unit that a span is a whole number of. */
export function splitSpan(seconds: number): { span: number; unit: Unit } {
  const unit = (["days", "hours", "minutes"] as const).find((one) => seconds % units[one] === 0) ?? "seconds";
  return { span: seconds / units[unit], unit };
}

export function withRow(values: Values, list: string): Record<string, string> {
  const row = `${list}.${nextRow(values, list, "max")}`;
  return { ...values, ...Object.fromEntries(windowValues(row, "", 1, "hours")) };
}

/** Pure: the limits as the form shows them. */
export function valuesOf(limits: LimitsDocument): Record<string, string> {
  const { sandbox, guesses, ceilings } = limits;
  const ceilingNames = [...ceilingFields, ...gatewayCeilingFields];
  return Object.fromEntries([
    ["cooldown_seconds", String(limits.cooldown_seconds)],
    ["countries", limits.countries.join(", ")],
    ...scopes.flatMap((scope) => listValues(scope, limits[scope])),
    ...guessFields.map((name) => [`guesses.${name}`, String(guesses[name])]),
    ...ceilingNames.map((name) => [`ceilings.${name}`, amountToType(ceilingAt(ceilings, name) ?? "")]),
    ["sandbox.cooldown_seconds", sandbox.cooldown_seconds === undefined ? "" : String(sandbox.cooldown_seconds)],
    ...sandboxScopes.flatMap((scope) => {
      const list = sandbox[scope];
      if (list === undefined) return [];
      return [[`sandbox.${scope}.own`, "yes"], ...listValues(`sandbox.${scope}`, list)];
    }),
  ]) as Record<string, string>;
}

function listValues(list: string, windows: readonly LimitWindow[]): [string, string][] {
  return windows.flatMap(({ max, per_seconds: seconds }, i) => {
    const { span, unit } = splitSpan(seconds);
    return windowValues(`${list}.${i}`, String(max), span, unit);
  });
}

function windowValues(row: string, max: string, span: number, unit: Unit): [string, string][] {
  return [
    [`${row}.max`, max],
    [`${row}.span`, String(span)],
    [`${row}.unit`, unit],
  ];
}

function ceilingAt(ceilings: LimitsDocument["ceilings"], name: string): string | null {
  const [group = "", member] = name.split(".");
  const at = (object: object, key: string): unknown => (object as Record<string, unknown>)[key];
  const value = at(ceilings, group);
  return (member === undefined ? value : at(value as object, member)) as string | null;
}

/** Pure: what the form says, over the limits as they were; what it does not show stays. */
export function documentOf(values: Values, was: LimitsDocument): LimitsDocument {
  const amount = (name: string): string | null => {
    const typed = values[`ceilings.${name}`] ?? "";
    return typed === "" ? null : clearAmount(typed);
  };
  const per = (group: string) => ({ per_hour: amount(`${group}per_hour`), per_day: amount(`${group}per_day`) });
  const sandboxCooldown = values["sandbox.cooldown_seconds"] ?? "";
  const own = sandboxScopes.filter((scope) => values[`sandbox.${scope}.own`] === "yes");
  return {
    ...was,
    cooldown_seconds: numberOf(values["cooldown_seconds"]),
    ...(Object.fromEntries(scopes.map((scope) => [scope, windowsOf(values, scope)])) as Record<Scope, LimitWindow[]>),
    countries: wordsIn(values["countries"]?.toUpperCase()),
    guesses: {
      free: numberOf(values["guesses.free"]),
      first_wait_seconds: numberOf(values["guesses.first_wait_seconds"]),
      longest_wait_seconds: numberOf(values["guesses.longest_wait_seconds"]),
    },
    ceilings: {
      per_message: amount("per_message"),
      ...per(""),
      country: per("country."),
      prefix: per("prefix."),
      gateway: { per_message: amount("gateway.per_message"), ...per("gateway.") },
    },
    sandbox: {
      ...(sandboxCooldown === "" ? {} : { cooldown_seconds: numberOf(sandboxCooldown) }),
      ...Object.fromEntries(own.map((scope) => [scope, windowsOf(values, `sandbox.${scope}`)])),
    },
  };
}

function windowsOf(values: Values, list: string): LimitWindow[] {
  return rowsOf(values, list, "max").map((row) => {
    const unit = values[`${list}.${row}.unit`] ?? "";
    const seconds = Object.hasOwn(units, unit) ? units[unit as Unit] : Number.NaN;
    return {
      max: numberOf(values[`${list}.${row}.max`]),
      per_seconds: numberOf(values[`${list}.${row}.span`]) * seconds,
    };
  });
}

/** What is no number is refused by the API, which names the field. */
export function numberOf(text: string | undefined): number {
  return text === undefined || text === "" ? Number.NaN : Number(text);
}

/**
 * Pure: the API's errors at the fields of the form. It counts a list's rows from nought; those of a form keep their numbers
 * when one among them is taken away.
 */
export function errorsAt(errors: ReadonlyMap<string, string>, values: Values): Map<string, string> {
  const placed = new Map(errors);
  for (const [path, text] of errors) {
    const found = /^(.+)\.(\d+)\.(max|per_seconds)$/.exec(path);
    if (found === null) continue;
    const [, list = "", index = "", member] = found;
    const row = rowsOf(values, list, "max")[Number(index)];
    placed.set(`${list}.${row}.${member === "max" ? "max" : "span"}`, text);
  }
  return placed;
}
