import { pino } from "pino";
import { expect, test } from "vitest";
import { PlanKeeper } from "../../src/db/plan-keeper.ts";
import type { Sql } from "../../src/db/client.ts";

const november = Date.UTC(2026, 10, 30, 23, 59);
const december = Date.UTC(2026, 11, 1);

test("statistics are gathered early in a process's life, and early in each month", () => {
  const asked: string[] = [];
  const sql = { unsafe: (text: string) => Promise.resolve(asked.push(text)) } as unknown as Sql;
  const plans = new PlanKeeper(sql, pino({ level: "silent" }));
  const after = (rows: number, now: number): number => {
    plans.wrote(rows, now);
    return asked.length;
  };
  expect(after(199, november)).toBe(0);
  expect(after(1, november)).toBe(1);
  expect(after(1800, november)).toBe(2);
  expect(after(18_000, november)).toBe(3);
  expect(after(1_000_000, november)).toBe(3);
  expect(after(199, december)).toBe(3);
  expect(after(1, december)).toBe(4);
  expect(asked.every((text) => text.startsWith("analyze otps, messages,"))).toBe(true);
});
