import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERSION } from "../../src/version.ts";
import { delivered, issue, issued, phone, settledBalance, verify } from "../support/erp.ts";
import { readExposition } from "../support/exposition.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

const read = (path: string): string =>
  fs.readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

const docs = read("docs/monitoring.md");
const rules = read("examples/prometheus/alerts.yml");
interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
}
const dashboard = JSON.parse(read("examples/grafana/gerbang.json")) as { schemaVersion: number; panels: Panel[] };

/** Of an alert: its name, its expression, and where its runbook is. */
const alerts = rules
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((rule) => ({
    name: /^\w+/.exec(rule)?.[0] ?? "",
    expr: (/expr: >-\n((?: {10}.*\n)+)/.exec(rule)?.[1] ?? "").replace(/\s+/g, " ").trim(),
    runbook: /runbook_url: (\S+)/.exec(rule)?.[1] ?? "",
  }));
const panels = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ name: title, expr, legendFormat })),
);

/** Prometheus' own, of every scraped address. */
const given = new Set(["up", "job", "instance"]);
const functions = new Set(
  "sum min max rate increase delta time histogram_quantile max_over_time topk by and or le".split(" "),
);

/**
 * No parser of PromQL is at hand, so this is a check of words and brackets: every word is a function, a metric or a label
 * that exists. A mistake in the grammar is for `promtool check rules`.
 */
function wordsOf(expr: string): {
  metrics: string[];
  labels: string[];
  selectors: { metric: string; labels: string[] }[];
} {
  const selectors = [...expr.matchAll(/([a-z_]\w*)\{([^}]*)\}/g)].map(([, metric = "", inside = ""]) => ({
    metric,
    labels: [...inside.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = ""]) => label),
  }));
  const labels = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/));
  const bare = expr
    .replace(/\{[^}]*\}/g, "")
    .replace(/\[\w+\]/g, "")
    .replace(/\bby \([^)]*\)/g, "");
  const metrics = [...bare.matchAll(/\b[a-z_][a-z_\d]*\b/g)]
    .map(([word]) => word)
    .filter((word) => !functions.has(word));
  return { metrics, labels, selectors };
}

function balanced(expr: string): boolean {
  const open: string[] = [];
  for (const char of expr.replace(/"[^"]*"/g, "")) {
    if ("([{".includes(char)) open.push(char);
    if (")]}".includes(char) && open.pop() !== { ")": "(", "]": "[", "}": "{" }[char]) return false;
  }
  return open.length === 0;
}

/** Told by providers that have a credit to tell of: no provider of the test's has. */
const withoutSeries = new Set(["gerbang_provider_credit"]);

let gateway: TestGateway;
/** Of every metric that is exported, the labels that its series have. */
let exported: Map<string, Set<string>>;

beforeAll(async () => {
  gateway = await startTestGateway();
  gateway.gateway.metrics.watchProcess(VERSION);
  const to = phone();
  const { id } = await issued(gateway, { to, wait_ms: 5000 });
  await issue(gateway, { to });
  await verify(gateway, { id, code: (await delivered(gateway, to)).code });
  await settledBalance(gateway);
  await gateway.gateway.ledgerCheck.run();
  await gateway.request("/v1/balance", { key: "unknown" });
  const again = await gateway.request(`/v1/otp/${id}/resend`, { body: {} });
  expect(again.status).toBe(409);
  const { text } = await gateway.admin("/metrics");
  exported = new Map([...withoutSeries].map((name) => [name, new Set(["provider", "kind"])]));
  for (const { name, labels } of readExposition(text)) {
    const known = exported.get(name) ?? new Set<string>();
    exported.set(name, new Set([...known, ...Object.keys(labels)]));
  }
});
afterAll(() => gateway.close());

test("the rules and the dashboard are read whole", () => {
  expect(alerts).toHaveLength((rules.match(/- alert:/g) ?? []).length);
  expect(alerts.length).toBeGreaterThan(15);
  expect(panels.length).toBeGreaterThan(30);
});

describe.each([...alerts, ...panels])("$name", ({ expr }) => {
  test("asks for metrics and labels that a running gateway exports", () => {
    expect(expr).not.toBe("");
    expect(balanced(expr), expr).toBe(true);
    const { metrics, labels, selectors } = wordsOf(expr);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((name) => !exported.has(name) && !given.has(name))).toEqual([]);
    const all = new Set(metrics.flatMap((name) => [...(exported.get(name) ?? [])]));
    expect(labels.filter((label) => !all.has(label))).toEqual([]);
    for (const { metric, labels: asked } of selectors)
      expect(asked.filter((label) => !exported.get(metric)?.has(label) && !given.has(label))).toEqual([]);
  });
});

describe("alerts", () => {
  test.each(alerts)("$name has its runbook", ({ name, runbook }) => {
    expect(runbook).toBe(`docs/monitoring.md#${name.toLowerCase()}`);
    expect(docs).toContain(`### ${name}\n`);
  });

  test("and no runbook is of an alert that is gone", () => {
    const described = [...docs.matchAll(/^### (Gerbang\w+)$/gm)].map(([, name = ""]) => name);
    expect(described).toEqual(alerts.map(({ name }) => name));
  });
});

test("every metric of the gateway's own is explained, and nothing else is", () => {
  const own = [...exported.keys()].filter((name) => name.startsWith("gerbang_"));
  const families = new Set(own.map((name) => name.replace(/_(bucket|sum|count)$/, "")));
  const explained = [...docs.matchAll(/^\| `(gerbang_\w+)`/gm)].map(([, name = ""]) => name);
  expect([...explained].sort()).toEqual([...families].sort());
});

describe("the dashboard", () => {
  test("is of a schema that Grafana 10.3 and later read, and asks whichever Prometheus is chosen", () => {
    expect(dashboard.schemaVersion).toBe(39);
    const sources = JSON.stringify(dashboard).match(/"uid":"[^"]*"/g) ?? [];
    expect(new Set(sources)).toEqual(new Set(['"uid":"gerbang"', '"uid":"${datasource}"']));
  });

  test("has panels that are each one of its own, and none lies on another", () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, n) => `${x + (n % w)}/${y + Math.floor(n / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });
});
