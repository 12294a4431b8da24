import type { Statement, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { DeliveryReport } from "../providers/provider.ts";
import type { ReportFact } from "./decide-settle.ts";
import { aliasesOf } from "./report-targets.ts";
import type { ReportOwner, SettleItem } from "./settle-batch.ts";

export interface EarlyRow {
  owner: ReportOwner;
  report: DeliveryReport;
}

interface EarlyReports {
  /** Rows that this commit takes out. */
  rows: string[];
  /** By owner, provider and the provider's message id. */
  of: Map<string, ReportFact[]>;
}

/** Reports that came before their attempt was committed, locked to be applied by this commit. */
export async function loadEarlyReports(tx: Tx, items: readonly SettleItem[]): Promise<EarlyReports> {
  const wanted = items.flatMap((item) =>
    "fact" in item && item.fact.kind === "accepted"
      ? [
          {
            owner_id: item.fact.attempt.ownerId,
            provider: item.fact.attempt.provider,
            pmid: item.fact.attempt.providerMessageId,
          },
        ]
      : [],
  );
  const reports: EarlyReports = { rows: [], of: new Map() };
  if (wanted.length === 0) return reports;
  const rows = await tx<
    {
      row: string;
      owner_id: string;
      provider: string;
      pmid: string;
      status: ReportFact["status"];
      at: string;
      code: string | null;
      error_class: ReportFact["errorClass"];
      scope: ReportFact["scope"];
      segments: number | null;
    }[]
  >`
    select e.* from json_to_recordset(${rowsOf(tx, wanted)}) as k(owner_id uuid, provider text, pmid text)
    cross join lateral (
      select ctid::text as row, owner_id, provider, provider_message_id as pmid, status,
             extract(epoch from at) * 1000 as at, provider_code as code, error_class, scope,
             segments
      from early_reports
      where owner_id = k.owner_id and provider = k.provider and provider_message_id = k.pmid offset 0 for update) e`;
  for (const row of rows) {
    const key = `${row.owner_id}/${row.provider}/${row.pmid}`;
    const report = {
      provider: row.provider,
      status: row.status,
      at: ms(row.at) ?? 0,
      providerCode: row.code,
      errorClass: row.error_class,
      scope: row.scope,
      ...(row.segments === null ? {} : { segments: row.segments }),
    };
    reports.rows.push(row.row);
    reports.of.set(
      key,
      [...(reports.of.get(key) ?? []), report].sort((a, b) => a.at - b.at),
    );
  }
  return reports;
}

export function deleteEarly(tx: Tx, rows: string[]): Statement[] {
  return rows.length === 0 ? [] : [tx`delete from early_reports where ctid = any(${rows}::tid[])`];
}

export function insertEarly(tx: Tx, early: EarlyRow[], now: number): Statement[] {
  if (early.length === 0) return [];
  const rows = early.map(({ owner, report }) => ({
    owner_id: owner.ownerId,
    provider: owner.provider,
    pmid: report.providerMessageId,
    status: report.status,
    at: report.at,
    provider_code: report.providerCode?.slice(0, 64) ?? null,
    error_class: report.errorClass ?? null,
    scope: report.scope ?? null,
    segments: report.segments ?? null,
  }));
  return [
    tx`
      insert into early_reports (owner_id, provider, provider_message_id, status, at, provider_code, error_class, scope,
                                 segments, received_at)
      select owner_id, provider, pmid, status, to_timestamp(at / 1000.0), provider_code, error_class, scope, segments,
             to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as e(
        owner_id uuid, provider text, pmid text, status text, at float8, provider_code text, error_class text,
        scope text, segments int)
      on conflict do nothing`,
  ];
}

/** What came under an alias before anyone told whose it is goes on under the first name, as if it came now. */
export function takeEarlyByAlias(tx: Tx, items: readonly SettleItem[], now: number): Statement[] {
  const aliases = aliasesOf(items);
  if (aliases.length === 0) return [];
  // Deleted and inserted in statements of their own, which see the same rows: a name may have its report already.
  const given = tx`json_to_recordset(${rowsOf(tx, aliases)}) as k(owner_id uuid, provider text, alias text, pmid text)`;
  return [
    tx`
      insert into early_reports (owner_id, provider, provider_message_id, status, at, provider_code, error_class, scope,
                                 segments, received_at)
      select e.owner_id, e.provider, k.pmid, e.status, e.at, e.provider_code, e.error_class, e.scope, e.segments,
             to_timestamp(${now}::float8 / 1000)
      from ${given} cross join lateral (
        select * from early_reports
        where owner_id = k.owner_id and provider = k.provider and provider_message_id = k.alias offset 0) e
      on conflict do nothing`,
    tx`
      delete from early_reports d using ${given} cross join lateral (
        select ctid as row from early_reports
        where owner_id = k.owner_id and provider = k.provider and provider_message_id = k.alias offset 0) e
      where d.ctid = e.row`,
  ];
}
