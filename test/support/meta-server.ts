import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MetaTemplates } from "./meta-templates.ts";

/**
 * A Cloud API that runs here: checks the token and the shape of what is sent as Meta's docs describe it, answers as the
 * test says, and posts signed webhooks. No dependencies, and light enough to answer a load run.
 *
 *     node --import tsx test/support/meta-server.ts --port 9090 --webhook http://127.0.0.1:8080/hooks/demo/meta
 */
export type Answer =
  | "ok"
  | "no_id"
  /** Takes the request and never answers. */
  | "hang"
  /** Takes the request, then a TCP reset. */
  | "reset"
  /** The status line and half the body, then FIN. */
  | "half_closed"
  /** Not HTTP. */
  | "garbled"
  | { messageStatus: string }
  | { error: number; status?: number; headers?: Record<string, string> }
  | { raw: string; status: number; headers?: Record<string, string> }
  | { afterMs: number; then?: Answer }
  | { after: Promise<void>; then: Answer };

export type WebhookStatus = "sent" | "delivered" | "read" | "failed" | "played";

export interface Accepted {
  id: string;
  to: string;
  code: string;
  correlation?: string;
}

export interface Status {
  message: Accepted;
  status: WebhookStatus;
  /** Unix seconds; now when absent. */
  timestamp?: number;
  error?: number;
}

export interface MetaServerOptions {
  port?: number;
  host?: string;
  accessToken?: string;
  appSecret?: string;
  phoneNumberId?: string;
  wabaId?: string;
  /** Template names and their languages; any name in any language when absent. */
  templates?: Record<string, string[]>;
  /** Sends only what was made through its own calls and is approved. */
  keepsTemplates?: boolean;
  /** Templates without a button, whose one variable is a name. */
  utility?: string[];
  /** Answers nobody scripted: how long they take. */
  latencyMs?: number;
  /** Where sent, delivered and read go by themselves, a moment after each message. */
  webhookUrl?: string;
  /** How many requests and accepted messages are remembered; the newest count. */
  remember?: number;
}

/** What a request is judged by. */
export type MetaAccount = Required<Pick<MetaServerOptions, "accessToken" | "phoneNumberId">> &
  Pick<MetaServerOptions, "templates" | "utility"> & { kept?: MetaTemplates };

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

const GRAPH_PATH = /^\/v\d+\.\d+\/(\d+)\/messages$/;
const HTTP_500 = new Set([3, 131000, 131016, 131045, 131057]);
const HTTP_OF: Record<number, number> = {
  0: 401,
  190: 401,
  10: 403,
  131005: 403,
  368: 403,
  130497: 403,
  131031: 403,
  132001: 404,
  2: 503,
  133004: 503,
};
/** Meta batches up to 1,000 updates in a body. */
const BATCH = 1000;

export type MetaServer = Awaited<ReturnType<typeof startMetaServer>>;

export async function startMetaServer(options: MetaServerOptions = {}) {
  const accessToken = options.accessToken ?? "EAAsample-token";
  const appSecret = options.appSecret ?? "app-secret-sample-0001";
  const phoneNumberId = options.phoneNumberId ?? "200300400500600";
  const wabaId = options.wabaId ?? "102030405060708";
  const remember = options.remember ?? 10_000;

  const templates = new MetaTemplates(wabaId);
  const requests: RecordedRequest[] = [];
  const accepted: Accepted[] = [];
  const queue: Answer[] = [];
  const managementQueue: Answer[] = [];
  const byRecipient = new Map<string, Answer>();
  const timers = new Set<NodeJS.Timeout>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let unsent: Status[] = [];
  let received = 0;

  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      keepNewest(requests, asked, remember);
      received += 1;
      const managed = asked.headers.authorization === `Bearer ${accessToken}` ? templates.answer(asked) : null;
      const verdict = judge(asked, {
        ...options,
        accessToken,
        phoneNumberId,
        ...(options.keepsTemplates === true ? { kept: templates } : {}),
      });
      if (managed !== null) {
        const scripted = managementQueue.shift();
        if (scripted === undefined) write(response, managed.status, JSON.stringify(managed.body));
        else give(scripted, { to: "", code: "" }, response);
      } else if (typeof verdict === "number") {
        writeError(response, verdict);
      } else {
        const scripted = queue.shift() ?? byRecipient.get(verdict.to);
        const answer = scripted ?? (options.latencyMs ? { afterMs: options.latencyMs } : "ok");
        give(answer, verdict, response);
      }
      for (const waiter of waiting) if (received >= waiter.count) waiter.resolve();
    });
  });
  // Longer than the client keeps a connection: a close that races with a request is a test of its own.
  server.keepAliveTimeout = 65_000;

  function give(answer: Answer, message: Omit<Accepted, "id">, response: ServerResponse): void {
    if (typeof answer === "string") return giveWord(answer, message, response);
    if ("afterMs" in answer) return later(answer.afterMs, () => give(answer.then ?? "ok", message, response));
    if ("after" in answer) return void answer.after.then(() => give(answer.then, message, response));
    if ("raw" in answer) return write(response, answer.status, answer.raw, answer.headers);
    if ("error" in answer) return writeError(response, answer.error, answer.status, answer.headers);
    accept(message, response, answer.messageStatus);
  }

  function giveWord(answer: Answer & string, message: Omit<Accepted, "id">, response: ServerResponse): void {
    const socket = response.socket;
    switch (answer) {
      case "ok":
        return accept(message, response, "accepted");
      case "no_id":
        return write(response, 200, JSON.stringify({ messaging_product: "whatsapp", contacts: [], messages: [{}] }));
      case "hang":
        return;
      case "reset":
        socket?.resetAndDestroy();
        return;
      case "half_closed":
        socket?.end(
          'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"messaging_product"',
        );
        return;
      case "garbled":
        socket?.end("SSH-2.0-OpenSSH_9.6\r\n\r\n");
        return;
    }
  }

  function accept(message: Omit<Accepted, "id">, response: ServerResponse, messageStatus: string): void {
    // Like the real ones: base64 with the recipient's number in clear, so that a leak of the id shows in a test.
    const id = `wamid.${Buffer.from(`\x1d\x18${message.to.slice(1)}\x15\x02${received}.${Date.now()}`).toString("base64")}`;
    const known: Accepted = { id, ...message };
    keepNewest(accepted, known, remember);
    const wa_id = message.to.slice(1);
    write(
      response,
      200,
      JSON.stringify({
        messaging_product: "whatsapp",
        contacts: [{ input: message.to, wa_id }],
        messages: [{ id, message_status: messageStatus }],
      }),
    );
    if (options.webhookUrl !== undefined && messageStatus === "accepted") reportByItself(known, options.webhookUrl);
  }

  function reportByItself(message: Accepted, url: string): void {
    if (unsent.length === 0) later(20, () => void flush(url, 0));
    unsent.push({ message, status: "sent" }, { message, status: "delivered" }, { message, status: "read" });
  }

  async function flush(url: string, failures: number): Promise<void> {
    const batch = unsent.slice(0, BATCH);
    unsent = unsent.slice(BATCH);
    const status = await post(url, webhook(batch)).catch(() => 0);
    if (status !== 200) unsent = [...batch, ...unsent].slice(0, 100 * BATCH);
    // As Meta does: again, less and less often.
    if (unsent.length > 0)
      later(
        status === 200 ? 0 : Math.min(30_000, 100 * 2 ** failures),
        () => void flush(url, status === 200 ? 0 : failures + 1),
      );
  }

  function webhook(statuses: readonly Status[]): string {
    const metadata = { display_phone_number: "6281100009999", phone_number_id: phoneNumberId };
    const value = { messaging_product: "whatsapp", metadata, statuses: statuses.map(statusObject) };
    const entry = [{ id: wabaId, changes: [{ value, field: "messages" }] }];
    return escaped(JSON.stringify({ object: "whatsapp_business_account", entry }));
  }

  function signed(body: string, secret = appSecret) {
    return { headers: { "content-type": "application/json", "x-hub-signature-256": signature(body, secret) }, body };
  }

  /** Resolves to the HTTP status. */
  async function post(url: string, rawBody: string, secret = appSecret): Promise<number> {
    const { headers, body } = signed(rawBody, secret);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
    await response.arrayBuffer();
    return response.status;
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://${options.host ?? "127.0.0.1"}:${port}`,
    accessToken,
    appSecret,
    phoneNumberId,
    wabaId,
    requests,
    accepted,
    templates,
    get received(): number {
      return received;
    },
    /** The next messages, whoever they are for, get these answers in this order. */
    next(...answers: Answer[]): void {
      queue.push(...answers);
    },
    /** The same for requests of templates, which are done all the same. */
    nextOfTemplates(...answers: Answer[]): void {
      managementQueue.push(...answers);
    },
    /** Meta's reviewers decide: from then on it is so, and the webhook says it. Resolves to the webhook's HTTP status. */
    judgeTemplate(url: string, name: string, language: string, status: string, title?: string): Promise<number> {
      const template = templates.find(name, language);
      template.status = status;
      const value = {
        event: status,
        message_template_id: Number(template.id),
        message_template_name: name,
        message_template_language: language,
        reason: null,
        ...(title === undefined ? {} : { other_info: { title, description: "made up for a test" } }),
      };
      const changes = [{ value, field: "message_template_status_update" }];
      const entry = [{ id: wabaId, time: Math.floor(Date.now() / 1000), changes }];
      return post(url, JSON.stringify({ object: "whatsapp_business_account", entry }));
    },
    /** Every message to this number (E.164) gets this answer, once the queue is empty. */
    answerTo(to: string, answer: Answer): void {
      byRecipient.set(to, answer);
    },
    /** Resolves when so many requests were read, counted from the start. */
    async untilReceived(count: number): Promise<void> {
      if (received < count) await new Promise<void>((resolve) => waiting.push({ count, resolve }));
    },
    /** One signed webhook with these statuses, in this order: batched, doubled or shuffled as the caller likes. */
    report(url: string, statuses: readonly Status[], secret?: string): Promise<number> {
      return post(url, webhook(statuses), secret);
    },
    /** The same, to be posted by the caller. */
    signed: (statuses: readonly Status[]) => signed(webhook(statuses)),
    /** Any signed body. */
    post,
    async close(): Promise<void> {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      unsent = [];
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A message, or the error code Meta has for what is wrong with it. */
export function judge(request: RecordedRequest, account: MetaAccount): Omit<Accepted, "id"> | number {
  if (request.headers.authorization !== `Bearer ${account.accessToken}`) return 190;
  if (request.method !== "POST" || GRAPH_PATH.exec(request.path)?.[1] !== account.phoneNumberId) return 33;
  const body = parse(request.body);
  if (body === null || body.messaging_product !== "whatsapp" || body.type !== "template") return 100;
  if (typeof body.to !== "string" || !/^\+?\d{6,15}$/.test(body.to)) return body.to === undefined ? 131008 : 131009;
  const { name, language, components = [] } = body.template ?? {};
  if (typeof name !== "string" || typeof language?.code !== "string") return 131008;
  const refused = account.kept?.refusalOf(name, language.code) ?? null;
  if (refused !== null) return refused;
  if (account.templates && !account.templates[name]?.includes(language.code)) return 132001;
  const inBody = components.find((component) => component.type === "body")?.parameters;
  const button = components.find((component) => component.type === "button");
  if (inBody?.length !== 1 || inBody[0]?.type !== "text") return 132000;
  if (account.utility?.includes(name)) return { to: body.to, code: String(inBody[0].text) };
  if (button === undefined) return 131008;
  if (button.sub_type !== "url" || String(button.index) !== "0" || button.parameters?.length !== 1) return 131009;
  const code = inBody[0].text;
  if (typeof code !== "string" || code === "" || code !== button.parameters[0]?.text) return 132012;
  if (code.length > 15) return 132005;
  const correlation = body.biz_opaque_callback_data;
  return { to: body.to.startsWith("+") ? body.to : `+${body.to}`, code, ...(correlation ? { correlation } : {}) };
}

export function signature(rawBody: string | Uint8Array, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(rawBody).digest("hex")}`;
}

function statusObject({ message, status, timestamp, error }: Status) {
  return {
    id: message.id,
    status,
    timestamp: String(timestamp ?? Math.floor(Date.now() / 1000)),
    recipient_id: message.to.slice(1),
    ...(status === "failed" ? { errors: [{ code: error ?? 131026, title: "Message undeliverable" }] } : {}),
    ...(message.correlation ? { biz_opaque_callback_data: message.correlation } : {}),
  };
}

/** Meta writes non-ASCII as `\u00e4` and signs that. */
function escaped(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function writeError(response: ServerResponse, code: number, status?: number, headers?: Record<string, string>): void {
  write(response, status ?? httpStatusOf(code), errorBody(code), headers);
}

export function httpStatusOf(code: number): number {
  return HTTP_OF[code] ?? (HTTP_500.has(code) ? 500 : 400);
}

export function errorBody(code: number): string {
  const details =
    code === 131008 ? "buttons: Button at index 0 of type Url requires a parameter" : "made up for a test";
  const message = `(#${code}) Made-up error`;
  const error = { message, type: "OAuthException", code, error_data: { messaging_product: "whatsapp", details } };
  return JSON.stringify({ error });
}

function write(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

interface Parameters {
  type?: unknown;
  text?: unknown;
}
interface SendBody {
  messaging_product?: unknown;
  to?: unknown;
  type?: unknown;
  biz_opaque_callback_data?: string;
  template?: {
    name?: unknown;
    language?: { code?: unknown };
    components?: { type?: unknown; sub_type?: unknown; index?: unknown; parameters?: Parameters[] }[];
  };
}

function parse(text: string): SendBody | null {
  try {
    const body = JSON.parse(text) as SendBody | null;
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}

/** Drops the oldest half at once: shifting one at a time would cost a load run more than the answers do. */
function keepNewest<T>(list: T[], item: T, limit: number): void {
  if (limit === 0) return;
  list.push(item);
  if (list.length >= 2 * limit) list.splice(0, limit);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      webhook: { type: "string" },
      "access-token": { type: "string" },
      "app-secret": { type: "string" },
      "phone-number-id": { type: "string" },
      "latency-ms": { type: "string", default: "0" },
      remember: { type: "string", default: "100" },
    },
  });
  const meta = await startMetaServer({
    port: Number(values.port),
    host: values.host,
    latencyMs: Number(values["latency-ms"]),
    remember: Number(values.remember),
    ...(values.webhook ? { webhookUrl: values.webhook } : {}),
    ...(values["access-token"] ? { accessToken: values["access-token"] } : {}),
    ...(values["app-secret"] ? { appSecret: values["app-secret"] } : {}),
    ...(values["phone-number-id"] ? { phoneNumberId: values["phone-number-id"] } : {}),
  });
  console.log(`base_url=${meta.baseUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void meta.close());
}
