import type { Hono } from "hono";
import { only } from "../../may.ts";
import type { ConsoleEnv } from "../../view.ts";
import { adjustmentPages } from "./adjustments.tsx";
import { alertPages } from "./alerts.tsx";
import { ledgerPages } from "./ledger.tsx";
import { overviewPages } from "./overview.tsx";
import { pricePages } from "./prices.tsx";
import { reconciliationPages } from "./reconciliations.tsx";
import { statementPages } from "./statements.tsx";
import { topUpPage } from "./topup.tsx";
import { topUpPages } from "./topups.tsx";

/** Where the money is and where it went, for the people who answer for it. */
export function balancePages(app: Hono<ConsoleEnv>): void {
  // The API knows who may do what; but an auditor changes nothing, and is not shown a form that says what is wrong with it.
  app.post("/balance/*", async (c, next) => {
    only(c.var.view, "finance", "ops");
    await next();
  });
  overviewPages(app);
  ledgerPages(app);
  topUpPages(app);
  topUpPage(app);
  adjustmentPages(app);
  pricePages(app);
  statementPages(app);
  reconciliationPages(app);
  alertPages(app);
}
