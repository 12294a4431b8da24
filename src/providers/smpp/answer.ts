import type { PDU } from "smpp";
import type { SendOutcome } from "../provider.ts";
import { failed, mayBeSent } from "../verdict.ts";
import { messageId } from "./message-id.ts";
import type { SmppSettings } from "./settings.ts";
import { nameOf, status, verdictOf } from "./status.ts";

/** Pure: what the answer to a `submit_sm` means, a `generic_nack` among them. */
export function readAnswer(answer: PDU, settings: SmppSettings, tryNumber: number): SendOutcome {
  const { command, command_status: code, message_id: id } = answer;
  if (code !== status.ok) return failed(verdictOf(code, settings, tryNumber), nameOf(code));
  const providerMessageId = command === "submit_sm_resp" ? messageId(id, "answer", settings) : null;
  return providerMessageId === null ? failed(mayBeSent, "unreadable_answer") : { ok: true, providerMessageId };
}
