import type { Child } from "hono/jsx";
import { expect, test } from "vitest";
import { Below, Nothing, type Log } from "../../src/console/pages/messages/end-of-page.tsx";
import type { View } from "../../src/console/view.ts";

/** A page of the log that the API ended before it was full, since no index leads to what is looked for. */
const view = {
  language: "en",
  base: "/console",
  path: "/messages",
  query: new URLSearchParams({ purpose: "payroll" }),
  timeZone: "Asia/Jakarta",
  session: { role: "ops" },
} as unknown as View;
const filters = { shown: { purpose: "payroll" }, asked: {} };
const log = (data: unknown[], more: boolean): Log => ({
  data: data as Log["data"],
  next_cursor: more ? "further" : null,
  searched_back_to: more ? "2026-11-22T10:05:00.000Z" : null,
});

const rendered = (part: Child): Promise<string> => Promise.resolve(part).then(String);

test("says how far it looked and leads further back, and nobody takes it for the end", async () => {
  const some = await rendered(Below({ view, log: log([{}], true) }));
  expect(some).toContain("looked for back to 22 Nov 2026, 17:05. Older entries have not been looked at.");
  expect(some).toContain('href="/console/messages?purpose=payroll&amp;cursor=further"');
  expect(await rendered(Nothing({ view, filters, log: log([], true) }))).toContain(
    "Nothing matches since 22 Nov 2026, 17:05.",
  );
  expect(await rendered(Below({ view, log: log([], true) }))).toContain("Look further back");
});

test("is the end where nothing older is left", async () => {
  expect(await rendered(Nothing({ view, filters, log: log([], false) }))).toContain(
    "No message matches these filters.",
  );
  expect(await rendered(Below({ view, log: log([{}], false) }))).not.toContain("cursor");
});
