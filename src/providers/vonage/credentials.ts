import { createPrivateKey, randomUUID, sign, type KeyObject } from "node:crypto";
import type { Secrets } from "../provider.ts";
import type { VonageSettings } from "./settings.ts";

/** Long enough for a request and a clock that is off by a little. */
const LIFETIME_SECONDS = 300;

/**
 * The `Authorization` of one request: a token of the application, or else the account's key and secret. Null when
 * there is neither. `now`: real time, for Vonage compares it with its own.
 */
export async function authorize(settings: VonageSettings, secrets: Secrets, now: number): Promise<string | null> {
  const { application_id: application } = settings;
  const { private_key: pem, api_key: key, api_secret: secret } = secrets;
  if (pem && application !== undefined) {
    const privateKey = readKey(pem);
    return privateKey === null ? null : `Bearer ${await token(application, privateKey, now)}`;
  }
  return key && secret ? `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` : null;
}

async function token(application: string, privateKey: KeyObject, now: number): Promise<string> {
  const iat = Math.floor(now / 1000);
  const claims = { application_id: application, iat, jti: randomUUID(), exp: iat + LIFETIME_SECONDS };
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(claims)}`;
  // Off the main thread: a millisecond each is what many messages cannot spare there.
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign("RSA-SHA256", Buffer.from(signed), privateKey, (error, made) => (error ? reject(error) : resolve(made)));
  });
  return `${signed}.${signature.toString("base64url")}`;
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
