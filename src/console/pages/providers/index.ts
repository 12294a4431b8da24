import type { Hono } from "hono";
import type { ConsoleEnv } from "../../view.ts";
import { newProviderPages } from "./create.tsx";
import { providerListPage } from "./list.tsx";
import { providerPage } from "./one.tsx";

/** The accounts that messages go through. `new` is asked for before a provider of any name. */
export function providerPages(app: Hono<ConsoleEnv>): void {
  providerListPage(app);
  newProviderPages(app);
  providerPage(app);
}
