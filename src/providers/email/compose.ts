import MailComposer from "nodemailer/lib/mail-composer";
import type { RenderedMessage } from "../provider.ts";
import { domainOf, readMailbox } from "./mailbox.ts";

/** A message ready for a relay. */
export interface Letter {
  /** Envelope sender and recipient. */
  from: string;
  to: string;
  /** Without its angle brackets. */
  messageId: string;
  /** Headers and body, as RFC 5322 has them. */
  content: Buffer;
}

/**
 * Plain text: the template's words, and nothing that a mail reader would have to load or hide. The id is made of the
 * attempt's name, so that a relay's log can be searched for it. Out-of-office answers are asked not to be sent.
 */
export async function compose(message: RenderedMessage, sender: string): Promise<Letter> {
  const from = readMailbox(sender);
  // The settings' schema let it in.
  if (from === null) throw new TypeError("the setting from is no address");
  const messageId = `${message.correlation}@${domainOf(from.address)}`;
  const composer = new MailComposer({
    from,
    to: { name: "", address: message.to },
    subject: message.subject ?? "",
    messageId: `<${messageId}>`,
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    text: message.text,
    newline: "win",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from: from.address, to: message.to, messageId, content: await composer.compile().build() };
}
