import { z } from "zod";
import type { Sql, Tx } from "../db/client.ts";

/** Longer than any window of the limits (7 days), and than a webhook is told again of what happened. */
const LEAST_DAYS_OF_CODES = 8;
/** Events are told again for 30 days, and name whom they are about. */
const LEAST_DAYS_OF_NUMBERS = 31;
/** Providers report for two months at most; see `delivery/report-targets.ts`. */
const LEAST_MONTHS = 3;
const LEAST_MONTHS_OF_AUDIT = 12;
const MOST_DAYS = 3650;
const MOST_MONTHS = 120;

const days = (least: number) => z.number().int().min(least).max(MOST_DAYS);
const months = (least: number) => z.number().int().min(least).max(MOST_MONTHS);

/** How long the installation keeps what it logs. */
export const retentionRules = z
  .strictObject({
    codes_days: days(LEAST_DAYS_OF_CODES)
      .default(30)
      .describe("Days until what is left of codes, and the caller's `params`, `metadata` and `client_ip`, are emptied"),
    numbers_days: days(LEAST_DAYS_OF_NUMBERS)
      .default(90)
      .describe("Days until recipients and users are emptied: rows that name nobody stay"),
    reports_months: months(LEAST_MONTHS).default(13).describe("Whole months that providers' reports are kept"),
    messages_months: months(LEAST_MONTHS)
      .default(13)
      .describe("Whole months that OTPs, messages and their attempts are kept"),
    audit_months: months(LEAST_MONTHS_OF_AUDIT).default(25).describe("Whole months that audit rows are kept"),
  })
  .refine((rules) => rules.reports_months <= rules.messages_months, {
    path: ["reports_months"],
    message: "is more than messages_months: reports are of no use without their messages",
  });
export type RetentionRules = z.output<typeof retentionRules>;

export const emptiedClasses = ["codes", "numbers"] as const;
export const droppedClasses = ["reports", "messages", "audit"] as const;
export type EmptiedClass = (typeof emptiedClasses)[number];
export type DroppedClass = (typeof droppedClasses)[number];
export type RetentionClass = EmptiedClass | DroppedClass;

const DAY_MS = 86_400_000;

/** Pure: what is older than this is due. Months are whole ones (UTC), the current one not counted. */
export function dueBefore(kept: RetentionClass, rules: RetentionRules, now: number): number {
  switch (kept) {
    case "codes":
      return now - rules.codes_days * DAY_MS;
    case "numbers":
      return now - rules.numbers_days * DAY_MS;
    case "reports":
      return monthsBack(now, rules.reports_months);
    case "messages":
      return monthsBack(now, rules.messages_months);
    case "audit":
      return monthsBack(now, rules.audit_months);
  }
}

function monthsBack(now: number, count: number): number {
  const today = new Date(now);
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - count);
}

export async function readRules(sql: Sql | Tx): Promise<RetentionRules> {
  const [row] = await sql<{ rules: string }[]>`select rules::text as rules from retention`;
  return retentionRules.parse(row === undefined ? {} : JSON.parse(row.rules));
}
