import type { BrowserContextOptions, Page } from "playwright-core";
import { openSession, type ConsoleRole } from "../../src/console/session.ts";
import { newId } from "../../src/kit/id.ts";
import type { Language } from "../../src/kit/language.ts";
import type { ListeningGateway, TestBrowser } from "./browser.ts";
import type { TestGateway } from "./gateway.ts";

export interface Someone {
  role?: ConsoleRole;
  name?: string;
  language?: Language;
}

/** A person who is signed in: the value of their `Cookie` header. */
export async function signIn(gateway: Pick<TestGateway, "gateway">, someone: Someone = {}): Promise<string> {
  const { settings, clock } = gateway.gateway;
  const tenantId = settings.current.firstTenantId;
  if (tenantId === null) throw new Error("there is no tenant");
  const now = clock.now();
  return openSession(gateway.gateway, {
    id: newId(now),
    userId: newId(now),
    userName: someone.name ?? "siti",
    role: someone.role ?? "admin",
    tenantId,
    actingTenantId: tenantId,
    language: someone.language ?? "id",
    passed: true,
    enrolled: true,
    createdAt: now,
    expiresAt: now + 3_600_000,
  });
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

/** A signed-in person's page in a real browser. What it complains of (a broken policy, an error) is in `complaints`. */
export async function openPage(
  gateway: ListeningGateway,
  browser: TestBrowser,
  path: string,
  someone: Someone & BrowserContextOptions = {},
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
  await page.goto(`${gateway.url}/console${path}`);
  return { page, complaints };
}
