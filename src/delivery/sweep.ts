import { purgeSessions } from "../console-users/session.ts";
import { purgeTries } from "../console-users/tries.ts";
import type { Database, Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { appendExpired } from "../events/append.ts";
import { purgeEvents } from "../events/purge.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import { openCode } from "../otp/code.ts";
import type { Otp } from "../otp/model.ts";
import { purgeCounters } from "../limits/purge.ts";
import { purgeRedemptions } from "../otp/purge.ts";
import { loadOtps, type StoredOtp } from "../otp/rows.ts";
import type { LiveSettings } from "../settings/live.ts";
import { pruneStats } from "../stats/prune.ts";
import type { Fact, SettledMessage } from "./decide-settle.ts";
import type { Delivery } from "./delivery.ts";
import { takeUnsettled } from "./ended-otps.ts";
import { matchEarlyReports } from "./early-reports.ts";
import { loadMessages } from "./load-messages.ts";
import { Reclaim } from "./reclaim.ts";

const HEARTBEAT_MS = 3000;
const LEASE_MS = 10_000;
const SWEEP_MS = 2000;
const PURGE_MS = 60_000;
const BATCH = 500;

export interface SweepOptions {
  db: Database;
  relaxed: Sql;
  delivery: Delivery;
  settings: LiveSettings;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  /** Told when a pass, or a purge, went well, and how many milliseconds it took. */
  ran: Record<"sweep" | "purge", (ms: number) => void>;
}

/**
 * What no request does: keeps our lease alive, takes up what a dead process left, goes on with what is due, ends what
 * has expired, and clears away what is past its day.
 */
export class Sweep {
  readonly #o: SweepOptions;
  readonly #reclaim: Reclaim;
  readonly #timers: NodeJS.Timeout[] = [];
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(options: SweepOptions) {
    this.#o = options;
    this.#reclaim = new Reclaim({ ...options, sql: options.db.sql });
  }

  async start(): Promise<void> {
    await this.#heartbeat();
    this.#o.delivery.onDue(() => void this.run());
    this.#timers.push(
      setInterval(() => void this.#quietly("heartbeat", () => this.#heartbeat()), HEARTBEAT_MS),
      setInterval(() => void this.run(), SWEEP_MS),
      setInterval(() => void this.#quietly("purge", () => this.purge()), PURGE_MS),
    );
    void this.run();
  }

  /** An embedded gateway that just took `gateway.pid` is alone: every lease it finds is a dead one's. */
  static async forgetLeases(sql: Sql): Promise<void> {
    await sql`delete from workers`;
  }

  /** Takes nothing more, or it would take again what a stopping gateway puts back. The lease is still kept alive. */
  async pause(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async stop(): Promise<void> {
    await this.pause();
    for (const timer of this.#timers) clearInterval(timer);
    // Whoever comes next need not wait for our lease to run out.
    await this.#quietly("farewell", async () => {
      await this.#o.db.sql`delete from workers where id = ${this.#o.delivery.worker}`;
    });
  }

  /** One pass; a call during a pass makes one more. */
  async run(): Promise<void> {
    if (this.#stopped) return;
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#quietly("sweep", async () => {
      const began = performance.now();
      do {
        this.#again = false;
        await this.#expireOtps();
        // By itself: one that can't be settled keeps nobody's fallback waiting.
        await this.#quietly("settling of ended OTPs", () => this.#settleEnds());
        await this.#skipNeedlessFallbacks();
        this.#o.delivery.hooks.takeOver();
        await matchEarlyReports({ ...this.#o, sql: this.#o.db.sql });
        await this.#reclaim.run();
        await this.#takeDue();
      } while (this.#again && !this.#stopped);
      this.#o.ran.sweep(performance.now() - began);
    }).finally(() => (this.#running = null));
    return this.#running;
  }

  async #heartbeat(): Promise<void> {
    const now = this.#o.clock.now();
    await this.#o.relaxed`
      insert into workers (id, alive_until, started_at)
      values (${this.#o.delivery.worker}, to_timestamp(${now + LEASE_MS}::float8 / 1000),
              to_timestamp(${now}::float8 / 1000))
      on conflict (id) do update set alive_until = excluded.alive_until`;
  }

  /** The sealed code goes with the life of its OTP. */
  async #expireOtps(): Promise<void> {
    const now = this.#o.clock.now();
    for (;;) {
      const expired = await this.#o.db.sql`
        with ended as (
          update otps o set status = 'expired', code_sealed = null, ended_at = o.expires_at
          from (
            select ctid as row, id from otps
            where status = 'pending' and expires_at <= to_timestamp(${now}::float8 / 1000)
            order by expires_at limit ${BATCH} for update skip locked) x
          where o.ctid = x.row and o.id = x.id
          returning o.tenant_id, o.id, o.status, o.decoy),
        told as (${appendExpired(this.#o.db.sql, now)})
        select id from ended`;
      if (expired.length < BATCH) return;
    }
  }

  /** What is charged on `verified` waits for its OTP's end; a process may have died right after it, and time ends some. */
  async #settleEnds(): Promise<void> {
    const { db, delivery, clock } = this.#o;
    for (;;) {
      const ended = await takeUnsettled(db.sql, clock.now(), BATCH);
      await Promise.all(ended.map(({ tenantId, otpId }) => delivery.otpEnded(tenantId, otpId)));
      if (ended.length < BATCH || this.#stopped) return;
    }
  }

  /** Most fallbacks are not needed: the OTP was verified in time. They turn into waiting for the report, in one statement. */
  async #skipNeedlessFallbacks(): Promise<void> {
    const now = this.#o.clock.now();
    await this.#o.db.sql`
      update messages m set advanced = true, due = 'unreported', due_at = m.report_by
      from (
        select d.ctid as row, d.id from messages d
        cross join lateral (select status from otps where tenant_id = d.tenant_id and id = d.otp_id offset 0) o
        where d.lease_owner is null and d.due_at <= to_timestamp(${now}::float8 / 1000) and d.due = 'fallback'
          and d.status in ('accepted', 'sent') and d.report_by is not null and o.status <> 'pending'
        order by d.due_at limit 5000 for update of d skip locked) x
      where m.ctid = x.row and m.id = x.id`;
  }

  /** Takes messages that are due, and those whose worker is dead, each by exactly one replica. */
  async #takeDue(): Promise<void> {
    const worker = this.#o.delivery.worker;
    for (;;) {
      const now = this.#o.clock.now();
      const messages = await this.#o.db.sql.begin(async (tx) => {
        const due = await tx<{ tenant_id: string; id: string }[]>`
          select tenant_id, id from messages
          where lease_owner is null and due_at <= to_timestamp(${now}::float8 / 1000)
          order by due_at limit ${BATCH} for update skip locked`;
        const orphaned = await tx<{ tenant_id: string; id: string }[]>`
          select tenant_id, id from messages
          where lease_owner is not null and lease_owner <> ${worker}::uuid
            and lease_owner <> all(array(select id from workers where alive_until > to_timestamp(${now}::float8 / 1000)))
          limit ${BATCH} for update skip locked`;
        const keys = [...due, ...orphaned].map((row) => ({ tenantId: row.tenant_id, id: row.id }));
        if (keys.length === 0) return [];
        const loaded = [...(await loadMessages(tx, keys)).values()];
        const taken = loaded.map((message) => ({ row: message.row, id: message.id }));
        await tx`
          update messages m set lease_owner = ${worker}::uuid
          from json_to_recordset(${rowsOf(tx, taken)}) as k(row tid, id uuid)
          where m.ctid = k.row and m.id = k.id`;
        return loaded;
      });
      if (messages.length === 0) return;
      await this.#handle(messages);
      if (messages.length < BATCH || this.#stopped) return;
    }
  }

  async #handle(messages: SettledMessage[]): Promise<void> {
    const otps = await loadOtps(
      this.#o.db.sql,
      this.#o.keyring,
      messages.map((message) => ({ tenantId: message.tenantId, id: message.otpId })),
    );
    const tried = await this.#providersTried(messages.filter((message) => message.due === "doubt"));
    await Promise.all(
      messages.map((message) => this.#goOn(message, otps.get(message.otpId), tried.get(message.id) ?? [])),
    );
  }

  async #providersTried(messages: SettledMessage[]): Promise<Map<string, string[]>> {
    if (messages.length === 0) return new Map();
    const keys = messages.map((message) => ({ tenant_id: message.tenantId, id: message.id }));
    const rows = await this.#o.db.sql<{ id: string; providers: string[] }[]>`
      select a.message_id as id, array_agg(distinct a.provider) as providers
      from json_to_recordset(${rowsOf(this.#o.db.sql, keys)}) as k(tenant_id uuid, id uuid)
      join attempts a on a.tenant_id = k.tenant_id and a.message_id = k.id
      group by a.message_id`;
    return new Map(rows.map((row) => [row.id, row.providers]));
  }

  async #goOn(message: SettledMessage, stored: StoredOtp | undefined, tried: string[]): Promise<void> {
    const { delivery, keyring, clock } = this.#o;
    const now = clock.now();
    const lease = delivery.worker;
    const open = stored !== undefined && stored.otp.status === "pending" && now < stored.otp.expiresAt;
    const code = open && stored.codeSealed !== null ? openCode(keyring, stored.otp.id, stored.codeSealed) : null;
    switch (message.due) {
      case "send":
        if (message.status === "sending") return this.#doubt(message);
        if (stored !== undefined && code !== null) delivery.resume(message, stored.otp, code, []);
        else await this.#end(message, stored === undefined || overByTime(stored.otp, now) ? "expired" : "cancelled");
        return;
      case "doubt":
        // Under a dead lease the next provider may have been on its way too: that one is awaited in its turn.
        if (message.leaseOwner !== null) return this.#doubt(message);
        if (stored !== undefined && code !== null) delivery.resume(message, stored.otp, code, tried);
        else await this.#end(message, "unknown");
        return;
      case "fallback":
        return delivery.advance(message, lease);
      case "unreported":
        await delivery.settle(message, { kind: "unreported", lease, charge: this.#chargesSilence(message) });
        return;
      case null:
        // Leased by a dead worker with nothing left to do.
        await delivery.settle(message, {
          kind: "ended",
          lease,
          attempt: null,
          status: "failed",
          skips: [],
          goOn: false,
        });
    }
  }

  /** Found leaving under a dead lease: it may have left. */
  async #doubt(message: SettledMessage): Promise<void> {
    const { delivery, clock } = this.#o;
    const now = clock.now();
    const half = Math.max(0, (message.expiresAt - now) / 2);
    const until = now + Math.min(this.#doubtMs(message), half);
    const fact: Fact = { kind: "doubtful", lease: delivery.worker, attempt: null, until, skips: [] };
    const { message: settled } = await delivery.settle(message, fact);
    if (settled?.dueAt != null) delivery.timers.at(settled.dueAt);
  }

  async #end(message: SettledMessage, status: "expired" | "cancelled" | "unknown"): Promise<void> {
    const { delivery } = this.#o;
    await delivery.settle(message, {
      kind: "ended",
      lease: delivery.worker,
      attempt: null,
      status,
      skips: [],
      goOn: false,
    });
    delivery.waiters.ended(message.otpId, message.id);
  }

  #doubtMs(message: SettledMessage): number {
    const provider = this.#providerOf(message);
    return (provider === undefined ? 8 : this.#o.delivery.guards.waits(provider).ambiguousWaitSeconds) * 1000;
  }

  #chargesSilence(message: SettledMessage): boolean {
    const provider = this.#providerOf(message);
    return provider !== undefined && this.#o.delivery.guards.waits(provider).chargeUnreported;
  }

  #providerOf(message: SettledMessage) {
    const tenant = this.#o.settings.current.tenants.get(message.tenantId);
    return message.provider === null ? undefined : tenant?.providers.get(message.provider);
  }

  /** Clears away what is past its day. */
  async purge(): Promise<void> {
    const began = performance.now();
    const now = this.#o.clock.now();
    const before = (ms: number) => this.#o.db.sql`to_timestamp(${now - ms}::float8 / 1000)`;
    const hour = 3_600_000;
    await this.#o.db.sql`delete from sandbox_messages where at < ${before(hour)}`;
    await this.#o.db.sql`delete from idempotency where created_at < ${before(24 * hour)}`;
    await this.#o.db.sql`delete from early_reports where received_at < ${before(7 * 24 * hour)}`;
    await this.#o.db.sql`delete from message_aliases where received_at < ${before(7 * 24 * hour)}`;
    await this.#o.db.sql`delete from awaited_reports where accepted_at < ${before(hour)}`;
    // One that could not be applied all week never will be.
    await this.#o.db.sql`
      delete from received_hooks
      where received_at < ${before(24 * hour)}
        and (applied_at is not null or received_at < ${before(7 * 24 * hour)})`;
    await purgeEvents(this.#o.db.sql, now);
    await pruneStats(this.#o.db.sql, now);
    await purgeRedemptions(this.#o.db.sql, now);
    await purgeCounters(this.#o.db.sql, now);
    await purgeSessions(this.#o.db.sql, now);
    await purgeTries(this.#o.db.sql, now);
    await this.#o.db.sql`delete from workers where alive_until < ${before(hour)}`;
    this.#o.ran.purge(performance.now() - began);
  }

  async #quietly(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#o.delivery.trouble();
      if (!this.#stopped) this.#o.log.warn({ what, error: errorForLog(error) }, "sweep: trying again at its next turn");
    }
  }
}

function overByTime(otp: Otp, now: number): boolean {
  return otp.status === "expired" || (otp.status === "pending" && now >= otp.expiresAt);
}
