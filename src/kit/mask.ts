/**
 * `+6281234567890` → `+62812****7890`: enough for support to recognise a number, too little to call it.
 * An address keeps its first letter and its domain. One that was erased is empty, and says so.
 */
export function maskRecipient(recipient: string): string {
  if (recipient === "") return "erased";
  if (recipient.startsWith("+")) {
    const head = Math.min(6, Math.max(3, recipient.length - 8));
    return `${recipient.slice(0, head)}****${recipient.slice(-4)}`;
  }
  const at = recipient.lastIndexOf("@");
  if (at > 0) return `${recipient.slice(0, 1)}****${recipient.slice(at)}`;
  return `${recipient.slice(0, 1)}****`;
}

/** In full where that was asked for by who may; an erased one can't be. */
export function shownRecipient(recipient: string, reveal: boolean): string {
  return reveal && recipient !== "" ? recipient : maskRecipient(recipient);
}

/**
 * A provider's message id, or null when the recipient can be read from it: as it is, or as the base64 that WhatsApp's
 * own ids are.
 */
export function maskMessageId(id: string, recipient: string): string | null {
  const hidden = recipient.startsWith("+") ? recipient.slice(1).slice(-9) : recipient;
  const decoded = id.split(/[.:]/).map((part) => Buffer.from(part, "base64").toString("latin1"));
  return [id, ...decoded].some((text) => text.includes(hidden)) ? null : id;
}

/** Anything that looks like a long number inside a vendor's words, masked. */
export function maskNumbers(text: string): string {
  return text.replace(/\+?\d[\d\s().-]{7,}\d/g, (found) => {
    const digits = found.replace(/\D/g, "");
    return digits.length < 9 ? found : maskRecipient(`+${digits}`);
  });
}
