import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

const SECRET_BYTES = 32;

/** As Standard Webhooks writes them: `whsec_` and base64. */
export function makeSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** The headers of one try. Each live secret signs, so that a receiver who knows any of them is content. */
export function signedHeaders(secrets: readonly string[], id: string, at: number, body: string) {
  const timestamp = new Date(at);
  return {
    "content-type": "application/json",
    "user-agent": "Gerbang-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body)).join(" "),
  };
}
