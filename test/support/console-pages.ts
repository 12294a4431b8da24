import { navigation, type Entry } from "../../src/console/navigation.ts";
import type { ConsoleRole } from "../../src/console/session.ts";
import { words } from "../../src/console/words.ts";
import type { Language } from "../../src/kit/language.ts";
import { visit } from "./console.ts";
import type { TestGateway } from "./gateway.ts";

export interface ConsolePage {
  name: string;
  /** Under the console's base. */
  path: string;
  title: Record<Language, string>;
  roles: readonly ConsoleRole[];
}

export const consoleRoles: readonly ConsoleRole[] = ["ops", "finance", "auditor", "admin"];

/** Headings that are not the menu's words. */
const headings: Partial<Record<Entry["name"], Record<Language, string>>> = {};

const maySee = ({ path }: Entry): ConsoleRole[] =>
  consoleRoles.filter((role) => navigation(role).some(({ pages }) => pages.some((page) => page.path === path)));

/** What the menu leads to: a page is in it, or nobody finds it. */
export const menuPages: readonly ConsolePage[] = navigation("admin")
  .flatMap(({ pages }) => pages)
  .map((entry) => ({
    name: entry.name,
    path: entry.path,
    title: headings[entry.name] ?? { id: words.id.nav[entry.name], en: words.en.nav[entry.name] },
    roles: maySee(entry),
  }));

export interface LinkedPage {
  /** `messages`, `messages-id`: one for all the pages that differ in an id or a query. */
  name: string;
  path: string;
  status: number;
  /** A file is none. */
  page: boolean;
}

/** Every page that a person finds by following links from the menu, each once, as it was found first. */
export async function linkedPages(gateway: Pick<TestGateway, "app">, cookie: string): Promise<LinkedPage[]> {
  const found = new Map<string, LinkedPage>();
  const waiting = menuPages.map(({ path }) => path);
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const name = nameOf(path);
    if (found.has(name)) continue;
    const { status, headers, text } = await visit(gateway, cookie, path);
    const page = (headers.get("content-type") ?? "").startsWith("text/html");
    found.set(name, { name, path, status, page });
    if (page) waiting.push(...linksOf(text));
  }
  return [...found.values()];
}

function linksOf(text: string): string[] {
  return [...text.matchAll(/<a [^>]*href="\/console([/?][^"#]*)?["#]/g)].map(([, path = ""]) =>
    path.replaceAll("&amp;", "&"),
  );
}

function nameOf(path: string): string {
  const [bare = ""] = path.split("?");
  const parts = bare.split("/").filter((part) => part !== "");
  return parts.length === 0 ? "overview" : parts.map((part) => (/\d/.test(part) ? "id" : part)).join("-");
}
