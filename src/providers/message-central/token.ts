import { hash } from "node:crypto";
import { decodeJwt, errors } from "jose";
import { addressOf, transportFailure } from "../http-kind.ts";
import type { HttpAnswer, HttpRequest, ProviderIo, Secrets, SendFailure } from "../provider.ts";
import { field, parseJson } from "../vendor-json.ts";
import { account, failed, rate, retry } from "../verdict.ts";
import type { MessageCentralSettings } from "./settings.ts";

export interface Token {
  ok: true;
  value: string;
  /** Milliseconds: when a new one is asked for. */
  until: number;
}

const LEFT_MS = 5 * 60_000;
/** How long a token lives is not documented; those that say nothing are renewed hourly. */
const UNSAID_MS = 60 * 60_000;
/** Accounts beyond this number ask more often. */
const MOST_KEPT = 256;

/**
 * One token serves an account's messages and checks until it runs out. Those who need it while it is asked for wait for
 * the same answer.
 */
export class Tokens {
  readonly #kept = new Map<string, Promise<Token | SendFailure>>();

  async get(
    settings: MessageCentralSettings,
    secrets: Secrets,
    io: ProviderIo,
    now: number,
  ): Promise<Token | SendFailure> {
    const account = accountOf(settings, secrets);
    const kept = this.#kept.get(account);
    const known = await kept;
    if (known?.ok === true && now < known.until) return known;
    // Others may have woken from the same wait before us and be asking by now.
    const asking = this.#kept.get(account);
    if (asking !== undefined && asking !== kept) return asking;
    const asked = ask(settings, secrets, io, now);
    this.#keep(account, asked);
    const token = await asked;
    if (!token.ok && this.#kept.get(account) === asked) this.#kept.delete(account);
    return token;
  }

  /** It was refused, whatever it says of its own life. */
  async forget(settings: MessageCentralSettings, secrets: Secrets, token: Token): Promise<void> {
    const account = accountOf(settings, secrets);
    const kept = this.#kept.get(account);
    if ((await kept) === token && this.#kept.get(account) === kept) this.#kept.delete(account);
  }

  #keep(account: string, asked: Promise<Token | SendFailure>): void {
    this.#kept.delete(account);
    this.#kept.set(account, asked);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Whose token it is: another password, or another address, is another account. */
function accountOf(settings: MessageCentralSettings, { password = "" }: Secrets): string {
  const { base_url: baseUrl, customer_id: customer, email = "" } = settings;
  return hash("sha256", JSON.stringify([baseUrl, customer, email, password]));
}

async function ask(
  settings: MessageCentralSettings,
  secrets: Secrets,
  io: ProviderIo,
  now: number,
): Promise<Token | SendFailure> {
  const { password } = secrets;
  if (password === undefined || password === "") return failed(account, "no_credentials");
  try {
    return readToken(await io.http(tokenRequest(settings, password)), now);
  } catch (error) {
    // Whatever became of this request, no message has left.
    const failure = transportFailure(error);
    return failure.errorClass === "ambiguous" ? { ...failure, errorClass: "transient" } : failure;
  }
}

export function tokenRequest(settings: MessageCentralSettings, password: string): HttpRequest {
  const query = new URLSearchParams({
    customerId: settings.customer_id,
    key: Buffer.from(password).toString("base64"),
    scope: "NEW",
    ...(settings.email === undefined ? {} : { email: settings.email }),
  });
  return {
    method: "GET",
    url: addressOf(settings.base_url, `/auth/v1/authentication/token?${query.toString()}`),
    headers: { accept: "*/*" },
  };
}

/** Pure. A refusal comes with HTTP 200 and a `status` of its own (Message Central's docs, "Token generation"). */
export function readToken(answer: HttpAnswer, now: number): Token | SendFailure {
  const body = parseJson(answer.text);
  const value = field(body, "token");
  const said = field(body, "status");
  const succeeded = answer.status >= 200 && answer.status <= 299;
  if (
    succeeded &&
    (said === undefined || said === 200) &&
    typeof value === "string" &&
    /^[\x21-\x7e]{1,4096}$/.test(value)
  ) {
    return { ok: true, value, until: now + lifeMs(value, now) };
  }
  const status = succeeded && typeof said === "number" && Number.isInteger(said) ? said : answer.status;
  const code = `token_${status >= 100 && status <= 999 ? status : "refused"}`;
  if (status === 429) return failed(rate, code, answer);
  return failed(status >= 400 && status <= 499 ? account : retry, code);
}

function lifeMs(token: string, now: number): number {
  const expiresAt = expiryOf(token);
  if (expiresAt === null) return UNSAID_MS;
  const life = Math.max(0, expiresAt - now);
  return Math.max(life - LEFT_MS, life / 2);
}

function expiryOf(token: string): number | null {
  try {
    const { exp } = decodeJwt(token);
    return typeof exp === "number" ? exp * 1000 : null;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return null;
    throw error;
  }
}
