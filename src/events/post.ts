import { Coalescer } from "../db/coalesce.ts";
import type { Sql } from "../db/client.ts";
import { errorForLog } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import {
  fanOut,
  putBack,
  takeDue,
  writeResults,
  type Claim,
  type DueDelivery,
  type FailingHook,
  type PostResult,
} from "./deliveries.ts";
import { disableWebhook, type DisableDeps } from "./disable.ts";
import { loadHooks, type Hook } from "./hooks.ts";
import { logLost } from "./log-lost.ts";
import { payloadOf } from "./payload.ts";
import { postOnce, type Request } from "./post-once.ts";
import { testWebhook, type TestResult } from "./test-webhook.ts";
import { verdictOf, type PostOutcome } from "./verdict.ts";
import type { StoredWebhook } from "./webhooks.ts";

const LOOK_MS = 1000;
/** What a busy gateway appends is gathered for so long. */
const GATHER_MS = 100;
/**
 * Posts on their way in all; what waits for its turn is taken up by any replica. As many connections may go to one server,
 * so that none waits for another webhook's while its 15 s run.
 */
export const MOST_POSTS = 512;
const FAILING_MS = 5 * 24 * 3_600_000;
/** On a stop, for those on their way; whoever comes next makes them again. */
const FAREWELL_MS = 3000;

export interface WebhookPostsOptions extends DisableDeps {
  /** Commits without waiting for the disk: what a crash forgets is posted again. */
  relaxed: Sql;
  keyring: Keyring;
  request: Request;
  random: () => number;
}

/**
 * Posts events to the ERP's webhooks, at least once. Looks each second, and at once when this process has appended one;
 * while there is no webhook it asks the database nothing. What is owed is in the database, so that any replica goes on
 * where another ended.
 */
export class WebhookPosts {
  readonly #o: WebhookPostsOptions;
  readonly #results: Coalescer<PostResult, FailingHook | null>;
  readonly #stop = new AbortController();
  readonly #posts = new Set<Promise<void>>();
  /** By our own end. */
  readonly #brokenOff: Claim[] = [];
  readonly #busy = new Map<string, number>();
  #hooks: Hook[] = [];
  /** They could not be read when they were last changed. */
  #stale = false;
  #loading: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(options: WebhookPostsOptions) {
    this.#o = options;
    this.#results = new Coalescer(
      async (results) => {
        const failing = await writeResults(options.relaxed, results, options.clock.now());
        return results.map(({ tenantId, webhook }) => ({
          ok: true,
          value: failing.find((hook) => hook.tenantId === tenantId && hook.name === webhook) ?? null,
        }));
      },
      { groupOf: ({ tenantId }) => tenantId, maxWaiting: Infinity },
    );
    options.settings.onChange(() => void this.#load());
  }

  async start(): Promise<void> {
    await this.#load();
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** This process has appended events. */
  wake(): void {
    if (this.#hooks.length === 0 || this.#stop.signal.aborted) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      void this.run();
    }, GATHER_MS).unref();
  }

  /** One pass: gives webhooks their events and begins the posts that are due. A call during a pass makes one more. */
  async run(): Promise<void> {
    if (this.#hooks.length === 0 || this.#stop.signal.aborted) return;
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#pass().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Posts an event that is in no feed. */
  test(event: { id: string; tenant: string }, webhook: StoredWebhook): Promise<TestResult> {
    return testWebhook({ ...this.#o, post: this.#o.request }, event, webhook);
  }

  /** Resolves when no post is on its way. */
  async idle(): Promise<void> {
    while (this.#running !== null || this.#posts.size > 0) await Promise.all([this.#running, ...this.#posts]);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
    const late = setTimeout(() => this.#stop.abort(), FAREWELL_MS);
    const posts = this.#hooks;
    this.#hooks = [];
    await this.#loading;
    if (posts.length > 0) await this.idle();
    clearTimeout(late);
    this.#stop.abort();
    await this.#results.idle();
    await this.#putBack();
  }

  async #putBack(): Promise<void> {
    const { relaxed, clock, log } = this.#o;
    if (this.#brokenOff.length === 0) return;
    try {
      await putBack(relaxed, this.#brokenOff, clock.now());
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "posts that were broken off are made again in half a minute");
    }
  }

  async #look(): Promise<void> {
    if (this.#stale) await this.#load();
    await this.run();
  }

  #load(): Promise<void> {
    this.#loading = this.#loading.then(async () => {
      const { sql, keyring, settings, log } = this.#o;
      try {
        const hooks = await loadHooks(sql, keyring, (secret) => logLost(log, settings, secret));
        if (!this.#stop.signal.aborted) this.#hooks = hooks;
        this.#stale = false;
      } catch (error) {
        this.#stale = true;
        log.warn({ error: errorForLog(error) }, "could not read the webhooks; trying again in a second");
      }
    });
    return this.#loading;
  }

  async #pass(): Promise<void> {
    const { sql, clock, log } = this.#o;
    try {
      do {
        this.#again = false;
        const more = await fanOut(sql, this.#hooks, clock.now());
        await this.#begin();
        this.#again ||= more;
      } while (this.#again && this.#hooks.length > 0);
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "could not post events; trying again in a second");
    }
  }

  async #begin(): Promise<void> {
    const { sql, keyring, clock } = this.#o;
    const most = MOST_POSTS - this.#posts.size;
    if (most <= 0 || this.#hooks.length === 0) return;
    const due = await takeDue(sql, keyring, this.#hooks, (hook) => this.#busy.get(idOf(hook)) ?? 0, most, clock.now());
    for (const delivery of due) {
      const hook = this.#hooks.find(
        ({ tenantId, name }) => tenantId === delivery.tenantId && name === delivery.webhook,
      );
      if (hook === undefined) continue;
      const post = this.#post(hook, delivery)
        .catch((error: unknown) => this.#o.log.error({ error: errorForLog(error) }, "a webhook's post"))
        .finally(() => {
          this.#posts.delete(post);
          this.#count(hook, -1);
          // Its lane is free: what waits for it comes at once.
          void this.run();
        });
      this.#count(hook, 1);
      this.#posts.add(post);
    }
  }

  /** What can't be written with its answer is written without: else it would be posted for ever. */
  async #write(result: PostResult): Promise<FailingHook | null> {
    try {
      return await this.#results.submit(result);
    } catch (error) {
      this.#o.log.error({ error: errorForLog(error) }, "a webhook's answer can't be kept");
      return this.#results.submit({ ...result, answer: null });
    }
  }

  #count(hook: Hook, by: number): void {
    const busy = (this.#busy.get(idOf(hook)) ?? 0) + by;
    if (busy === 0) this.#busy.delete(idOf(hook));
    else this.#busy.set(idOf(hook), busy);
  }

  async #post(hook: Hook, { tenantId, webhook, eventId, tries, event }: DueDelivery): Promise<void> {
    const { request, clock, random } = this.#o;
    const began = performance.now();
    const key = { tenantId, webhook, url: hook.url, eventId, tries };
    if (event === null) {
      const lost = { status: "dead", nextAt: null, slowUntil: null, gone: false } as const;
      await this.#write({ ...key, ...lost, latencyMs: 0, answerStatus: null, answer: "no longer kept" });
      return;
    }
    const outcome = await postOnce(request, hook, payloadOf(event), clock.now(), this.#stop.signal);
    if (outcome.status === null && this.#stop.signal.aborted) {
      this.#brokenOff.push(key);
      return;
    }
    const now = clock.now();
    const verdict = verdictOf(outcome, tries, now, random());
    const latencyMs = performance.now() - began;
    const failing = await this.#write({ ...key, ...verdict, latencyMs, ...answerOf(outcome) });
    if (verdict.gone) await disableWebhook(this.#o, hook, "gone");
    else if (failing !== null && failing.failingSince <= now - FAILING_MS) {
      await disableWebhook(this.#o, hook, "failing");
    }
  }
}

function answerOf(outcome: PostOutcome): Pick<PostResult, "answerStatus" | "answer"> {
  if (outcome.status === null) return { answerStatus: null, answer: outcome.reason };
  return { answerStatus: outcome.status, answer: outcome.text };
}

function idOf({ tenantId, name }: Hook): string {
  return `${tenantId}/${name}`;
}
