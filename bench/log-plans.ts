import { connect, type Connection, type Sql } from "../src/db/client.ts";

/** Of a table that lies in months: which. */
const MONTH = /_(?:\d{4}_\d{2}|before_\d{4}_\d{2}|default)/;

/** A connection that tells the plan of each statement it runs. */
export class PlanNotes {
  readonly sql: Sql;
  readonly #seen = new Set<string>();

  constructor(connection: Connection) {
    this.sql = connect(connection, {
      max: 1,
      idle_timeout: 0,
      connection: { client_min_messages: "notice", search_path: "public" },
      onnotice: ({ message }) => this.#read(message ?? ""),
    });
  }

  async start(): Promise<void> {
    await this.sql`load 'auto_explain'`;
    await this.sql`set auto_explain.log_level = 'notice'`;
    await this.sql`set auto_explain.log_min_duration = 0`;
  }

  /** What the statements since the last call went by: indexes, and tables that were read whole. */
  taken(): string[] {
    const seen = [...this.#seen].sort();
    this.#seen.clear();
    return seen;
  }

  #read(plan: string): void {
    for (const [, index] of plan.matchAll(/Index (?:Only )?Scan(?: Backward)? using (\S+)/g)) this.#note(index);
    for (const [, index] of plan.matchAll(/Bitmap Index Scan on (\S+)/g)) this.#note(index);
    for (const [, table] of plan.matchAll(/Seq Scan on (\S+)/g)) this.#note(`${table} read whole`);
  }

  /** Of a partition by the name of its month, once. */
  #note(name: string | undefined): void {
    if (name !== undefined && !name.startsWith("pg_")) this.#seen.add(name.replace(MONTH, ""));
  }
}
