import type { Registry } from "prom-client";
import type { DatabaseFacts } from "./database-facts.ts";
import type { DatabaseReadings } from "./database-readings.ts";
import { sampled, type Sample } from "./sampled.ts";

/** Gauges of what the database knows; while it is down, all but the one that says so are absent, not zero. */
export function databaseGauges(registry: Registry, readings: DatabaseReadings): void {
  sampled(registry, { name: "gerbang_database_up", help: "1: the database answered this replica in time" }, () => [
    { value: readings.last.facts === null ? 0 : 1 },
  ]);
  sampled(
    registry,
    { name: "gerbang_database_reading_seconds", help: "How long the database took for what this page asks it" },
    () => [{ value: readings.last.tookMs / 1000 }],
  );
  const fact = (name: string, help: string, valueOf: (facts: DatabaseFacts) => number | null): void =>
    sampled(registry, { name, help }, () => {
      const value = readings.last.facts === null ? null : valueOf(readings.last.facts);
      return value === null ? [] : [{ value }];
    });
  const each = (name: string, help: string, label: string, samplesOf: (facts: DatabaseFacts) => Sample[]): void =>
    sampled(registry, { name, help, labelNames: [label] }, () =>
      readings.last.facts === null ? [] : samplesOf(readings.last.facts),
    );

  fact(
    "gerbang_messages_due",
    "Messages whose next step is due and taken by nobody (up to 10000)",
    (f) => f.messages.due,
  );
  fact("gerbang_messages_leased", "Messages in a replica's hands (up to 10000)", (f) => f.messages.leased);
  fact("gerbang_oldest_due_message_seconds", "How long the longest of those that are due has been so", (f) =>
    seconds(f.messages.oldestDueMs ?? 0),
  );
  each("gerbang_webhook_deliveries", "Events owed to webhooks (up to 10000 each), or given up", "status", (f) => [
    { labels: { status: "pending" }, value: f.webhooks.pending },
    { labels: { status: "dead" }, value: f.webhooks.dead },
  ]);
  fact("gerbang_oldest_webhook_delivery_seconds", "How long a webhook has been owed the oldest event", (f) =>
    seconds(f.webhooks.oldestPendingMs ?? 0),
  );
  fact("gerbang_webhooks_disabled", "Webhooks that the gateway has put off by itself", (f) => f.webhooks.disabled);
  fact("gerbang_ledger_problems", "Tenants whose ledger does not add up", (f) => f.ledger.problems);
  fact("gerbang_ledger_checked_timestamp_seconds", "When the ledger proven longest ago was proven", (f) =>
    f.ledger.checkedAt === null ? null : seconds(f.ledger.checkedAt),
  );
  each("gerbang_database_connections", "Connections of all replicas, by their state", "state", (f) =>
    f.connections.map(({ state, count }) => ({ labels: { state }, value: count })),
  );
  each("gerbang_guard_keys", "Prefixes and countries that the fraud guard holds something against", "state", (f) =>
    f.guardKeys.map(({ state, count }) => ({ labels: { state }, value: count })),
  );
  each("gerbang_feed_lag_seconds", "Age of the oldest event that is yet to be counted", "consumer", (f) =>
    f.feedLags.map(({ consumer, lagMs }) => ({ labels: { consumer }, value: seconds(lagMs) })),
  );
}

function seconds(ms: number): number {
  return ms / 1000;
}
