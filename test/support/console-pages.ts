import { navigation, type Entry } from "../../src/console/navigation.ts";
import type { ConsoleRole } from "../../src/console/session.ts";
import { words } from "../../src/console/words.ts";
import type { Language } from "../../src/kit/language.ts";
import type { DemoShop } from "./demo-shop.ts";

export interface ConsolePage {
  name: string;
  /** Under the console's base, in the demo shop. */
  path: (shop: DemoShop) => string;
  title: Record<Language, string>;
  roles: readonly ConsoleRole[];
}

export const consoleRoles: readonly ConsoleRole[] = ["ops", "finance", "auditor", "admin"];

/** Headings that are not the menu's words. */
const headings: Partial<Record<Entry["name"], Record<Language, string>>> = {};

const entries = navigation("admin").flatMap(({ pages }) => pages);

const maySee = ({ path }: Entry): ConsoleRole[] =>
  consoleRoles.filter((role) => navigation(role).some(({ pages }) => pages.some((page) => page.path === path)));

/** What the menu leads to: a page is in it, or nobody finds it. */
export const menuPages: readonly ConsolePage[] = entries.map((entry) => ({
  name: entry.name,
  path: () => entry.path,
  title: headings[entry.name] ?? { id: words.id.nav[entry.name], en: words.en.nav[entry.name] },
  roles: maySee(entry),
}));

/** Pages inside those, one line each. */
export const innerPages: readonly ConsolePage[] = [];

export const consolePages: readonly ConsolePage[] = [...menuPages, ...innerPages];
