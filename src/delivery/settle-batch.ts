import type { BatchConnections, Decided } from "../db/batch-connections.ts";
import type { Statement, Tx } from "../db/client.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import { byKey, leastId, rowsOf, together } from "../db/rows.ts";
import { appendEvents } from "../events/append.ts";
import type { NewEvent } from "../events/model.ts";
import { newId } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Entry } from "../ledger/account.ts";
import { lockAccounts, writeEntries } from "../ledger/accounts.ts";
import { loadCounters, lockGateway, writeCounters } from "../limits/counter-rows.ts";
import type { Counters } from "../limits/counters.ts";
import { admitMessages } from "../otp/admit.ts";
import type { NewMessage } from "../otp/decide-issue.ts";
import type { DeliveryReport } from "../providers/provider.ts";
import { countMoney, wantedByFallbacks, type TenantOf } from "./counted-money.ts";
import { insertAwaited } from "./awaited-rows.ts";
import { deleteEarly, insertEarly, loadEarlyReports, takeEarlyByAlias, type EarlyRow } from "./early-rows.ts";
import { decideSettle, type AttemptRecord, type Fact, type ReportFact, type SettledMessage } from "./decide-settle.ts";
import { loadMessages, loadRivals, type MessageKey } from "./load-messages.ts";
import type { DeliveryMeasures, StatusChange } from "./measures.ts";
import { messageEvents } from "./message-events.ts";
import { insertMessages } from "./messages.ts";
import { findTargets, insertAliases } from "./report-targets.ts";

/** A fact about a message we know, or a report that first has to find its message. */
export type SettleItem =
  | { groupBy: string; message: MessageKey; fact: Fact; now: number }
  | { groupBy: string; owner: ReportOwner; report: DeliveryReport; now: number };

export interface ReportOwner {
  ownerId: string;
  provider: string;
  /** Seconds after which silence makes an accepted message unknown. */
  unreportedAfterSeconds: number;
}

export interface SettleResult {
  /** Null: a report that speaks of no message we know (yet). */
  message: SettledMessage | null;
  /** A report that made it fail, and whose provider told it. */
  failure: (ReportFact & { ownerId: string }) | null;
  created: NewMessage | null;
  goOn: boolean;
  stale: boolean;
}

/** A decided item with what has to be written for it. */
interface Written {
  message: SettledMessage;
  entries: Entry[];
  attempt: AttemptRecord | null;
  report: ReportFact | null;
  created: NewMessage | null;
  unsettled: boolean;
}

export function createSettleBatch(
  connections: BatchConnections,
  keyring: Keyring,
  worker: string,
  /** Told after each commit: it may have appended events. */
  appended: () => void,
  measures: DeliveryMeasures,
  tenantOf: TenantOf,
): Coalescer<SettleItem, SettleResult> {
  // A report names its provider's owner. Of a shared provider, only its message tells whose account it needs.
  const accountOf = new WeakMap<SettleItem, string>();
  const batch = new Coalescer<SettleItem, SettleResult>(
    async (items): Promise<Result<SettleResult>[]> => {
      const { results, changes } = await connections.transaction((tx) =>
        runBatch(tx, items, keyring, worker, accountOf, tenantOf),
      );
      appended();
      measures.changed(changes);
      return results;
    },
    // What a provider did is never turned away.
    { groupOf: (item) => accountOf.get(item) ?? item.groupBy, maxWaiting: Infinity },
  );
  batch.measure((run) => measures.settled(run));
  return batch;
}

async function runBatch(
  tx: Tx,
  given: SettleItem[],
  keyring: Keyring,
  worker: string,
  accountOf: WeakMap<SettleItem, string>,
  tenantOf: TenantOf,
): Promise<Decided<{ results: Result<SettleResult>[]; changes: StatusChange[] }>> {
  const now = Math.max(...given.map((item) => item.now));
  const { items, keys: targets } = await findTargets(tx, given);
  given.forEach((item, index) => accountOf.set(item, targets[index]?.tenantId ?? item.groupBy));
  const keys = targets.filter((key): key is MessageKey => key !== null);
  const wanted = wantedByFallbacks(items, tenantOf);
  const [accounts, , counters, messages, earlier] = await Promise.all([
    lockAccounts(
      tx,
      keys.map((key) => key.tenantId),
    ),
    lockGateway(tx, wanted),
    loadCounters(tx, wanted, now),
    loadMessages(tx, keys),
    loadEarlyReports(tx, items),
  ]);
  const asking = items.map((item, index) => {
    const key = targets[index] ?? null;
    return key !== null && asksForRivals(item, earlier.rows.length > 0) ? messages.get(keyText(key)) : undefined;
  });
  await loadRivals(tx, messages, new Set(asking.filter((message) => message !== undefined)));

  const written: Written[] = [];
  const early: EarlyRow[] = [];
  const told: NewEvent[] = [];
  const changes: StatusChange[] = [];
  const copies = [...messages.values()].some((message) => message.holdState === "released");
  const settle = (message: SettledMessage, fact: Fact, item: SettleItem): SettleResult => {
    const account = accounts.get(message.tenantId);
    if (account === undefined) throw new Error(`tenant ${message.tenantId} has no account`);
    const before = { status: message.status, acceptedAt: message.acceptedAt };
    const tenant = tenantOf(message.tenantId);
    const admit = tenant && ((next: NewMessage) => admitMessages(tenant, [next], counters, now));
    const decision = decideSettle(message, fact, account, now, admit);
    if (tenant !== undefined) countMoney(tenant, message, decision.entries, counters);
    told.push(...messageEvents(before, message, fact, now));
    const { tenantId, channel, provider, status } = message;
    if (status !== before.status) changes.push({ tenantId, channel, provider, status });
    if (copies && message.charged > 0n) markCopies(message, messages.values());
    const { entries, report, created, unsettled } = decision;
    written.push({ message, entries, attempt: keptAttempt(message, decision.attempt), report, created, unsettled });
    if (decision.early && "owner" in item) early.push({ owner: item.owner, report: item.report });
    const failure = decision.failure === null ? null : { ...decision.failure, ownerId: ownerOf(item) };
    return { message, failure, created, goOn: decision.goOn, stale: decision.stale };
  };

  const results = items.map((item, index): Result<SettleResult> => {
    try {
      const key = targets[index] ?? null;
      const message = key === null ? undefined : messages.get(keyText(key));
      if (message === undefined) {
        if ("owner" in item) early.push({ owner: item.owner, report: item.report });
        return { ok: true, value: { message: null, failure: null, created: null, goOn: false, stale: false } };
      }
      if ("owner" in item) return { ok: true, value: settle(message, reportFact(item), item) };
      const result = settle(message, item.fact, item);
      if (item.fact.kind !== "accepted" || result.stale) return { ok: true, value: result };
      // What the provider said before this acceptance was committed is said now.
      const { ownerId, provider, providerMessageId } = item.fact.attempt;
      for (const report of earlier.of.get(`${ownerId}/${provider}/${providerMessageId ?? ""}`) ?? []) {
        const late = settle(message, { kind: "reported", report, reportBy: item.fact.reportBy }, item);
        result.goOn ||= late.goOn;
        result.failure ??= late.failure;
      }
      return { ok: true, value: result };
    } catch (error) {
      return { ok: false, error };
    }
  });
  return {
    before: lockUnsettled(tx, written),
    writes: writes(tx, keyring, items, written, messages, accounts, counters, earlier.rows, early, told, worker, now),
    value: { results, changes },
  };
}

/** Erased while a provider had it: an id that tells the number is not written after all. */
function keptAttempt({ recipient }: SettledMessage, attempt: AttemptRecord | null): AttemptRecord | null {
  if (recipient !== "" || attempt?.tellsRecipient !== true) return attempt;
  return { ...attempt, providerMessageId: null, polled: false };
}

function keyText({ tenantId, id }: MessageKey): string {
  return `${tenantId}/${id}`;
}

/** Its price may be one that is not in the row yet, or it may come to nothing and leave another message to pay. */
function asksForRivals(item: SettleItem, reportsCameEarly: boolean): boolean {
  if ("owner" in item) return item.report.status === "failed";
  const { fact } = item;
  if (fact.kind === "unreported" || (fact.kind === "accepted" && reportsCameEarly)) return true;
  return "attempt" in fact && fact.attempt?.latePrice?.[1] === "verified";
}

/** What `loadMessages` reads of committed rows, for those that are charged in this very batch. */
function markCopies(paid: SettledMessage, messages: Iterable<SettledMessage>): void {
  for (const other of messages) {
    if (other === paid || other.otpId !== paid.otpId || other.recipient !== paid.recipient) continue;
    const earlier = other.id < paid.id ? other : paid;
    if (earlier.holdState === "released") other.copyCharged = true;
  }
}

/** Of a report, or of the acceptance that takes up what came before it. */
function ownerOf(item: SettleItem): string {
  if ("owner" in item) return item.owner.ownerId;
  if (item.fact.kind === "accepted") return item.fact.attempt.ownerId;
  throw new Error(`${item.fact.kind} is no report`);
}

function reportFact(item: Extract<SettleItem, { owner: ReportOwner }>): Fact {
  const { provider, unreportedAfterSeconds } = item.owner;
  const { status, at, providerCode = null, errorClass = null, scope = null, segments } = item.report;
  const counted = segments === undefined ? {} : { segments };
  return {
    kind: "reported",
    report: { provider, status, at, providerCode, errorClass, scope, ...counted },
    reportBy: item.now + unreportedAfterSeconds * 1000,
  };
}

function writes(
  tx: Tx,
  keyring: Keyring,
  items: readonly SettleItem[],
  written: Written[],
  messages: Map<string, SettledMessage>,
  accounts: Awaited<ReturnType<typeof lockAccounts>>,
  counters: Counters,
  applied: string[],
  early: EarlyRow[],
  told: readonly NewEvent[],
  worker: string,
  now: number,
): Statement[] {
  const created = written.flatMap(({ message, created: next }) =>
    next === null ? [] : [{ ...next, expiresAt: message.expiresAt }],
  );
  return together(tx, [
    ...updateMessages(tx, [...messages.values()], now),
    ...markUnsettled(tx, written, now),
    ...insertAttempts(tx, written),
    ...insertReports(tx, written, now),
    ...insertAwaited(tx, written, now),
    ...deleteEarly(tx, applied),
    ...insertEarly(tx, early, now),
    ...insertAliases(tx, items, now),
    ...takeEarlyByAlias(tx, items, now),
    ...insertMessages(tx, keyring, created, worker, now),
    ...writeEntries(
      tx,
      accounts.values(),
      written.flatMap(({ entries }) => entries),
    ),
    ...writeCounters(tx, counters, now),
    ...appendEvents(tx, told),
  ]);
}

function updateMessages(tx: Tx, messages: SettledMessage[], now: number): Statement[] {
  const changed = messages.filter((message) => message.changed);
  if (changed.length === 0) return [];
  const rows = changed.map((m) => ({
    row: m.row,
    id: m.id,
    status: m.status,
    provider: m.provider,
    prices: m.repriced ? m.prices : null,
    skips: m.skips,
    hold_state: m.holdState,
    charged: m.charged.toString(),
    cost: m.cost?.toString() ?? null,
    advanced: m.advanced,
    lease_owner: m.leaseOwner,
    due: m.due,
    due_at: m.dueAt,
    accepted_at: m.acceptedAt,
    report_by: m.reportBy,
    lapsed: m.lapse?.status ?? null,
    lapsed_at: m.lapse?.at ?? null,
  }));
  return [
    tx`
      update messages m set status = n.status, provider = n.provider,
        prices = coalesce(n.prices, m.prices), skips = n.skips, hold_state = n.hold_state,
        charged = n.charged, cost = n.cost, advanced = n.advanced, lease_owner = n.lease_owner, due = n.due,
        due_at = to_timestamp(n.due_at / 1000.0), accepted_at = to_timestamp(n.accepted_at / 1000.0),
        report_by = to_timestamp(n.report_by / 1000.0), lapsed = n.lapsed,
        lapsed_at = to_timestamp(n.lapsed_at / 1000.0), updated_at = to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as n(
        row tid, id uuid, status text, provider text, prices jsonb, skips jsonb, hold_state text, charged bigint,
        cost bigint, advanced boolean, lease_owner uuid, due text, due_at float8, accepted_at float8, report_by float8,
        lapsed text, lapsed_at float8)
      where m.ctid = n.row and m.id = n.id and m.id >= ${leastId(rows)}`,
  ];
}

function unsettledOf(written: Written[]) {
  return byKey(
    written.flatMap(({ message: { tenantId, otpId }, unsettled }) => (unsettled ? [{ tenantId, id: otpId }] : [])),
  );
}

/**
 * An update finds a row by the place that its statement saw, and passes over one that another commit (a check, the end's
 * own mark) moves meanwhile. This mark must not be lost, so the row is held still first.
 */
function lockUnsettled(tx: Tx, written: Written[]): Statement[] {
  const otps = unsettledOf(written);
  if (otps.length === 0) return [];
  return [
    tx`
      select from json_to_recordset(${rowsOf(tx, otps)}) as k(tenant_id uuid, id uuid)
      cross join lateral (
        select from otps where tenant_id = k.tenant_id and id = k.id offset 0 for update) o`,
  ];
}

/** Always later than the mark that stands: whoever settles by that one does not clear this one away. */
function markUnsettled(tx: Tx, written: Written[], now: number): Statement[] {
  const otps = unsettledOf(written);
  if (otps.length === 0) return [];
  return [
    tx`
      update otps o
      set unsettled_since = greatest(to_timestamp(${now}::float8 / 1000), o.unsettled_since + interval '1 millisecond')
      from json_to_recordset(${rowsOf(tx, otps)}) as k(tenant_id uuid, id uuid)
      cross join lateral (select ctid as row, id from otps where tenant_id = k.tenant_id and id = k.id offset 0) x
      where o.ctid = x.row and o.id = x.id`,
  ];
}

function insertAttempts(tx: Tx, written: Written[]): Statement[] {
  const rows = written.flatMap(({ message, attempt }) =>
    attempt === null
      ? []
      : [
          {
            tenant_id: message.tenantId,
            message_id: message.id,
            n: attempt.n,
            owner_id: attempt.ownerId,
            provider: attempt.provider,
            channel: attempt.channel,
            started_at: attempt.startedAt,
            latency_ms: Math.round(attempt.latencyMs),
            outcome: attempt.outcome,
            scope: attempt.scope,
            provider_code: attempt.providerCode?.slice(0, 64) ?? null,
            provider_message_id: attempt.providerMessageId,
            vendor_code: attempt.vendorCode ?? false,
            template: attempt.template.key,
            locale: attempt.template.locale,
            template_version: attempt.template.version,
          },
        ],
  );
  if (rows.length === 0) return [];
  return [
    tx`
      insert into attempts (tenant_id, message_id, n, owner_id, provider, channel, started_at, latency_ms, outcome,
                            scope, provider_code, provider_message_id, vendor_code, template, locale,
                            template_version)
      select tenant_id, message_id, n, owner_id, provider, channel, to_timestamp(started_at / 1000.0), latency_ms,
             outcome, scope, provider_code, provider_message_id, vendor_code, template, locale, template_version
      from json_to_recordset(${rowsOf(tx, rows)}) as a(
        tenant_id uuid, message_id uuid, n int, owner_id uuid, provider text, channel text, started_at float8,
        latency_ms int, outcome text, scope text, provider_code text, provider_message_id text, vendor_code boolean,
        template text, locale text, template_version int)
      on conflict (tenant_id, message_id, n) do nothing`,
  ];
}

function insertReports(tx: Tx, written: Written[], now: number): Statement[] {
  const rows = written.flatMap(({ message, report }) =>
    report === null
      ? []
      : [
          {
            tenant_id: message.tenantId,
            message_id: message.id,
            id: newId(now),
            provider: report.provider,
            status: report.status,
            at: report.at,
            provider_code: report.providerCode?.slice(0, 64) ?? null,
            error_class: report.errorClass,
            scope: report.scope,
          },
        ],
  );
  if (rows.length === 0) return [];
  return [
    tx`
      insert into reports (tenant_id, message_id, id, provider, status, at, provider_code, error_class, scope,
                           received_at)
      select tenant_id, message_id, id, provider, status, to_timestamp(at / 1000.0), provider_code, error_class, scope,
             to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as r(
        tenant_id uuid, message_id uuid, id uuid, provider text, status text, at float8, provider_code text,
        error_class text, scope text)
      on conflict (tenant_id, message_id, provider, status, at) do nothing`,
  ];
}
