import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { Passwords } from "../../src/console-users/passwords.ts";
import { openDatabase, type Connection } from "../../src/db/client.ts";
import { createApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/endpoint.ts";
import { systemClock, type Clock } from "../../src/kit/clock.ts";
import { bootstrap } from "../../src/tenants/bootstrap.ts";
import { wire, type Gateway, type GatewayConfig, type WireOptions } from "../../src/wire.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export interface Call {
  method?: string;
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed JSON body; an empty object when there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it expects
  json: any;
}

export interface TestGateway {
  gateway: Gateway;
  app: App;
  database: TestDatabase;
  adminKey: string;
  erpKey: string;
  clock: TestClock;
  logged: () => string;
  /** With the ERP's key unless another is named; POST when there is a body. */
  request(path: string, call?: Call): Promise<Reply>;
  admin(path: string, call?: Call): Promise<Reply>;
  /** A second replica on the same database. */
  replica(): Promise<TestGateway>;
  close(): Promise<void>;
}

/** Real time, which a test may move forward; it may begin ahead of it, or behind. */
export class TestClock implements Clock {
  #ahead: number;
  #stoppedAt: number | null = null;
  constructor(ahead = 0) {
    this.#ahead = ahead;
  }
  now(): number {
    return (this.#stoppedAt ?? systemClock.now()) + this.#ahead;
  }
  /** From here on only the test moves it. */
  stop(): void {
    this.#stoppedAt ??= systemClock.now();
  }
  /** Real time again, with what passed meanwhile. */
  go(): void {
    this.#stoppedAt = null;
  }
  advance(ms: number): void {
    this.#ahead += ms;
  }
}

export interface TestGatewayOptions {
  /** The demo's data (sandbox, prices, credit), or a bare tenant. */
  demo?: boolean;
  config?: Partial<GatewayConfig>;
  kinds?: Gateway["registry"];
  clock?: TestClock;
  /** In place of a clone of the run's own. */
  database?: TestDatabase;
  /** In place of the system's resolver. */
  lookup?: NonNullable<WireOptions["lookup"]>;
}

/** Of every test gateway of a file: two on one database are two replicas of one installation. */
export const masterKey = randomBytes(32);

/** A whole gateway on a database of its own, called through `app.request()`. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const database = options.database ?? (await createTestDatabase());
  const db = openDatabase(database.connection, { max: 1 });
  const demo = options.demo ?? true;
  const clock = options.clock ?? new TestClock();
  const keys = await bootstrap(db, { demo, currency: "IDR", adminKey: null, erpKey: null, now: clock.now() });
  await db.close();
  if (keys === null) throw new Error("the test's database is not empty");
  const first = await assemble(options, database.connection, clock, { admin: keys.admin, erp: keys.erp });
  const replicas: { close(): Promise<void> }[] = [];
  return {
    ...first,
    database,
    async replica() {
      const made = await assemble(options, database.connection, clock, { admin: keys.admin, erp: keys.erp });
      replicas.push(made.gateway);
      return {
        ...made,
        database,
        replica: () => Promise.reject(new Error("ask the first")),
        close: () => made.gateway.close(),
      };
    },
    async close() {
      await Promise.allSettled([first.gateway, ...replicas].map((gateway) => gateway.close()));
      await database.drop();
    },
  };
}

async function assemble(
  options: TestGatewayOptions,
  connection: Connection,
  clock: TestClock,
  keys: { admin: string; erp: string },
) {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => lines.push(line) });
  const config: GatewayConfig = {
    publicUrl: "http://gateway.test",
    defaultCountry: "ID",
    currency: "IDR",
    trustProxy: [],
    allowPrivateTargets: ["127.0.0.0/8", "::1/128"],
    ...options.config,
  };
  const gateway = await wire({
    config,
    connection,
    masterKeys: [masterKey],
    passwords: new Passwords({ ln: 10 }),
    log,
    clock,
    ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  const app = createApp(gateway);
  const request = (path: string, call: Call = {}): Promise<Reply> => send(app, path, { key: keys.erp, ...call });
  const admin = (path: string, call: Call = {}): Promise<Reply> => send(app, path, { key: keys.admin, ...call });
  return { gateway, app, adminKey: keys.admin, erpKey: keys.erp, clock, logged: () => lines.join(""), request, admin };
}

async function send(app: App, path: string, call: Call): Promise<Reply> {
  const body = typeof call.body === "string" || call.body === undefined ? call.body : JSON.stringify(call.body);
  const response = await app.request(path, {
    method: call.method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(call.key == null ? {} : { authorization: `Bearer ${call.key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...call.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    // Of lines of JSON none is the answer.
    json: /[/+]json\b/.test(response.headers.get("content-type") ?? "") && text !== "" ? JSON.parse(text) : {},
  };
}

/** Asks until the answer is what is waited for; no fixed sleep. */
export async function eventually<T>(ask: () => Promise<T>, good: (value: T) => boolean, withinMs = 10_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms; last: ${JSON.stringify(value)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
