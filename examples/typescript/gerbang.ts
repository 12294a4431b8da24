/**
 * A client of Gerbang for Node 20 and newer and for whatever else has `fetch`. Copy this file and `schema.d.ts`.
 *
 *     const gerbang = new Gerbang({ baseUrl: "https://otp.example.com", key: process.env.ERP_KEY ?? "" });
 *     const otp = await gerbang.issue({ to: "0812-3456-7890", user: "budi" });
 *     const { valid, reason } = await gerbang.verify({ id: otp.id, code: "123456" });
 *
 * The key belongs on a server: in a page or an app, everybody who has it could read it.
 */
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];
export type IssueInput = Schemas["IssueOtp"];
export type VerifyInput = Schemas["VerifyOtp"];
export type ResendInput = Schemas["ResendOtp"];
export type RedeemInput = Schemas["RedeemOtp"];
export type NormaliseInput = Schemas["NormaliseNumbers"];
export type UserInput = Schemas["PutUser"];
/** With `hosted_url`, where the issue asked for a hosted page. */
export type IssuedOtp = Schemas["IssuedOtp"];
export type Otp = Schemas["Otp"];
export type Redeemed = Schemas["RedeemAnswer"];
export type NormalisedNumbers = Schemas["NormalisedNumbers"];
export type User = Schemas["User"];
export type Events = paths["/v1/events"]["get"]["responses"][200]["content"]["application/json"];
export type EventsQuery = NonNullable<paths["/v1/events"]["get"]["parameters"]["query"]>;
export type Verdict = Schemas["VerifyAnswer"];
export type Balance = Schemas["Balance"];
export type Problem = Schemas["Problem"];

export interface GerbangOptions {
  baseUrl: string;
  /** An API key of role `erp`. */
  key: string;
  /** How long one try may take, beside the `wait_ms` of the call. Default 10 s. */
  timeoutMs?: number;
  /** Further tries after the first. Default 3. */
  retries?: number;
  /** The first wait between tries; each one after it is twice as long. Default 250 ms. */
  backoffMs?: number;
  /** A `Retry-After` that asks for more than this is the caller's to heed. Default 5 s. */
  longestWaitMs?: number;
  fetch?: typeof fetch;
}

export interface CallOptions {
  /** Of a call that must have one effect though the whole program is started again: the ERP's own, else one is made. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** The gateway refused. `code` is stable and tells what to do: see /docs#errors. */
export class GerbangError extends Error {
  override readonly name = "GerbangError";
  readonly code: Problem["code"];
  readonly status: number;
  /** What to quote to whoever runs the gateway. */
  readonly requestId: string;
  /** Which fields are wrong, and why. */
  readonly errors: NonNullable<Problem["errors"]>;
  readonly retryAfterSeconds: number | null;
  /** All that the answer said. */
  readonly problem: Problem;

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.requestId = problem.request_id;
    this.errors = problem.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
    this.problem = problem;
  }
}

/** No answer of the gateway came, after all tries: the network, a time-out, or a proxy that answered in its place. */
export class GerbangConnectionError extends Error {
  override readonly name = "GerbangConnectionError";
  /** Of the answer that was not the gateway's; null when there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

interface Request {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

export class Gerbang {
  readonly #options: Required<GerbangOptions>;

  constructor({ baseUrl, ...options }: GerbangOptions) {
    this.#options = {
      timeoutMs: 10_000,
      retries: 3,
      backoffMs: 250,
      longestWaitMs: 5_000,
      fetch: (input, init) => fetch(input, init),
      ...options,
      // Throws at once when it is no address.
      baseUrl: new URL(baseUrl).href.replace(/\/+$/, ""),
    };
  }

  issue(input: IssueInput, options?: CallOptions): Promise<IssuedOtp> {
    return this.#post<IssuedOtp>("/v1/otp/issue", input, options);
  }

  /** A wrong code is an answer (`valid: false`), not an error. */
  verify(input: VerifyInput, options?: CallOptions): Promise<Verdict> {
    return this.#post<Verdict>("/v1/otp/verify", input, options);
  }

  /** Takes the ticket that a hosted page's visitor brought back, or a proof; once for an OTP. */
  redeem(input: RedeemInput, options?: CallOptions): Promise<Redeemed> {
    return this.#post<Redeemed>("/v1/otp/redeem", input, options);
  }

  resend(id: string, input: ResendInput = {}, options?: CallOptions): Promise<Otp> {
    return this.#post<Otp>(`/v1/otp/${encodeURIComponent(id)}/resend`, input, options);
  }

  cancel(id: string, options?: CallOptions): Promise<Otp> {
    return this.#post<Otp>(`/v1/otp/${encodeURIComponent(id)}/cancel`, {}, options);
  }

  read(id: string, options?: Pick<CallOptions, "signal">): Promise<Otp> {
    return this.#get<Otp>(`/v1/otp/${encodeURIComponent(id)}`, options);
  }

  balance(options?: Pick<CallOptions, "signal">): Promise<Balance> {
    return this.#get<Balance>("/v1/balance", options);
  }

  /** What is to be said of each number before anything is sent to it; at most 1,000. */
  normalise(input: NormaliseInput, options?: Pick<CallOptions, "signal">): Promise<NormalisedNumbers> {
    return this.#post<NormalisedNumbers>("/v1/numbers/normalise", input, options);
  }

  /** What happened after `after`, oldest first: keep `next_cursor` and ask with it the next time. */
  events(
    query: Pick<EventsQuery, "after" | "limit" | "type"> = {},
    options?: Pick<CallOptions, "signal">,
  ): Promise<Events> {
    const asked = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    return this.#get<Events>(`/v1/events?${new URLSearchParams(asked).toString()}`, options);
  }

  /** Whether a person is asked for an OTP, and where it goes. To put the same twice changes nothing. */
  putUser(id: string, input: UserInput, options?: Pick<CallOptions, "signal">): Promise<User> {
    return this.#send<User>("PUT", `/v1/users/${encodeURIComponent(id)}`, input, options);
  }

  #get<T>(path: string, { signal }: CallOptions = {}): Promise<T> {
    const { baseUrl, timeoutMs } = this.#options;
    return this.#call<T>({ method: "GET", url: baseUrl + path, headers: this.#headers(), timeoutMs, signal });
  }

  #post<T>(path: string, input: object, { idempotencyKey, signal }: CallOptions = {}): Promise<T> {
    // One key for all tries of this call: however many arrive, it is done once.
    return this.#send<T>("POST", path, input, { signal, idempotencyKey: idempotencyKey ?? randomKey() });
  }

  #send<T>(
    method: "POST" | "PUT",
    path: string,
    input: object,
    { idempotencyKey, signal }: CallOptions = {},
  ): Promise<T> {
    const { baseUrl, timeoutMs } = this.#options;
    const waitMs = "wait_ms" in input && typeof input.wait_ms === "number" ? input.wait_ms : 0;
    const once: Record<string, string> = idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey };
    return this.#call<T>({
      method,
      url: baseUrl + path,
      headers: { ...this.#headers(), "Content-Type": "application/json", ...once },
      body: JSON.stringify(input),
      timeoutMs: timeoutMs + waitMs,
      signal,
    });
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#options.key}`, Accept: "application/json" };
  }

  async #call<T>(request: Request): Promise<T> {
    const { retries, backoffMs, longestWaitMs } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#try<T>(request);
      } catch (error) {
        request.signal?.throwIfAborted();
        const wait = waitBefore(error, backoffMs * 2 ** attempt * (0.5 + Math.random()));
        if (wait === null || wait > longestWaitMs || attempt >= retries) throw error;
        await pause(wait, request.signal);
      }
    }
  }

  async #try<T>({ url, timeoutMs, signal, ...init }: Request): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let text: string;
    try {
      const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      response = await this.#options.fetch(url, { ...init, signal: either, redirect: "error" });
      text = await response.text();
    } catch (cause) {
      const why = timeout.aborted ? `did not answer within ${timeoutMs} ms` : "could not be reached";
      throw new GerbangConnectionError(`${new URL(url).origin} ${why}`, null, cause);
    }
    const body = parse(text);
    if (response.ok && body !== null) return body as T;
    if (isProblem(body)) throw new GerbangError(body, secondsOf(response.headers.get("retry-after")));
    const start = text.slice(0, 100);
    throw new GerbangConnectionError(`HTTP ${response.status} is no answer of the gateway: ${start}`, response.status);
  }
}

/** In how many milliseconds the same request may do better; null: never by itself. */
function waitBefore(error: unknown, backoffMs: number): number | null {
  if (error instanceof GerbangConnectionError) return error.status === null || error.status >= 500 ? backoffMs : null;
  if (!(error instanceof GerbangError)) return null;
  if (error.retryAfterSeconds !== null && [429, 503].includes(error.status)) return error.retryAfterSeconds * 1000;
  return error.code === "idempotency_in_progress" || error.status === 503 ? backoffMs : null;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** 128 random bits. `randomUUID` is missing in pages that came over plain HTTP. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function secondsOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "request_id" in body && "detail" in body;
}
