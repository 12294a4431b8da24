import type { Sql } from "../db/client.ts";
import { loadAttempts, loadReports, type LoggedMessage, type MessageStory } from "./messages.ts";

/** A batch of messages with all that became of them: two statements, however many there are. */
export async function storiesOf(
  sql: Sql,
  tenantId: string,
  messages: readonly LoggedMessage[],
): Promise<MessageStory[]> {
  const ids = messages.map(({ id }) => id);
  const [attempts, reports] = await Promise.all([loadAttempts(sql, tenantId, ids), loadReports(sql, tenantId, ids)]);
  const stories = new Map(
    messages.map((message): [string, MessageStory] => [message.id, { message, attempts: [], reports: [] }]),
  );
  for (const attempt of attempts) stories.get(attempt.messageId)?.attempts.push(attempt);
  for (const report of reports) stories.get(report.messageId)?.reports.push(report);
  return [...stories.values()];
}
