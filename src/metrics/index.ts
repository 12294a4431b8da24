import { Registry } from "prom-client";
import type { Connection } from "../db/client.ts";
import type { SignInResult } from "../console-users/visit.ts";
import type { BatchMeasure } from "../db/coalesce.ts";
import type { DeliveryMeasures } from "../delivery/measures.ts";
import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import type { OtpMeasures } from "../otp/measures.ts";
import type { Snapshot } from "../settings/snapshot.ts";
import type { RefusedKey } from "../tenants/refused-keys.ts";
import { balanceGauges } from "./balance-gauges.ts";
import { batchMeasures, type BatchName } from "./batches.ts";
import { databaseGauges } from "./database-gauges.ts";
import { DatabaseReadings } from "./database-readings.ts";
import { deliveryMeasures } from "./deliveries.ts";
import { jobMeasures, type JobMeasures } from "./jobs.ts";
import { processMetrics } from "./process.ts";
import { ProviderNames } from "./provider-names.ts";
import { otpMeasures, refusedKeyMeasure, requestMeasures, signInMeasure, type RequestMeasure } from "./requests.ts";
import { stateGauges, type ProcessState } from "./state.ts";

export interface MetricsOptions {
  connection: Connection;
  clock: Clock;
  log: Log;
  snapshot: () => Snapshot;
}

/**
 * What Prometheus is told. Rooms tell it through small interfaces of their own and know nothing of it. Every label's
 * values are a closed list, or configuration that is bounded: nothing of a person, a message or a key is ever one.
 */
export class Metrics {
  readonly otp: OtpMeasures;
  readonly delivery: DeliveryMeasures;
  readonly request: (request: RequestMeasure) => void;
  readonly refusedKey: (reason: RefusedKey) => void;
  readonly signIn: (result: SignInResult) => void;
  readonly job: JobMeasures;
  readonly batch: (batch: BatchName) => (run: BatchMeasure) => void;
  readonly #registry = new Registry();
  readonly #readings: DatabaseReadings;
  readonly #names: ProviderNames;
  readonly #snapshot: () => Snapshot;

  constructor({ connection, clock, log, snapshot }: MetricsOptions) {
    this.#snapshot = snapshot;
    this.#names = new ProviderNames(snapshot);
    this.#readings = new DatabaseReadings(connection, clock, log);
    this.request = requestMeasures(this.#registry);
    this.refusedKey = refusedKeyMeasure(this.#registry);
    this.signIn = signInMeasure(this.#registry);
    this.otp = otpMeasures(this.#registry);
    this.batch = batchMeasures(this.#registry);
    this.delivery = deliveryMeasures(this.#registry, this.#names, this.batch("settle"));
    this.job = jobMeasures(this.#registry, clock);
    databaseGauges(this.#registry, this.#readings);
    balanceGauges(this.#registry, this.#readings, snapshot);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** What is in memory beside the counters. */
  watch(state: Omit<ProcessState, "snapshot">): void {
    stateGauges(this.#registry, this.#names, { ...state, snapshot: this.#snapshot });
  }

  /** The process's own figures, and which version it is of. */
  watchProcess(version: string): void {
    processMetrics(this.#registry, version);
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    await this.#readings.refresh();
    return this.#registry.metrics();
  }

  close(): Promise<void> {
    return this.#readings.close();
  }
}
