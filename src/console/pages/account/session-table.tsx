import type { Child } from "hono/jsx";
import { accountWords } from "./words.ts";
import { browserName } from "../../browser-name.ts";
import type { View } from "../../view.ts";
import { Table } from "../../parts/table.tsx";
import { Badge, Time } from "../../parts/text.tsx";

export interface ShownSession {
  id: string;
  address: string | null;
  user_agent: string | null;
  passed: boolean;
  created_at: string;
  last_seen_at: string;
}

/** Where somebody is signed in. `action`: how a session is ended, where one may. */
export function SessionTable({
  view,
  sessions,
  current,
  action,
}: {
  view: View;
  sessions: readonly ShownSession[];
  current: string | null;
  action: ((session: ShownSession) => Child) | null;
}) {
  const words = accountWords[view.language].sessions;
  return (
    <Table
      caption={words.title}
      rows={sessions}
      empty={<p>{words.none}</p>}
      columns={[
        {
          head: words.browser,
          cell: (session) => (
            <span title={session.user_agent ?? ""}>
              {browserName(session.user_agent) ?? words.unknown}{" "}
              {session.id === current ? <Badge tone="good">{words.this}</Badge> : null}
              {session.passed ? null : <Badge tone="warn">{words.half}</Badge>}
            </span>
          ),
        },
        { head: words.address, cell: ({ address }) => <span class="mono">{address ?? words.unknown}</span> },
        { head: words.began, cell: (session) => <Time view={view} at={session.created_at} /> },
        { head: words.seen, cell: (session) => <Time view={view} at={session.last_seen_at} /> },
        ...(action === null ? [] : [{ head: words.end, quiet: true, cell: action }]),
      ]}
    />
  );
}
