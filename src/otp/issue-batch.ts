import type { Sql, Statement, Tx } from "../db/client.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import type { BatchConnections, Decided } from "../db/batch-connections.ts";
import { byKey, rowsOf, together } from "../db/rows.ts";
import { insertMessages } from "../delivery/messages.ts";
import { GatewayError } from "../errors.ts";
import { appendExpired } from "../events/append.ts";
import type { PlanKeeper } from "../db/plan-keeper.ts";
import { firstIdNear } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Entry } from "../ledger/account.ts";
import { dueByEnd } from "../ledger/fixed-price.ts";
import { lockAccounts, writeEntries } from "../ledger/accounts.ts";
import { ceilingsOf, placeOf } from "../limits/ceilings.ts";
import { loadCounters, lockGateway, writeCounters, type Wanted } from "../limits/counter-rows.ts";
import { countersOf, providerCounter } from "../limits/scopes.ts";
import { insertAudits, type AuditRow } from "../tenants/audit.ts";
import {
  checkClaim,
  sealAnswer,
  stillRunning,
  type IdempotencyClaim,
  type KeptAnswer,
} from "../tenants/idempotency.ts";
import { claimId, keepAnswers, loadAnswers, type KeptRow } from "../tenants/keep-answers.ts";
import { choicesOf } from "./admit.ts";
import type { VendorChecks } from "./checked-rows.ts";
import type { Otp } from "./model.ts";
import { decideSend, type IssueWorld, type SendDecision, type SendRequest } from "./decide-issue.ts";
import { loadPast, loadUserSends, type PastWanted } from "./past-rows.ts";

/** One issue or resend on its way through a batch. */
export interface SendItem extends SendRequest {
  codeHash: Buffer;
  codeSealed: Buffer;
  /** A resend of the code as it was read: refused with `CodeChanged` where another has taken its place since. */
  sameCode?: boolean;
  claim: IdempotencyClaim | null;
  /** Of a resend that a person asked for in the ERP's place. */
  audit?: AuditRow | undefined;
  /** The answer to keep for a replay, made from what was decided. */
  answer: (decision: SendDecision) => KeptAnswer;
}

export type SendResult = { replay: KeptAnswer } | { replay: null; decision: SendDecision };

/** Another resend gave the OTP another code meanwhile; the verb plans anew with that one. */
export class CodeChanged extends GatewayError {
  constructor() {
    super("unavailable", "The code was changed at the same moment; try again.", { retryAfterSeconds: 1 });
  }
}

export function createIssueBatch(
  connections: BatchConnections,
  sql: Sql,
  keyring: Keyring,
  worker: string,
  plans: PlanKeeper,
): Coalescer<SendItem, SendResult> {
  return new Coalescer<SendItem, SendResult>(
    async (items): Promise<Result<SendResult>[]> => {
      const run = (): Promise<Result<SendResult>[]> =>
        connections.transaction((tx) => runBatch(tx, items, keyring, worker));
      const results = await run().catch(async (error: unknown) => {
        if (!isStalePending(error)) throw error;
        await expireStale(sql, items);
        return run();
      });
      plans.wrote(items.length, Math.max(...items.map((item) => item.now)));
      return results;
    },
    { groupOf: (item) => item.tenant.id },
  );
}

/** An OTP that expired long ago and that no sweep has ended yet, since the gateway or its machine stood still. */
function isStalePending(error: unknown): boolean {
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  return code === "23505" && typeof constraint === "string" && /^otps_\w+_one_pending$/.test(constraint);
}

async function expireStale(sql: Sql, items: SendItem[]): Promise<void> {
  const now = Math.max(...items.map((item) => item.now));
  const keys = items.map(({ otp }) => ({
    tenant_id: otp.tenantId,
    subject: otp.subject,
    user_ref: otp.userRef,
    purpose: otp.purpose,
  }));
  await sql`
    with ended as (
      update otps o set status = 'expired', code_sealed = null, ended_at = o.expires_at
      from json_to_recordset(${rowsOf(sql, keys)}) as k(tenant_id uuid, subject text, user_ref text, purpose text)
      where o.tenant_id = k.tenant_id and o.subject = k.subject and o.user_ref = k.user_ref and o.purpose = k.purpose
        and o.status = 'pending' and o.expires_at <= to_timestamp(${now}::float8 / 1000)
      returning o.tenant_id, o.id, o.status, o.decoy)
    ${appendExpired(sql, now)}`;
}

async function runBatch(
  tx: Tx,
  items: SendItem[],
  keyring: Keyring,
  worker: string,
): Promise<Decided<Result<SendResult>[]>> {
  const now = Math.max(...items.map((item) => item.now));
  const claims = items.flatMap((item) => (item.claim === null ? [] : [item.claim]));
  // Sent together, answered in order: what is read after the lock is what the last commit left.
  const wanted = wantedOf(items);
  const [accounts, , past, userSends, counters, answers, open] = await Promise.all([
    lockAccounts(
      tx,
      items.map((item) => item.tenant.id),
    ),
    lockGateway(tx, wanted),
    loadPast(tx, pastOf(items), now),
    loadUserSends(
      tx,
      items.map(({ tenant, otp, sandbox }) => ({ tenant, userRef: otp.userRef, sandbox })),
      now,
    ),
    loadCounters(tx, wanted, now),
    loadAnswers(tx, claims, now),
    lockResent(tx, items),
  ]);
  const world: IssueWorld = { accounts, past, userSends, counters, now };
  // A batch that failed and is tried again may be divided otherwise: what it had marked is void.
  for (const item of items) item.otp.status = "pending";

  const done: { item: SendItem; decision: SendDecision }[] = [];
  const kept: KeptRow[] = [];
  const keptNow = new Map<string, KeptAnswer>();
  const results = items.map((item): Result<SendResult> => {
    try {
      const replay = item.claim === null ? null : replayOf(keyring, item.claim, answers, keptNow, now);
      if (replay !== null) return { ok: true, value: { replay } };
      if (item.kind === "resend") refuseEndedOrChanged(item, open);
      const decision = decideSend(item, world);
      if (item.kind === "resend") open.set(item.otp.id, item.codeHash);
      done.push({ item, decision });
      if (item.claim !== null) {
        const answer = item.answer(decision);
        kept.push({ claim: item.claim, sealed: sealAnswer(keyring, item.claim, answer) });
        keptNow.set(claimId(item.claim), answer);
      }
      return { ok: true, value: { replay: null, decision } };
    } catch (error) {
      return { ok: false, error };
    }
  });
  markReplacedInBatch(done);
  return { ...writes(tx, keyring, done, world, kept, worker, now), value: results };
}

function refuseEndedOrChanged(item: SendItem, open: Map<string, Buffer>): void {
  const codeHash = open.get(item.otp.id);
  if (codeHash === undefined) throw new GatewayError("conflict", "This OTP has ended; issue a new one.");
  if (item.sameCode === true && !codeHash.equals(item.codeHash)) throw new CodeChanged();
}

/** An OTP that a later item of the same batch replaced is written as ended. */
function markReplacedInBatch(done: { decision: SendDecision }[]): void {
  const replaced = new Set(done.flatMap(({ decision }) => decision.replaced));
  for (const { decision } of done) if (replaced.has(decision.otp.id)) decision.otp.status = "replaced";
}

function replayOf(
  keyring: Keyring,
  claim: IdempotencyClaim,
  answers: Awaited<ReturnType<typeof loadAnswers>>,
  keptNow: Map<string, KeptAnswer>,
  now: number,
): KeptAnswer | null {
  if (keptNow.has(claimId(claim))) {
    throw stillRunning();
  }
  return checkClaim(keyring, claim, answers.get(claimId(claim)), now);
}

export function pastOf(items: readonly SendRequest[]): PastWanted[] {
  return items.map(({ tenant, otp, sandbox }) => ({ tenant, subject: otp.subject, sandbox }));
}

export function wantedOf(items: readonly SendRequest[]): Wanted {
  const providers = ({ tenant, messages }: SendRequest): string[] =>
    tenant.limits.provider.length === 0 ? [] : messages.flatMap(choicesOf).flatMap(({ order }) => order);
  return {
    counters: items.flatMap((item) => {
      const { tenant, sandbox, otp } = item;
      const asked = { tenant, sandbox, recipient: otp.recipients[0] ?? "", clientIp: otp.clientIp };
      return [...countersOf(asked), ...providers(item).map((provider) => providerCounter(tenant, provider))];
    }),
    ceilings: items.flatMap(({ tenant, messages }) =>
      messages.flatMap(({ recipient }) => ceilingsOf(tenant, placeOf(recipient))),
    ),
  };
}

/** The OTPs to be sent again, locked, so that a verify at the same moment is before or after, never between; with what is kept of their codes. */
async function lockResent(tx: Tx, items: SendItem[]): Promise<Map<string, Buffer>> {
  const wanted = items.filter((item) => item.kind === "resend");
  if (wanted.length === 0) return new Map();
  const keys = byKey(wanted.map((item) => ({ tenantId: item.tenant.id, id: item.otp.id })));
  const rows = await tx<{ id: string; code_hash: Buffer }[]>`
    select o.* from json_to_recordset(${rowsOf(tx, keys)}) as k(tenant_id uuid, id uuid)
    cross join lateral (
      select id, code_hash from otps
      where tenant_id = k.tenant_id and id = k.id and status = 'pending'
        and expires_at > to_timestamp(${wanted[0]?.now ?? 0}::float8 / 1000) offset 0 for update) o`;
  return new Map(rows.map((row) => [row.id, row.code_hash]));
}

function writes(
  tx: Tx,
  keyring: Keyring,
  done: { item: SendItem; decision: SendDecision }[],
  world: IssueWorld,
  kept: KeptRow[],
  worker: string,
  now: number,
): { before: Statement[]; writes: Statement[] } {
  const replaced = done.flatMap(({ item, decision }) =>
    decision.replaced.map((id) => ({ tenant_id: item.tenant.id, id })),
  );
  const issued = done.filter(({ item }) => item.kind === "issue");
  const resent = done.filter(({ item }) => item.kind === "resend");
  const audits = done.flatMap(({ item }) => item.audit ?? []);
  const entries: Entry[] = done.flatMap(({ decision }) => decision.entries);
  const messages = done.flatMap(({ decision }) =>
    decision.messages.map((message) => ({ ...message, expiresAt: decision.otp.expiresAt })),
  );
  return {
    // Before the insert: one pending OTP of a subject, user and purpose.
    before: replaceOtps(tx, replaced, now),
    writes: together(tx, [
      ...insertOtps(tx, issued, keyring),
      ...updateResent(tx, resent),
      ...insertMessages(tx, keyring, messages, worker, now),
      ...writeEntries(tx, world.accounts.values(), entries),
      ...writeCounters(tx, world.counters, now),
      ...keepAnswers(tx, kept, now),
      ...(audits.length === 0 ? [] : [insertAudits(tx, audits)]),
    ]),
  };
}

function replaceOtps(tx: Tx, replaced: object[], now: number): Statement[] {
  if (replaced.length === 0) return [];
  return [
    tx`
      with ended as (
        update otps o set code_sealed = null, ended_at = least(o.expires_at, to_timestamp(${now}::float8 / 1000)),
          -- One that expired before the sweep came by has not been replaced.
          status = case when o.expires_at <= to_timestamp(${now}::float8 / 1000) then 'expired' else 'replaced' end
        from json_to_recordset(${rowsOf(tx, replaced)}) as r(tenant_id uuid, id uuid)
        cross join lateral (select ctid as row, id from otps where tenant_id = r.tenant_id and id = r.id offset 0) x
        where o.ctid = x.row and o.id = x.id and o.status = 'pending'
        returning o.tenant_id, o.id, o.status, o.decoy)
      ${appendExpired(tx, now)}`,
  ];
}

/** An ordinary OTP's only recipient is its subject, sealed already. */
function sealedRecipients({ tenantId, subject, recipients, central, decoy }: Otp, keyring: Keyring): string[] {
  if (!central && !decoy) return [subject];
  return recipients.map((recipient) => keyring.numbers.seal(tenantId, recipient));
}

/** On a decoy's row: its checks go as those of a vendor's code go. */
const likeVendors: VendorChecks = { decoy: true };

function insertOtps(tx: Tx, issued: { item: SendItem; decision: SendDecision }[], keyring: Keyring): Statement[] {
  if (issued.length === 0) return [];
  const rows = issued.map(({ item: { otp, sandbox, codeHash, codeSealed }, decision }) => ({
    tenant_id: otp.tenantId,
    id: otp.id,
    subject: otp.subject,
    recipients: sealedRecipients(otp, keyring),
    user_ref: otp.userRef,
    purpose: otp.purpose,
    channels: otp.channels,
    locale: otp.locale,
    template: otp.template,
    params: otp.params,
    metadata: otp.metadata,
    client_ip: otp.clientIp,
    // Replaced already when a later item of the same batch took its place.
    status: decision.otp.status,
    attempts_left: otp.attemptsLeft,
    code_hash: codeHash.toString("hex"),
    code_sealed: decision.otp.status === "pending" ? codeSealed.toString("hex") : null,
    ttl_seconds: otp.ttlSeconds,
    central: otp.central,
    code_given: otp.codeGiven,
    decoy: otp.decoy,
    vendor_checks: otp.likeVendors ? likeVendors : null,
    via: otp.via,
    sends: otp.sends,
    sandbox,
    created_at: otp.createdAt,
    expires_at: otp.expiresAt,
    resend_at: otp.resendAt,
    unsettled: decision.messages.some(({ prices }) => dueByEnd(prices)),
  }));
  return [
    tx`
      insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params,
                        metadata, client_ip, status, attempts_left, code_hash, code_sealed, ttl_seconds, central,
                        code_given, decoy, vendor_checks, via, sends, sandbox, created_at, expires_at, resend_at,
                        unsettled_since)
      select tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params,
             metadata, client_ip, status, attempts_left, decode(code_hash, 'hex'), decode(code_sealed, 'hex'),
             ttl_seconds, central, code_given, decoy, vendor_checks, via, sends, sandbox,
             to_timestamp(created_at / 1000.0), to_timestamp(expires_at / 1000.0), to_timestamp(resend_at / 1000.0),
             case when unsettled then to_timestamp(created_at / 1000.0) end
      from json_to_recordset(${rowsOf(tx, rows)}) as o(
        tenant_id uuid, id uuid, subject text, recipients text[], user_ref text, purpose text, channels text[],
        locale text, template text, params jsonb, metadata jsonb, client_ip text, status text, attempts_left int,
        code_hash text, code_sealed text, ttl_seconds int, central boolean, code_given boolean, decoy boolean,
        vendor_checks jsonb, via jsonb, sends bigint[], sandbox boolean, created_at float8, expires_at float8,
        resend_at float8, unsettled boolean)`,
  ];
}

/** A resend takes the plan over: the earlier messages' fallbacks are off, or two chains would run. */
function updateResent(tx: Tx, resent: { item: SendItem; decision: SendDecision }[]): Statement[] {
  if (resent.length === 0) return [];
  const rows = resent.map(({ item: { otp, sandbox, codeHash, codeSealed, now }, decision }) => ({
    tenant_id: otp.tenantId,
    id: otp.id,
    near: firstIdNear(otp.id),
    at: now,
    resend_at: otp.resendAt,
    sandbox,
    channels: otp.channels,
    vendor_checks: otp.likeVendors ? likeVendors : null,
    code_hash: codeHash.toString("hex"),
    code_sealed: codeSealed.toString("hex"),
    code_given: otp.codeGiven,
    unsettled: decision.messages.some(({ prices }) => dueByEnd(prices)),
  }));
  return [
    tx`
      update otps o set channels = r.channels, sends = o.sends || r.at, sandbox = o.sandbox and r.sandbox,
                        vendor_checks = coalesce(r.vendor_checks, o.vendor_checks),
                        resend_at = to_timestamp(r.resend_at / 1000.0),
                        code_hash = decode(r.code_hash, 'hex'), code_sealed = decode(r.code_sealed, 'hex'),
                        code_given = r.code_given,
                        unsettled_since = case when r.unsettled then to_timestamp(r.at / 1000.0)
                                               else o.unsettled_since end
      from json_to_recordset(${rowsOf(tx, rows)}) as r(
        tenant_id uuid, id uuid, at bigint, resend_at float8, sandbox boolean, channels text[], vendor_checks jsonb,
        code_hash text, code_sealed text, code_given boolean, unsettled boolean)
      cross join lateral (select ctid as row, id from otps where tenant_id = r.tenant_id and id = r.id offset 0) x
      where o.ctid = x.row and o.id = x.id`,
    tx`
      update messages m set advanced = true
      from json_to_recordset(${rowsOf(tx, rows)}) as r(tenant_id uuid, id uuid, near uuid)
      cross join lateral (
        select ctid as row, id from messages
        where tenant_id = r.tenant_id and otp_id = r.id and id >= r.near offset 0) x
      where m.ctid = x.row and m.id = x.id`,
  ];
}
