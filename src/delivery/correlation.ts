/**
 * Our name for an attempt, which vendors that can echo in their reports: it finds the message when the answer to the
 * attempt, and with it the vendor's id, never came.
 */
export interface Correlation {
  tenantId: string;
  messageId: string;
  n: number;
}

export function writeCorrelation({ tenantId, messageId, n }: Correlation): string {
  return `att_${pack(tenantId)}${pack(messageId)}_${n}`;
}

export function readCorrelation(text: string): Correlation | null {
  const match = /^att_([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})_(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const [, tenant = "", message = "", n = ""] = match;
  return { tenantId: unpack(tenant), messageId: unpack(message), n: Number(n) };
}

function pack(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}

function unpack(text: string): string {
  const hex = Buffer.from(text, "base64url").toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
