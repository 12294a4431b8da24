import type { BatchMeasure } from "../db/coalesce.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { AttemptRecord, SettledMessage } from "./decide-settle.ts";

/** A message that came to another status by a commit. */
export type StatusChange = Pick<SettledMessage, "channel" | "provider" | "status" | "tenantId">;

/** Told what delivery does, for whoever counts. Nothing of a recipient or a code is among it. */
export interface DeliveryMeasures {
  /** `sinceIssueMs`: of a message's first try alone. */
  tried(
    provider: ProviderConfig,
    attempt: Pick<AttemptRecord, "channel" | "outcome" | "latencyMs">,
    sinceIssueMs: number | null,
  ): void;
  changed(changes: readonly StatusChange[]): void;
  settled(batch: BatchMeasure): void;
}
