import type { BrowserContextOptions, Page } from "playwright-core";
import { sessionCookie, type ConsoleRole } from "../../src/console/session.ts";
import { beginSession } from "../../src/console-users/session.ts";
import { newId } from "../../src/kit/id.ts";
import type { Language } from "../../src/kit/language.ts";
import type { ListeningGateway, TestBrowser } from "./browser.ts";
import type { TestGateway } from "./gateway.ts";

export interface Someone {
  role?: ConsoleRole;
  name?: string;
  language?: Language;
}

/** A person who is signed in: the value of their `Cookie` header. Each call makes another person, whatever their name. */
export async function signIn(gateway: Pick<TestGateway, "gateway">, someone: Someone = {}): Promise<string> {
  const { settings, clock, sql } = gateway.gateway;
  const tenantId = settings.current.firstTenantId;
  if (tenantId === null) throw new Error("there is no tenant");
  const now = clock.now();
  const id = newId(now);
  const token = await sql.begin(async (tx) => {
    await tx`
      insert into console_users (id, tenant_id, name, name_key, role, language, totp, created_at)
      values (${id}, ${tenantId}, ${someone.name ?? "siti"}, ${id}, ${someone.role ?? "admin"}, ${someone.language ?? "id"},
              '\\x00', to_timestamp(${now}::float8 / 1000))`;
    return (await beginSession(tx, id, "full", { address: null, userAgent: "a test" }, now)).token;
  });
  return `${sessionCookie(gateway.gateway)}=${token}`;
}

export interface ConsoleReply {
  status: number;
  headers: Headers;
  text: string;
}

/** A page, or a form that is posted: without a browser. Redirects are not followed. */
export async function visit(
  gateway: Pick<TestGateway, "app">,
  cookie: string | null,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<ConsoleReply> {
  const response = await gateway.app.request(`/console${path}`, {
    method: form === undefined ? "GET" : "POST",
    headers: { ...(cookie === null ? {} : { cookie }), ...headers },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** A signed-in person's page in a real browser. What it complains of (a broken policy, an error) is in `complaints`; `before` listens to what it asks for. */
export async function openPage(
  gateway: ListeningGateway,
  browser: TestBrowser,
  path: string,
  someone: Someone & BrowserContextOptions = {},
  before: (page: Page) => void = () => undefined,
): Promise<{ page: Page; complaints: string[] }> {
  const { role, name, language, ...options } = someone;
  const cookie = await signIn(gateway, { role, name, language });
  const page = await browser.page({ viewport: sizes.desktop, ...options });
  const at = cookie.indexOf("=");
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: gateway.url }]);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  before(page);
  await page.goto(`${gateway.url}/console${path}`);
  return { page, complaints };
}
