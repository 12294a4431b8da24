import type { Sql } from "../../db/client.ts";
import { warning, well, wrong, type Finding } from "./finding.ts";

/** A sweep comes every two seconds; later than this nobody is at work. */
const LATE_SECONDS = 15;

interface Backlog {
  alive: number;
  dead: number;
  due: number;
  oldest: number | null;
}

/** Messages that wait for somebody. `running`: a gateway on this DATA_DIR. */
export async function checkWork(sql: Sql, running: boolean): Promise<Finding[]> {
  const [row] = await sql<Backlog[]>`
    select (select count(*)::int from workers where alive_until > now()) as alive,
      (select count(*)::int from messages where lease_owner is not null
         and lease_owner <> all(array(select id from workers where alive_until > now()))) as dead,
      count(*)::int as due, extract(epoch from now() - min(due_at))::int as oldest
    from messages where lease_owner is null and due_at <= now()`;
  if (row === undefined) throw new Error("a count without a row");
  const works = running || row.alive > 0;
  const replicas: Finding[] = row.alive > 1 ? [well(`gateways: ${row.alive} are at work on this database`)] : [];
  return [...replicas, deadLeases(row, works), backlog(row, works)];
}

function deadLeases({ dead }: Backlog, works: boolean): Finding {
  if (dead === 0) return well("leases: none of a dead gateway");
  const text = `leases: ${dead} messages are in the hands of a gateway that died`;
  return works
    ? warning(text, "a running gateway takes them up within seconds; if they stay, look into its log")
    : warning(text, "npm start: it takes them up, or ends them and gives their money back");
}

function backlog({ due, oldest }: Backlog, works: boolean): Finding {
  const late = oldest ?? 0;
  if (due === 0 || (works && late <= LATE_SECONDS)) return well(`backlog: ${due} messages are due`);
  const text = `backlog: ${due} messages are due, the oldest for ${late} s`;
  if (!works) return warning(text, "npm start: it goes on with them");
  return wrong(text, "the gateway does not keep up: look into its log, at its providers and at the machine's load");
}
