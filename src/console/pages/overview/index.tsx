import type { Child } from "hono/jsx";
import type { Hono } from "hono";
import { dataOf } from "../../api.ts";
import { textOf } from "../../parts/form.tsx";
import { Live } from "../../parts/text.tsx";
import type { ConsoleRole } from "../../session.ts";
import { done, show } from "../../show.tsx";
import type { ConsoleEnv, View } from "../../view.ts";
import { Attention } from "./attention.tsx";
import { chartData } from "./chart-data.ts";
import { askedOf, attentionOf, balanceOf, providersOf, setupOf, statsOf, type Asked } from "./data.ts";
import { FirstUse } from "./first-use.tsx";
import { Money } from "./money.tsx";
import { Providers } from "./providers.tsx";
import { Traffic } from "./traffic.tsx";
import { overviewWords } from "./words.ts";

type Part = "setup" | "attention" | "money" | "providers" | "traffic";

/** Who opens the page for what: money first for those who pay, what carries messages first for those who run it. */
const orders: Record<ConsoleRole, readonly Part[]> = {
  finance: ["setup", "money", "attention", "traffic"],
  ops: ["setup", "attention", "providers", "traffic", "money"],
  auditor: ["setup", "attention", "money", "providers", "traffic"],
  admin: ["setup", "attention", "money", "providers", "traffic"],
};

/** How things stand, at a glance; it moves by itself. */
export function overviewPages(app: Hono<ConsoleEnv>): void {
  app.get("/", async (c) => {
    const { view } = c.var;
    const words = overviewWords[view.language];
    const asked = askedOf(view);
    const parts = await partsOf(view, asked);
    const order = orders[view.session.role].filter((part) => parts[part] !== null);
    return show(c, {
      title: words.title,
      done: words.done,
      scripts: ["uplot.js", "charts.js"],
      styles: ["charts.css"],
      content: (
        <Live frame={view} id="overview" topics={["attention", "providers", "balance", "messages"]}>
          {order.map((part) => parts[part])}
        </Live>
      ),
    });
  });

  app.get("/data/overview", async (c) => {
    const { view } = c.var;
    return c.json(await chartData(view, askedOf(view)));
  });

  app.post("/drain", async (c) => {
    const { api } = c.var.view;
    const name = (await textOf(c))["provider"] ?? "";
    const path = { params: { path: { name } } };
    dataOf(await api.PUT("/v1/providers/{name}/state", { ...path, body: { state: "drain" } }));
    return done(c, "", "drained");
  });
}

/** Each part of the page that the role may see. */
async function partsOf(view: View, asked: Asked): Promise<Record<Part, Child>> {
  const { api, session } = view;
  const [setup, list, balance, providers, stats] = await Promise.all([
    setupOf(api),
    attentionOf(api),
    balanceOf(api),
    session.role === "finance" ? null : providersOf(api),
    statsOf(view, asked, { by: asked.by, series: asked.table ? "true" : "false" }),
  ]);
  const first = !setup.message;
  return {
    setup: first ? <FirstUse view={view} setup={setup} /> : null,
    attention: first && list.data.length === 0 ? null : <Attention view={view} list={list} />,
    money: <Money view={view} balance={balance} />,
    providers: providers === null ? null : <Providers view={view} providers={providers} list={list} />,
    traffic: first ? null : <Traffic view={view} asked={asked} stats={stats} />,
  };
}
