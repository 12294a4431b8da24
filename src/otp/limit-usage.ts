import type { Ctx } from "../context.ts";
import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { ceilingReached, ceilingsOf, placeOf, usedMoney, type Ceiling } from "../limits/ceilings.ts";
import { loadCounters } from "../limits/counter-rows.ts";
import { countersOf, limitsFor } from "../limits/scopes.ts";
import { windowsUsed } from "../limits/windows.ts";
import type { LimitWindow } from "../settings/limit-parts.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { coolingSince, userKey } from "./decide-issue.ts";
import { loadPast, loadUserSends } from "./past-rows.ts";

/** Whom support asks about; all may be left out. */
export interface Person {
  /** Of the recipient, sealed as the rows have it. */
  subject: string | null;
  recipient: string;
  user: string | null;
  clientIp: string | null;
}

export interface UsedWindow {
  limit: string;
  window: LimitWindow;
  used: number;
  /** When there is room again; null: now. */
  freeAt: number | null;
}

export interface UsedCeiling {
  ceiling: Ceiling;
  used: bigint;
  freeAt: number | null;
}

export interface GuessWait {
  limit: "guesses" | "guesses_user";
  wrong: number;
  blockedUntil: number | null;
}

export interface LimitUsage {
  sandbox: boolean;
  coolingUntil: number | null;
  windows: UsedWindow[];
  guesses: GuessWait[];
  ceilings: UsedCeiling[];
}

/** Where nobody but the sandbox is routed, what is counted is counted in its windows. */
export function onlySandbox({ routes, providers }: TenantConfig): boolean {
  const routed = Object.values(routes.channels).flatMap((steps) =>
    steps.map(({ provider }) => providers.get(provider)),
  );
  return routed.every((provider) => provider === undefined || provider.kind === "sandbox");
}

/** Every limit that concerns these, as an issue at this moment would meet it. Nothing is locked: the next may differ. */
export async function readLimitUsage(
  sql: Sql,
  { tenant }: Ctx,
  person: Person,
  sandbox: boolean,
  now: number,
): Promise<LimitUsage> {
  const { subject, recipient, user, clientIp } = person;
  const limits = limitsFor(tenant, sandbox);
  const counters = countersOf({ tenant, sandbox, recipient, clientIp });
  const ceilings = ceilingsOf(tenant, placeOf(recipient));
  const [past, userSends, counted, guesses] = await Promise.all([
    subject === null ? null : loadPast(sql, [{ tenant, subject, sandbox }], now),
    user === null ? null : loadUserSends(sql, [{ tenant, userRef: user, sandbox }], now),
    loadCounters(sql, { counters, ceilings }, now),
    readGuesses(sql, tenant.id, subject, user),
  ]);
  const mine = past?.get(`${tenant.id}/${subject ?? ""}`) ?? [];
  const times = mine.filter((one) => one.sandbox === sandbox).flatMap(({ sends }) => sends);
  const named = (limit: string, used: ReturnType<typeof windowsUsed>) => used.map((one) => ({ limit, ...one }));
  return {
    sandbox,
    coolingUntil: coolingSince(mine, sandbox, now)?.resendAt ?? null,
    windows: [
      ...(past === null ? [] : named("recipient", windowsUsed(limits.recipient, { times }, now))),
      ...(userSends === null || user === null
        ? []
        : named(
            "user",
            windowsUsed(limits.user, { times: userSends.get(userKey(tenant.id, user, sandbox)) ?? [] }, now),
          )),
      ...counters.flatMap((counter) =>
        named(counter.limit, windowsUsed(counter.windows, { buckets: counted.hitsOf(counter) }, now)),
      ),
    ],
    guesses,
    ceilings: ceilings.map((ceiling) => {
      const buckets = counted.moneyOf(ceiling);
      const used = usedMoney(ceiling.spanSeconds, buckets, now);
      return { ceiling, used, freeAt: ceilingReached(ceiling, buckets, 1n, now)?.retryAt ?? null };
    }),
  };
}

async function readGuesses(
  sql: Sql,
  tenantId: string,
  subject: string | null,
  user: string | null,
): Promise<GuessWait[]> {
  const rows = await sql<{ limit: GuessWait["limit"]; wrong: number; blocked_until: string | null }[]>`
    select 'guesses' as limit, wrong, extract(epoch from blocked_until) * 1000 as blocked_until
    from guess_streaks where tenant_id = ${tenantId} and subject = ${subject}
    union all
    select 'guesses_user', wrong, extract(epoch from blocked_until) * 1000
    from user_guess_streaks where tenant_id = ${tenantId} and user_ref = ${user}`;
  return rows.map((row) => ({ limit: row.limit, wrong: row.wrong, blockedUntil: ms(row.blocked_until) }));
}
