import type { Context } from "hono";
import { GatewayError } from "../../../errors.ts";
import { issueOtp, type IssueInput } from "../../../otp/issue.ts";
import { notKept } from "../../../otp/not-kept.ts";
import { DEFAULT_LIFE_SECONDS } from "../../../templates/samples.ts";
import type { Gateway } from "../../../wire.ts";
import { authenticateKey } from "../../auth.ts";
import type { App, Env } from "../../endpoint.ts";
import { BODY_LIMIT, readBytes } from "../../body/bytes.ts";
import { respond } from "../../respond.ts";
import { answering, contextOf } from "../answering.ts";
import { describeKannel, SEND_SMS } from "./describe.ts";
import { byteFields, fieldOf, headerFields, type ByteFields } from "./fields.ts";
import { refusal } from "./refusals.ts";
import { readSendSms } from "./send-sms.ts";

const CODE_DIGITS = 6;

/** For an ERP that only knows how to send an SMS through Kannel: we fill the code into its text. */
export function kannelRoutes(app: App, gateway: Gateway): void {
  describeKannel(app);
  app.all(SEND_SMS, (c) =>
    answering(
      gateway,
      c,
      SEND_SMS,
      () => sendSms(gateway, c),
      (problem, headers) => {
        const { status, text } = refusal(problem);
        return said(c, status, text, headers);
      },
    ),
  );
}

async function sendSms(gateway: Gateway, c: Context<Env>): Promise<Response> {
  const fields = await fieldsOf(c);
  const key = fieldOf(fields, "password", "pass") ?? "";
  const ctx = contextOf(c, authenticateKey(gateway, c, key, ["erp"], "kannel"));
  const { to, text, purpose } = readSendSms(fields);
  const input: IssueInput = {
    to,
    purpose,
    channels: ["sms" as const],
    params: {},
    ttlSeconds: DEFAULT_LIFE_SECONDS,
    codeLength: CODE_DIGITS,
    metadata: {},
    waitMs: 0,
    decoy: false,
    via: { facade: "kannel", text },
  };
  await issueOtp(gateway, ctx, input, notKept);
  return said(c, 202, "0: Accepted for delivery");
}

/** In the query, or, of a POST that has a body: in a form, or in headers beside a body that is the text. */
async function fieldsOf(c: Context<Env>): Promise<ByteFields> {
  // Not what a HEAD is for, though it is routed as a GET: it would send.
  if (c.req.method !== "GET" && c.req.method !== "POST") {
    throw new GatewayError("method_not_allowed", "Use GET or POST here.", { headers: { Allow: "GET, POST" } });
  }
  const body = c.req.method === "POST" ? Buffer.from(await readBytes(c, BODY_LIMIT)) : Buffer.alloc(0);
  if (body.length === 0) return byteFields(/\?([^#]*)/.exec(c.req.url)?.[1] ?? "");
  const headers = c.req.header();
  const [media = ""] = (headers["content-type"] ?? "").split(";");
  switch (media.trim().toLowerCase()) {
    case "application/x-www-form-urlencoded":
      return byteFields(body.toString("latin1"));
    case "text/plain":
      return headerFields(headers, body);
    default:
      throw new GatewayError("unsupported_media_type", "Send a form, or text/plain with X-Kannel-… headers.");
  }
}

/** As plain text, not as Kannel's HTML: an answer may hold a caller's own words. */
function said(c: Context<Env>, status: number, text: string, headers: Record<string, string> = {}): Response {
  return respond(c, status, "text/plain; charset=utf-8", text, headers);
}
