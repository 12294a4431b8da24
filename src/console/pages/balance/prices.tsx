import type { Hono } from "hono";
import { dataOf, problemOf } from "../../api.ts";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import type { ConsoleEnv, PageContext } from "../../view.ts";
import { BalanceTabs, mayChange } from "./common.tsx";
import { PriceForm, priceIn } from "./price-form.tsx";
import { priceStates, states, type Price } from "./price-state.ts";
import { PriceTable } from "./price-table.tsx";
import { priceWords } from "./prices-words.ts";
import { refusalText } from "./refusal.ts";

const PAGE = "/balance/prices";

/** What messages cost, now and later and before, and a price that takes effect at a time. */
export function pricePages(app: Hono<ConsoleEnv>): void {
  app.get(PAGE, (c) => page(c, untouched()));

  app.post(PAGE, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const { price, errors } = priceIn(view, values);
    if (price === null) return page(c, { values, errors });
    const answer = await view.api.POST("/v1/prices", { params: { header: once(values) }, body: price });
    const problem = problemOf(answer);
    if (problem === null) return changed(c, "added", dataOf(answer).findings);
    const state = { values, errors: fieldErrors(problem, view.language) };
    return page(c, state, refusalText(problem, view.language));
  });

  app.post(`${PAGE}/withdraw`, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const named = (name: string): string | null => values[name] || null;
    const answer = await view.api.POST("/v1/prices/withdraw", {
      params: { header: once(values) },
      body: {
        channel: (values["channel"] ?? "") as Price["channel"],
        provider: named("provider"),
        country: named("country"),
        prefix: named("prefix"),
        valid_from: values["valid_from"] ?? "",
      },
    });
    const problem = problemOf(answer);
    if (problem === null) return changed(c, "withdrawn", dataOf(answer).findings);
    return page(c, untouched(), refusalText(problem, view.language));
  });
}

/** What the change left to be put right is shown at once, as no later page knows of it. */
async function changed(c: PageContext, what: string, findings: readonly Finding[]): Promise<Response> {
  return findings.length === 0 ? done(c, PAGE, what) : page(c, untouched(), null, findings);
}

async function page(
  c: PageContext,
  state: FormState,
  wrong: string | null = null,
  findings: readonly Finding[] = [],
): Promise<Response> {
  const { view } = c.var;
  const words = priceWords[view.language];
  const { prices } = dataOf(await view.api.GET("/v1/prices", {}));
  // The document leaves out what has a default; an answer never does.
  const all = priceStates(prices as Price[], view.now);
  const { firstTenantId, tenants } = c.var.gateway.settings.current;
  const own = firstTenantId === view.tenant.id;
  const lent = !own && prices.length > 0 && view.tenant.prices === tenants.get(firstTenantId ?? "")?.prices;
  const changes = mayChange(view) && !lent;
  const refused = wrong !== null || state.errors.size > 0;
  return show(c, {
    title: words.title,
    done: words.done,
    status: refused ? 422 : 200,
    content: (
      <>
        <BalanceTabs view={view} />
        <Findings intro={words.findings} findings={findings} />
        <p class="soft">{words.about}</p>
        {lent ? <p class="note">{words.shared}</p> : null}
        <Wrong frame={view} text={wrong} state={state} />
        {changes ? (
          <details class="more card" open={refused}>
            <summary>{words.add}</summary>
            <p class="soft">{words.addAbout}</p>
            <PriceForm view={view} state={state} />
          </details>
        ) : null}
        {states.map((name) => {
          const rows = all.filter((one) => one.state === name).map(({ price }) => price);
          if (rows.length === 0 && name !== "now") return null;
          return (
            <section>
              <h2>{words[name]}</h2>
              <PriceTable view={view} rows={rows} name={name} withdraw={changes && name === "planned"} margin={own} />
            </section>
          );
        })}
      </>
    ),
  });
}
