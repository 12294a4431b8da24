import type { KeyStanding } from "../../guard/list-keys.ts";
import type { GuardState } from "../../guard/model.ts";
import { isoMs } from "../../kit/clock.ts";
import type { Part } from "../../stats/read.ts";
import type { Severity } from "../../settings/findings.ts";
import type { Attention } from "./model.ts";

/** Pure: prefixes and countries that the fraud guard holds something against. */
export function ofGuard(standings: ReadonlyMap<string, KeyStanding>): Attention[] {
  return [...standings].map(([subject, { state, because, since, until, figures }]): Attention => {
    const facts = { because, figures, until: until === null ? null : isoMs(until) };
    return { kind: `guard_${state}`, severity: guardSeverity[state], since, subject, link: "/v1/guard", facts };
  });
}

const guardSeverity: Record<GuardState, Severity> = { blocked: "warning", suspected: "warning", outage: "info" };

export interface WebhookState {
  name: string;
  disabledReason: string | null;
  disabledAt: number | null;
  failingSince: number | null;
  slowUntil: number | null;
  /** When the newest of its deliveries that were given up was tried last. */
  gaveUpAt: number | null;
}

const DAY_MS = 24 * 3_600_000;

/** Pure: webhooks of the tenant's own that the ERP does not hear by. */
export function ofWebhooks(webhooks: readonly WebhookState[], now: number): Attention[] {
  return webhooks.flatMap(({ name, disabledReason, disabledAt, failingSince, slowUntil, gaveUpAt }): Attention[] => {
    const about = { subject: name, link: `/v1/webhooks/${name}` };
    if (disabledReason !== null) {
      return [
        { kind: "webhook_off", severity: "error", since: disabledAt, ...about, facts: { reason: disabledReason } },
      ];
    }
    if (failingSince !== null) {
      const facts = { slow: slowUntil !== null && slowUntil > now };
      return [{ kind: "webhook_failing", severity: "warning", since: failingSince, ...about, facts }];
    }
    if (gaveUpAt === null || gaveUpAt < now - DAY_MS) return [];
    const deliveries = { ...about, link: `/v1/webhooks/${name}/deliveries` };
    return [{ kind: "webhook_gave_up", severity: "warning", since: gaveUpAt, ...deliveries, facts: {} }];
  });
}

const LEAST_FAILED = 10;
const LEAST_SHARE = 0.1;
/** So many times the usual share is not usual. */
const TIMES = 3;

/** Pure. Of each channel, messages of the last hour that failed, held against those of the week before. */
export function ofFailures(lastHour: readonly Part[], weekBefore: readonly Part[], since: number): Attention[] {
  return lastHour.flatMap((part): Attention[] => {
    const channel = part.group?.channel ?? "";
    const share = failedShare(part);
    const before = weekBefore.find(({ group }) => group?.channel === channel);
    const usual = before === undefined ? 0 : failedShare(before);
    if (part.counts.failed < LEAST_FAILED || share < Math.max(LEAST_SHARE, TIMES * usual)) return [];
    const facts = { failed: part.counts.failed, percent: percent(share), usual_percent: percent(usual) };
    const link = `/v1/messages?status=failed&channel=${channel}`;
    return [{ kind: "messages_failing", severity: "warning", since, subject: channel, link, facts }];
  });
}

function failedShare({ counts: { sent, failed } }: Part): number {
  return sent + failed === 0 ? 0 : failed / (sent + failed);
}

function percent(share: number): number {
  return Math.round(100 * share);
}
