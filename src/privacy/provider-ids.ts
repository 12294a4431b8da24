import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { maskMessageId } from "../kit/mask.ts";
import type { Keyring } from "../kit/secret.ts";

/**
 * Empties the ids of these messages in which their number can be read, as it is or in base64: WhatsApp's are such. What
 * we ask or are told by that id then finds nothing. While the messages still hold their recipients. Answers with how many.
 */
export async function eraseProviderIds(
  tx: Tx,
  keyring: Keyring,
  tenantId: string,
  messages: readonly { id: string; recipient: string }[],
): Promise<number> {
  const numbers = new Map(messages.map(({ id, recipient }) => [id, keyring.numbers.open(tenantId, recipient)]));
  const attempts = await tx<
    { owner_id: string; provider: string; message_id: string; n: number; provider_message_id: string }[]
  >`
    select owner_id, provider, message_id, n, provider_message_id from attempts
    where tenant_id = ${tenantId} and message_id = any(${[...numbers.keys()]}::uuid[])
      and provider_message_id is not null`;
  const telling = attempts.filter(
    (row) => maskMessageId(row.provider_message_id, numbers.get(row.message_id) ?? "") === null,
  );
  if (telling.length === 0) return 0;
  await tx`
    update attempts a set provider_message_id = null
    from json_to_recordset(${rowsOf(tx, telling)}) as t(message_id uuid, n int)
    where a.tenant_id = ${tenantId} and a.message_id = t.message_id and a.n = t.n`;
  const known = (table: string) => tx`
    delete from ${tx(table)} k
    using json_to_recordset(${rowsOf(tx, telling)}) as t(owner_id uuid, provider text, provider_message_id text)
    where k.owner_id = t.owner_id and k.provider = t.provider and k.provider_message_id = t.provider_message_id`;
  await known("awaited_reports");
  await known("message_aliases");
  return telling.length;
}
