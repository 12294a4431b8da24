import type { Socket } from "node:net";
import { buildConnector, errors, Pool, type Dispatcher } from "undici";
import { TransportError, type HttpAnswer, type HttpRequest } from "../providers/provider.ts";
import { codeOf, guardTargets, notConnected, type TargetGuardOptions } from "./target-guard.ts";

export interface ProviderHttp {
  /** Throws `TransportError` when no whole answer came. Anything else it throws is a bug in the request. */
  request(request: HttpRequest, budget: { signal: AbortSignal }): Promise<HttpAnswer>;
  /** Ends at once: what is still in flight fails. Drain first. */
  close(): Promise<void>;
}

export interface ProviderHttpOptions extends TargetGuardOptions {
  connectionsPerOrigin?: number;
}

const MAX_BODY_BYTES = 64 * 1024;
/** A connection attempt nobody waits for any more is dropped after this; the try's own budget is usually shorter. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Behind the budget's signal, longer than any `timeout_ms`. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Long enough to spare most messages a TLS handshake, shorter than the idle limits of the servers we know. */
const KEEP_ALIVE_MS = 10_000;
/** Pools beyond this number are closed when nothing uses them: webhooks may have many origins, providers have few. */
const POOLS_KEPT = 64;

/**
 * HTTP to providers and webhooks. What it is for: telling "the request never left" (`sent: false`, try again) from "it
 * may have reached them" (`sent: true`, a second one could be a second message). undici says when a request is put on a
 * connected socket; everything that fails before (name, address, connection, TLS, waiting for a free connection) left
 * nothing behind, everything after may have. That includes a kept-alive socket which the server closes as we write:
 * its reset looks the same whether they had read the request or not, and no vendor here has an idempotency key.
 */
export function createProviderHttp(options: ProviderHttpOptions): ProviderHttp {
  const pools = new Map<string, Pool>();
  let closed = false;
  const { connect, abandon } = guardedConnector(options);

  function poolOf(origin: string): Pool {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    if (pools.size >= POOLS_KEPT) {
      for (const [idle, pool] of pools) {
        const { connected, size } = pool.stats;
        if (connected > 0 || size > 0) continue;
        pools.delete(idle);
        void pool.destroy();
      }
    }
    // A pool of our own for each origin, and one request at a time on a connection: with pipelining, a reset would
    // leave several messages in doubt.
    const pool = new Pool(origin, {
      connect,
      connections: options.connectionsPerOrigin ?? 128,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: 60_000,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    pools.set(origin, pool);
    return pool;
  }

  return {
    request(request, { signal }) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new TransportError("closed", false));
        if (signal.aborted) return reject(new TransportError("timeout", false));
        const url = parseHttpUrl(request.url);
        const exchange = new Exchange(signal, resolve, reject);
        poolOf(url.origin).dispatch(
          {
            path: url.pathname + url.search,
            method: request.method,
            headers: request.headers,
            body: request.body ?? null,
          },
          exchange,
        );
      });
    },
    async close() {
      closed = true;
      abandon();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

/** One request's way through undici. Settles once, whatever undici still says afterwards. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: Error) => void;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(signal: AbortSignal, resolve: (answer: HttpAnswer) => void, reject: (error: Error) => void) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#onAbort = () => this.#fail(new TransportError("timeout", this.#controller !== null));
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** The socket is connected and the next thing undici does is write. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown here, undici drops the request and keeps the connection; `controller.abort` would close it.
    if (this.#settled) throw new TransportError("timeout", false);
    // undici puts an unanswered request on a second socket in no case we found; it must not, so it is forbidden.
    if (this.#controller !== null) throw new TransportError("reset", true);
    this.#controller = controller;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_BODY_BYTES) return this.#fail(new TransportError("too_large", true));
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    this.#resolve({ status: this.#status, headers: this.#headers, text: Buffer.concat(this.#chunks).toString("utf8") });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(this.#controller === null ? beforeSending(error) : whileWaiting(error));
  }

  #fail(error: Error): void {
    if (!this.#settle()) return;
    this.#reject(error);
    // Not started: it stays in undici's queue and is dropped by `onRequestStart`.
    this.#controller?.abort(error);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#signal.removeEventListener("abort", this.#onAbort);
    return true;
  }
}

function beforeSending(error: Error): Error {
  // A header or path that undici refuses is a bug of ours, and stays loud.
  return codeOf(error) === "UND_ERR_INVALID_ARG" ? error : notConnected(error);
}

function whileWaiting(error: Error): TransportError {
  const code = codeOf(error);
  // Without its cause: the parser's error carries the bytes it choked on, which may hold a code or a number.
  if (error instanceof errors.HTTPParserError || code === "UND_ERR_HEADERS_OVERFLOW")
    return new TransportError("garbled", true);
  return new TransportError(waitingReason(code), true, { cause: error });
}

function waitingReason(code: string): string {
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT" || code === "ETIMEDOUT") return "timeout";
  return code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED" ? "closed" : "reset";
}

function parseHttpUrl(text: string): URL {
  // The parser's own error would carry the URL, and some vendors want their key in it.
  if (!URL.canParse(text)) throw new TypeError("a provider's request has no valid URL");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new TypeError("a provider's request is not for HTTP");
  return url;
}

/** undici's connector behind the guard, and a way to give up on the connections it is still making. */
function guardedConnector(options: ProviderHttpOptions): { connect: buildConnector.connector; abandon: () => void } {
  const guard = guardTargets(options);
  const connecting = new Set<Socket>();
  const build = buildConnector({ lookup: guard.lookup, timeout: CONNECT_TIMEOUT_MS });

  const connect: buildConnector.connector = (target, callback) => {
    if (guard.refuses(target.hostname)) {
      process.nextTick(callback, new TransportError("target_not_allowed", false), null);
      return;
    }
    // undici's connector returns the socket, though its type doesn't say so.
    const socket = build(target, (error, connected) => {
      if (socket) connecting.delete(socket);
      // Classified here: by their codes undici would try some again for ever, and leave those who wait behind a
      // certificate for another name without an answer.
      if (error) callback(notConnected(error), null);
      else callback(null, connected);
    }) as unknown as Socket | undefined;
    if (socket) connecting.add(socket);
  };

  return {
    connect,
    abandon() {
      for (const socket of connecting) socket.destroy(new TransportError("closed", false));
    },
  };
}
