import { createHash } from "node:crypto";
import type { Ctx } from "../context.ts";
import type { Sql, Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { UnknownMasterKey, type Keyring } from "../kit/secret.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { knownTopUp, noTopUp } from "./decide-top-up.ts";
import type { ProofType } from "./proof-type.ts";
import type { ProofFacts } from "./top-up-rows.ts";

const MOST_VERSIONS = 10;

export interface ProofFile {
  name: string;
  type: ProofType;
  content: Uint8Array;
}

/**
 * Keeps a file beside a top-up. Another one is a further version; what somebody has decided by stays the last one, while
 * what came after the decision may be corrected. The same bytes again are the same version.
 */
export async function putProof(
  tx: Tx,
  deps: { clock: Clock; keyring: Keyring },
  ctx: Ctx,
  { id, file }: { id: string; file: ProofFile },
): Promise<ProofFacts> {
  const tenantId = ctx.tenant.id;
  const known = await knownTopUp(tx, ctx, id);
  const sha256 = createHash("sha256").update(file.content).digest();
  const last = known.proof;
  if (last?.sha256 === sha256.toString("hex")) return last;
  if (last !== null && known.decidedAt !== null && last.at <= known.decidedAt) {
    throw new GatewayError(
      "conflict",
      `${known.decidedBy ?? "Somebody"} has decided by the proof that is there; it stays.`,
    );
  }
  if (last !== null && last.version >= MOST_VERSIONS) {
    throw new GatewayError("conflict", `This top-up has ${MOST_VERSIONS} versions of its proof already.`);
  }
  // After the decision also by the clock: replicas' clocks differ.
  const now = Math.max(deps.clock.now(), (known.decidedAt ?? -1) + 1);
  const version = (last?.version ?? 0) + 1;
  const { type } = file;
  const size = file.content.byteLength;
  const actor = ctx.actor.name;
  const context = proofContext(tenantId, known.id, version);
  await tx`
    insert into topup_proofs (tenant_id, topup_id, version, type, size, sha256, name, content, actor, at)
    values (${tenantId}, ${known.id}, ${version}, ${type}, ${size}, ${sha256},
            ${deps.keyring.seal(nameContext(context), file.name)}, ${deps.keyring.seal(context, file.content)}, ${actor},
            to_timestamp(${now}::float8 / 1000))`;
  const facts: ProofFacts = { version, type, size, sha256: sha256.toString("hex"), actor, at: now };
  const after = { version, type, size, sha256: facts.sha256 };
  await writeAudit(tx, auditRow(ctx, { action: "balance.topup.proof", target: known.reference, after }, now));
  return facts;
}

export interface OpenedProof extends ProofFile {
  version: number;
}

/** The newest version, or the one asked for. That it was read is in the audit: it shows a person's account. */
export async function readProof(
  sql: Sql,
  deps: { clock: Clock; keyring: Keyring },
  ctx: Ctx,
  { id, version }: { id: string; version: number | null },
): Promise<OpenedProof> {
  const [topUp] = await sql<{ reference: string }[]>`
    select reference from topups where tenant_id = ${ctx.tenant.id} and id = ${id}`;
  if (topUp === undefined) throw noTopUp();
  const [row] = await sql<{ version: number; type: ProofType; name: Buffer; content: Buffer }[]>`
    select version, type, name, content from topup_proofs
    where tenant_id = ${ctx.tenant.id} and topup_id = ${id} ${version === null ? sql`` : sql`and version = ${version}`}
    order by version desc limit 1`;
  if (row === undefined) {
    const which = version === null ? "no proof" : `no version ${version} of a proof`;
    throw new GatewayError("not_found", `There is ${which} for this top-up.`);
  }
  const context = proofContext(ctx.tenant.id, id, row.version);
  const after = { version: row.version };
  const read = { action: "balance.topup.proof.read", target: topUp.reference, after };
  await writeAudit(sql, auditRow(ctx, read, deps.clock.now()));
  return {
    version: row.version,
    type: row.type,
    name: deps.keyring.openText(nameContext(context), row.name),
    content: deps.keyring.open(context, row.content),
  };
}

/** Seals proofs under the newest master key, one at a time, since each may be large. `lost`: those that no key opens. */
export async function resealProofs(sql: Sql, keyring: Keyring): Promise<{ sealed: number; lost: number }> {
  const proofs = await sql<{ tenant_id: string; topup_id: string; version: number; key_id: Buffer }[]>`
    select tenant_id, topup_id, version, substring(content from 1 for 4) as key_id from topup_proofs`;
  const done = { sealed: 0, lost: 0 };
  for (const { tenant_id: tenantId, topup_id: topUpId, version, key_id: keyId } of proofs) {
    if (keyring.isCurrent(keyId)) continue;
    const one = sql`tenant_id = ${tenantId} and topup_id = ${topUpId} and version = ${version}`;
    const [row] = await sql<{ name: Buffer; content: Buffer }[]>`
      select name, content from topup_proofs where ${one}`;
    if (row === undefined) continue;
    const context = proofContext(tenantId, topUpId, version);
    try {
      const name = keyring.seal(nameContext(context), keyring.open(nameContext(context), row.name));
      const content = keyring.seal(context, keyring.open(context, row.content));
      await sql`update topup_proofs set name = ${name}, content = ${content} where ${one}`;
      done.sealed += 1;
    } catch (error) {
      if (!(error instanceof UnknownMasterKey)) throw error;
      done.lost += 1;
    }
  }
  return done;
}

function proofContext(tenantId: string, topUpId: string, version: number): string {
  return `topup-proof:${tenantId}:${topUpId}:${version}`;
}

function nameContext(context: string): string {
  return `${context}:name`;
}
