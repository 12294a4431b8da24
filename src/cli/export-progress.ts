import type { Sql } from "../db/client.ts";
import { firstIdAt, timeOfId } from "../kit/id.ts";

export interface Span {
  oldest: number;
  newest: number;
}

/** The time that an export goes through; null: there are no messages. */
export async function spanOf(
  sql: Sql,
  tenantId: string,
  from: number | null,
  until: number | null,
): Promise<Span | null> {
  const bounds = sql`
    tenant_id = ${tenantId} ${from === null ? sql`` : sql`and id >= ${firstIdAt(from)}::uuid`}
    ${until === null ? sql`` : sql`and id < ${firstIdAt(until)}::uuid`}`;
  const [row] = await sql<{ oldest: string | null; newest: string | null }[]>`
    select (select id from messages where ${bounds} order by id limit 1) as oldest,
           (select id from messages where ${bounds} order by id desc limit 1) as newest`;
  if (row?.oldest == null || row.newest === null) return null;
  return { oldest: timeOfId(row.oldest), newest: timeOfId(row.newest) };
}

const EVERY_MS = 1000;

/** Says about once a second how far an export is: rows, rows a second, and how much of its time it has gone through. */
export class ExportProgress {
  readonly #span: Span | null;
  readonly #out: { write(text: string): unknown };
  readonly #now: () => number;
  readonly #began: number;
  #rows = 0;
  #saidAt: number;

  constructor(span: Span | null, out: { write(text: string): unknown }, now = () => performance.now()) {
    this.#span = span;
    this.#out = out;
    this.#now = now;
    this.#began = now();
    this.#saidAt = this.#began;
  }

  wrote(rows: number, reached: number | null): void {
    this.#rows += rows;
    if (this.#now() - this.#saidAt < EVERY_MS) return;
    this.#saidAt = this.#now();
    this.#out.write(`${this.#figures()}, ${this.#percent(reached)} %\n`);
  }

  done(): void {
    this.#out.write(`${this.#figures()}, done\n`);
  }

  #figures(): string {
    const seconds = Math.max(0.001, (this.#now() - this.#began) / 1000);
    return `${this.#rows.toLocaleString("en")} messages, ${Math.round(this.#rows / seconds).toLocaleString("en")} a second`;
  }

  #percent(reached: number | null): number {
    if (this.#span === null || reached === null) return 0;
    const { oldest, newest } = this.#span;
    const gone = newest === oldest ? 1 : (newest - reached) / (newest - oldest);
    return Math.floor(Math.min(1, Math.max(0, gone)) * 100);
  }
}
