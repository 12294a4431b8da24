import { expect } from "vitest";
import type { TestGateway } from "./gateway.ts";
import { issue, phone, putTenant } from "./erp.ts";

export const RETURN_URL = "https://erp.example/back?from=otp";
export const CODE = "482913";

/** The tenant may send people back to these addresses. */
export function allowReturn(gateway: TestGateway, ...urls: string[]): Promise<void> {
  return putTenant(gateway, { return_urls: urls });
}

export interface HostedOtp {
  id: string;
  /** Of the page, from the root. */
  path: string;
}

/** An OTP with a page, and a code that the test knows. */
export async function hosted(gateway: TestGateway, body: object = {}): Promise<HostedOtp> {
  const reply = await issue(gateway, { to: phone(), code: CODE, hosted: true, return_url: RETURN_URL, ...body });
  expect(reply.status, reply.text).toBe(201);
  return { id: String(reply.json.id), path: new URL(String(reply.json.hosted_url)).pathname };
}

export interface PageReply {
  status: number;
  headers: Headers;
  text: string;
  /** Of the form on the page. */
  nonce: string;
}

/** As a browser without scripts asks: no key, and a form in a POST. */
export async function visit(
  gateway: TestGateway,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<PageReply> {
  const response = await gateway.app.request(path, {
    ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    headers,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    nonce: /name="nonce" value="([^"]+)"/.exec(text)?.[1] ?? "",
  };
}

/** What a redirect brings back to the ERP. */
export function broughtBack(reply: PageReply): { address: string; ticket: string; state: string | null } {
  expect(reply.status, reply.text).toBe(303);
  const url = new URL(reply.headers.get("location") ?? "");
  const ticket = url.searchParams.get("ticket");
  if (ticket === null) throw new Error(`no ticket in ${url.href}`);
  return { address: url.origin + url.pathname, ticket, state: url.searchParams.get("state") };
}

export function redeem(gateway: TestGateway, body: object, call: Parameters<TestGateway["request"]>[1] = {}) {
  return gateway.request("/v1/otp/redeem", { body, ...call });
}
