import type { Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { firstIdAt } from "../kit/id.ts";
import { readCorrelation } from "./correlation.ts";
import type { MessageKey } from "./load-messages.ts";
import type { SettleItem } from "./settle-batch.ts";

/**
 * Which message a report speaks of. The provider's first name for it is the id that its answer gave. It may have
 * another one, an alias, that a report tells beside the first; later reports may know the alias alone.
 */
export interface Alias {
  owner_id: string;
  provider: string;
  alias: string;
  pmid: string;
}

/** Later than this after its message was made, no report is heeded: vendors give up within weeks. */
export const REPORTS_COME_MS = 62 * 86_400_000;

/** Aliases that the items tell of. */
export function aliasesOf(items: readonly SettleItem[]): Alias[] {
  return items.flatMap((item) => {
    if (!("owner" in item)) return [];
    const { providerMessageId: pmid, alsoKnownAs: alias } = item.report;
    if (alias === undefined || alias === pmid) return [];
    return [{ owner_id: item.owner.ownerId, provider: item.owner.provider, alias, pmid }];
  });
}

export interface Targets {
  /** As they were given, some of them by another name. */
  items: SettleItem[];
  keys: (MessageKey | null)[];
}

/**
 * The message of each item. What is known of a name by earlier commits stands: only a report by a name that is neither
 * an attempt's own nor an alias yet is read as the alias of which the same batch tells.
 */
export async function findTargets(tx: Tx, given: readonly SettleItem[]): Promise<Targets> {
  const known = await lookUp(tx, given);
  const aliases = aliasesOf(given).reverse(); // Of two that tell the same alias the first one has it.
  const firstNames = new Map(
    aliases.map(({ owner_id, provider, alias, pmid }) => [`${owner_id}/${provider}/${alias}`, pmid]),
  );
  const items = given.map((item, n) => (known[n] === undefined ? underFirstName(item, firstNames) : item));
  const renamed = items.some((item, n) => item !== given[n]);
  const found = renamed ? await lookUp(tx, items) : known;
  return { items, keys: found.map((key) => key ?? null) };
}

function underFirstName(item: SettleItem, firstNames: ReadonlyMap<string, string>): SettleItem {
  if (!("owner" in item)) return item;
  const { owner, report } = item;
  const providerMessageId = firstNames.get(`${owner.ownerId}/${owner.provider}/${report.providerMessageId}`);
  return providerMessageId === undefined ? item : { ...item, report: { ...report, providerMessageId } };
}

/**
 * By the provider's first name, by an alias of it, or by the name that we gave the attempt. Null: an alias of a message
 * that has not been accepted yet. Undefined: a name that nobody knows.
 */
async function lookUp(tx: Tx, items: readonly SettleItem[]): Promise<(MessageKey | null | undefined)[]> {
  const wanted = items.flatMap((item, n) => {
    if (!("owner" in item)) return [];
    const { owner, report } = item;
    const named = report.correlation === undefined ? null : readCorrelation(report.correlation);
    return [
      {
        n,
        owner_id: owner.ownerId,
        provider: owner.provider,
        pmid: report.providerMessageId,
        tenant_id: named?.tenantId ?? null,
        id: named?.messageId ?? null,
        try: named?.n ?? null,
      },
    ];
  });
  const found = new Map<number, MessageKey | null>();
  if (wanted.length > 0) {
    const since = firstIdAt(Math.min(...items.map(({ now }) => now)) - REPORTS_COME_MS);
    const rows = await tx<{ n: number; tenant_id: string | null; id: string }[]>`
      with k as materialized (
        select * from json_to_recordset(${rowsOf(tx, wanted)}) as k(
          n int, owner_id uuid, provider text, pmid text, tenant_id uuid, id uuid, try int))
      select k.n, a.tenant_id, a.message_id as id from k cross join lateral (
        select tenant_id, message_id from attempts
        where owner_id = k.owner_id and provider = k.provider and provider_message_id = k.pmid
          and provider_message_id is not null and message_id >= ${since}
        order by started_at desc limit 1) a
      union all
      select k.n, a.tenant_id, a.message_id from k
      cross join lateral (
        select provider_message_id as pmid from message_aliases
        where owner_id = k.owner_id and provider = k.provider and alias = k.pmid offset 0) s
      left join lateral (
        select tenant_id, message_id from attempts
        where owner_id = k.owner_id and provider = k.provider and provider_message_id = s.pmid
          and provider_message_id is not null and message_id >= ${since}
        order by started_at desc limit 1) a on true
      union all
      -- An attempt without an answer: its message says which provider has it.
      select k.n, m.tenant_id, m.id from k cross join lateral (
        select tenant_id, id, tries, provider from messages where tenant_id = k.tenant_id and id = k.id offset 0) m
      where k.try <= m.tries
        and ((m.provider = k.provider and m.tries = k.try and k.owner_id = case
                when exists (select 1 from providers p where p.tenant_id = m.tenant_id) then m.tenant_id
                else (select id from tenants where first) end)
          or exists (select 1 from attempts a where a.tenant_id = m.tenant_id and a.message_id = m.id
                       and a.n = k.try and a.owner_id = k.owner_id and a.provider = k.provider))`;
    for (const { n, tenant_id: tenantId, id } of rows) {
      if ((found.get(n) ?? null) === null) found.set(n, tenantId === null ? null : { tenantId, id });
    }
  }
  return items.map((item, n) => ("owner" in item ? found.get(n) : item.message));
}

/** An alias belongs to the message that had it first. */
export function insertAliases(tx: Tx, items: readonly SettleItem[], now: number): Statement[] {
  const aliases = aliasesOf(items);
  if (aliases.length === 0) return [];
  return [
    tx`
      insert into message_aliases (owner_id, provider, alias, provider_message_id, received_at)
      select owner_id, provider, alias, pmid, to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, aliases)}) as k(owner_id uuid, provider text, alias text, pmid text)
      on conflict do nothing`,
  ];
}
