import type { Sql } from "../db/client.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Channel, RenderedMessage, SandboxInbox } from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { readCorrelation } from "./correlation.ts";

interface Delivered {
  provider: string;
  message: RenderedMessage;
  at: number;
}

export interface InboxMessage {
  id: string;
  messageId: string;
  provider: string;
  channel: Channel;
  /** Masked. */
  to: string;
  text: string;
  code: string;
  at: number;
}

/** What sandbox providers "delivered". Sealed like everything that holds a code; rows live one hour. */
export class SandboxInboxes {
  readonly #sql: Sql;
  readonly #keyring: Keyring;
  readonly #clock: Clock;
  readonly #writer: Coalescer<Delivered, void>;

  constructor(sql: Sql, keyring: Keyring, clock: Clock) {
    this.#sql = sql;
    this.#keyring = keyring;
    this.#clock = clock;
    this.#writer = new Coalescer<Delivered, void>((batch) => this.#write(batch), { groupOf: (item) => item.provider });
  }

  of(provider: ProviderConfig): SandboxInbox {
    return { put: (message) => this.#writer.submit({ provider: provider.name, message, at: this.#clock.now() }) };
  }

  async #write(batch: Delivered[]): Promise<Result<void>[]> {
    const rows = batch.flatMap(({ provider, message, at }) => {
      const named = readCorrelation(message.correlation);
      if (named === null) return [];
      const id = newId();
      const body = JSON.stringify({ text: message.text, code: message.code });
      return [
        {
          tenant_id: named.tenantId,
          id,
          message_id: named.messageId,
          provider,
          channel: message.channel,
          recipient: this.#keyring.numbers.seal(named.tenantId, message.to),
          body: this.#keyring.seal(`inbox:${id}`, body).toString("hex"),
          at,
        },
      ];
    });
    await this.#sql`
      insert into sandbox_messages (tenant_id, id, message_id, provider, channel, recipient, body, at)
      select tenant_id, id, message_id, provider, channel, recipient, decode(body, 'hex'), to_timestamp(at / 1000)
      from json_to_recordset(${rowsOf(this.#sql, rows)}) as s(
        tenant_id uuid, id uuid, message_id uuid, provider text, channel text, recipient text, body text, at float8)`;
    return batch.map(() => ({ ok: true, value: undefined }));
  }

  /** Newest first, from before the message `before`. */
  async list(
    tenantId: string,
    recipient: string | null,
    limit: number,
    before: string | null,
  ): Promise<InboxMessage[]> {
    const hourAgo = this.#clock.now() - 3_600_000;
    const rows = await this.#sql<
      {
        id: string;
        message_id: string;
        provider: string;
        channel: Channel;
        recipient: string;
        body: Buffer;
        at: string;
      }[]
    >`
      select id, message_id, provider, channel, recipient, body, extract(epoch from at) * 1000 as at
      from sandbox_messages
      where tenant_id = ${tenantId} and at > to_timestamp(${hourAgo}::float8 / 1000)
        ${recipient === null ? this.#sql`` : this.#sql`and recipient = ${this.#keyring.numbers.seal(tenantId, recipient)}`}
        ${before === null ? this.#sql`` : this.#sql`and id < ${before}`}
      order by id desc limit ${limit}`;
    return rows.map((row) => {
      const { text, code } = JSON.parse(this.#keyring.openText(`inbox:${row.id}`, row.body)) as {
        text: string;
        code: string;
      };
      const { id, provider, channel } = row;
      return {
        id,
        messageId: row.message_id,
        provider,
        channel,
        to: maskRecipient(this.#keyring.numbers.open(tenantId, row.recipient)),
        text,
        code,
        at: ms(row.at) ?? 0,
      };
    });
  }
}
