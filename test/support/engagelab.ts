import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ErrorClass, RawHook, Scope } from "../../src/providers/provider.ts";
import type { ConformingError } from "../conformance/subject.ts";
import type { VendorAnswer, VendorRequest } from "../conformance/vendor-server.ts";

/** What EngageLab's WhatsApp and OTP interfaces have in common, seen from their side. */
export const account = { dev_key: "devkeysample", dev_secret: "devsecretsample" };

export interface Sample {
  method: string;
  host: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

export function sample(kind: "engagelab-otp" | "engagelab-whatsapp", name: string): Sample {
  const file = new URL(`../fixtures/${kind}/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

export function answerOf({ status, headers, body }: Sample): VendorAnswer {
  return { status, headers, body: JSON.stringify(body) };
}

const httpStatuses: Record<number, number> = { 1000: 500, 2001: 401, 2002: 401, 2004: 403 };

/** An error in EngageLab's format; its words may hold what must go nowhere. */
export function errorAnswer(code: number): VendorAnswer {
  const body = JSON.stringify({ code, message: "cannot send 481516 to +6281100000001" });
  return { status: httpStatuses[code] ?? 400, body };
}

export function documented(
  codes: readonly [codes: number[], errorClass: ErrorClass, scope: Scope][],
): ConformingError[] {
  return codes.flatMap(([list, errorClass, scope]) =>
    list.map((code) => ({
      name: String(code),
      answer: errorAnswer(code),
      outcome: { errorClass, scope, providerCode: String(code) },
    })),
  );
}

/** What EngageLab refuses before it looks at the message: path, account, JSON. Else the body. */
export function admit(request: VendorRequest, path: string): VendorAnswer | Record<string, unknown> {
  if (request.method !== "POST" || request.path !== path) return { status: 404, body: "404 page not found" };
  const basic = Buffer.from(`${account.dev_key}:${account.dev_secret}`).toString("base64");
  if (request.headers.authorization !== `Basic ${basic}`) return errorAnswer(2001);
  if (request.headers["content-type"] !== "application/json") return errorAnswer(3001);
  try {
    return JSON.parse(request.body) as Record<string, unknown>;
  } catch {
    return errorAnswer(3001);
  }
}

export function refused(admitted: VendorAnswer | Record<string, unknown>): admitted is VendorAnswer {
  return typeof admitted["status"] === "number";
}

export function callback(body: unknown, changed: Partial<RawHook> = {}): RawHook {
  return {
    method: "POST",
    url: "https://gate.example/hooks/engagelab",
    headers: { "content-type": "application/json" },
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    token: null,
    ...changed,
  };
}

export interface Signing {
  timestamp: string;
  nonce: string;
  username: string;
  secret: string;
}

/** `X-CALLBACK-ID` as EngageLab writes it. */
export function callbackId({ timestamp, nonce, username, secret }: Signing): string {
  const signature = createHmac("sha256", secret).update(`${timestamp}${nonce}${username}`).digest("hex");
  return `timestamp=${timestamp};nonce=${nonce};username=${username};signature=${signature}`;
}
