import type { Sql } from "../db/client.ts";
import type { LoggedMessage } from "../insight/messages.ts";
import { storiesOf } from "../insight/stories.ts";
import { messageAnswer, storyAnswer, type Showing } from "./message-answer.ts";
import { messageColumns } from "./message-schemas.ts";

/** Batches of messages as the rows of a CSV file. */
export async function* csvRows(batches: AsyncIterable<LoggedMessage[]>, showing: Showing): AsyncGenerator<string[][]> {
  for await (const messages of batches) {
    yield messages.map((row) => {
      const message = messageAnswer(row, showing);
      return messageColumns.map((column) => String(message[column] ?? ""));
    });
  }
}

/** The same as lines of JSON, each a whole message with its attempts and reports. */
export async function* jsonLines(
  sql: Sql,
  tenantId: string,
  batches: AsyncIterable<LoggedMessage[]>,
  showing: Showing,
): AsyncGenerator<string> {
  for await (const messages of batches) {
    const stories = await storiesOf(sql, tenantId, messages);
    yield stories.map((story) => `${JSON.stringify(storyAnswer(story, showing))}\n`).join("");
  }
}
