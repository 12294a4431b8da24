import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { noTopUp } from "../ledger/decide-top-up.ts";
import { proofTypes } from "../ledger/proof-type.ts";
import { topUpStatuses, type ProofFacts, type Reversal, type TopUp } from "../ledger/top-up-rows.ts";
import { line } from "./schemas.ts";

export const proofSchema = z
  .object({
    version: z.number().int().describe("From 1; a further file is a further version"),
    type: z.enum(proofTypes),
    size: z.number().int().describe("Bytes"),
    sha256: z.string().describe("Hex, of the file as it was sent"),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("TopUpProof");

const reversalSchema = z
  .object({
    status: z.enum(["requested", "posted", "refused"]),
    reason: z.string().describe("Why it is taken back"),
    requested_by: z.string(),
    requested_at: z.iso.datetime(),
    decided_by: z.string().nullable(),
    decided_at: z.iso.datetime().nullable(),
    refusal: z.string().nullable().describe("Why the reversal was refused"),
    entry: z.string().nullable().describe("The adjustment that took the money back"),
  })
  .openapi("TopUpReversal");

export const topUpSchema = z
  .object({
    id: z.string().openapi({ example: "top_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    status: z
      .enum(topUpStatuses)
      .describe("Only what is `posted` is in the balance; `reversal_requested` still is, `reversed` no longer"),
    amount: z.string(),
    currency: z.string(),
    reference: z.string(),
    note: z.string().nullable(),
    actor: z.string().describe("Who brought it; the same as requested_by"),
    at: z.iso.datetime().describe("When it was brought"),
    requested_by: z.string(),
    decided_by: z.string().nullable().describe("Who approved or refused it; null while nobody has or had to"),
    decided_at: z.iso.datetime().nullable(),
    reason: z.string().nullable().describe("Why it was refused"),
    posted_at: z.iso.datetime().nullable(),
    entry: z.string().nullable().describe("The entry that added the money"),
    reversal: reversalSchema.nullable(),
    proof: proofSchema.nullable().describe("The newest version"),
  })
  .openapi("TopUp");

export const topUpParams = z.object({ id: z.string().max(64) });
export const reasonBody = z.strictObject({ reason: line(500) });

/** The uuid; what is no id of ours names no top-up. */
export function topUpId(id: string): string {
  const uuid = parsePublicId("top", id);
  if (uuid === null) throw noTopUp();
  return uuid;
}

export function topUpAnswer(row: TopUp) {
  const { amount, currency, reference, note, actor, at, status } = row;
  return {
    id: publicId("top", row.id),
    status,
    amount: formatAmount(amount),
    currency,
    reference,
    note,
    actor,
    at: isoMs(at),
    requested_by: actor,
    decided_by: row.decidedBy,
    decided_at: isoOrNull(row.decidedAt),
    reason: row.reason,
    posted_at: isoOrNull(row.postedAt),
    entry: entryOrNull(row.entryId),
    reversal: row.reversal === null ? null : reversalAnswer(row.reversal),
    proof: row.proof === null ? null : proofAnswer(row.proof),
  };
}

export function proofAnswer({ version, type, size, sha256, actor, at }: ProofFacts) {
  return { version, type, size, sha256, actor, at: isoMs(at) };
}

function reversalAnswer({ status, reason, actor, at, decidedBy, decidedAt, refusal, entryId }: Reversal) {
  return {
    status,
    reason,
    requested_by: actor,
    requested_at: isoMs(at),
    decided_by: decidedBy,
    decided_at: isoOrNull(decidedAt),
    refusal,
    entry: entryOrNull(entryId),
  };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : isoMs(ms);
}

function entryOrNull(id: string | null): string | null {
  return id === null ? null : publicId("ent", id);
}
