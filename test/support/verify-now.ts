import { randomInt } from "node:crypto";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../conformance/vendor-server.ts";

/** What an operator has from Message Central. */
export const verifyNowAccount = {
  customer_id: "C-0123456789ABCDE",
  email: "ops@example.test",
  password: "pass/word+1",
};

interface Challenge {
  id: number;
  number: string;
  code: string;
  checks: number;
  verified: boolean;
}

export interface VerifyNowOptions {
  /** Seconds in which a second send to a number is refused. */
  timeoutSeconds?: number;
  maxChecks?: number;
  /** Tokens live so long, in seconds from now; absent: they don't say. */
  tokenLife?: number;
  /** Requests that are answered by its own behaviour, whatever a test has it answer next. */
  leadsUp?: (request: VendorRequest) => boolean;
}

/** VerifyNow as its wire page says: makes codes, keeps them, checks them, and hides failures behind 200. */
export class VerifyNow extends VendorServer {
  readonly challenges: Challenge[] = [];
  readonly #tokens = new Set<string>();
  readonly #options: VerifyNowOptions;

  constructor(options: VerifyNowOptions = {}) {
    super((request) => this.#answer(request), options.leadsUp);
    this.#options = options;
  }

  /** The code that a person got; of several the newest. */
  codeFor(number: string): string {
    const found = this.challenges.findLast((challenge) => `+62${challenge.number}` === number);
    if (found === undefined) throw new Error("they sent nothing to this number");
    return found.code;
  }

  /** Every token they gave so far is refused from now on. */
  dropTokens(): void {
    this.#tokens.clear();
  }

  get tokensGiven(): number {
    return this.requests.filter(({ path }) => path.startsWith("/auth/")).length;
  }

  #answer(request: VendorRequest): VendorAnswer {
    const { pathname, searchParams: query } = new URL(request.path, this.url);
    if (request.body !== "") return said(400, "BAD_REQUEST");
    if (request.method === "GET" && pathname === "/auth/v1/authentication/token") return this.#token(query);
    if (!this.#tokens.has(String(request.headers["authtoken"]))) return { status: 401, body: "" };
    if (request.method === "POST" && pathname === "/verification/v3/send") return this.#send(query);
    if (request.method === "GET" && pathname === "/verification/v3/validateOtp") return this.#validate(query);
    return { status: 404, body: "" };
  }

  #token(query: URLSearchParams): VendorAnswer {
    const { customer_id: customer, password } = verifyNowAccount;
    const refused = (error: string): VendorAnswer => ({ status: 200, body: JSON.stringify({ status: 400, error }) });
    if (query.get("customerId") !== customer) return refused("customerId is invalid");
    if (query.get("key") !== Buffer.from(password).toString("base64")) return refused("key is invalid");
    const life = this.#options.tokenLife;
    const claims = life === undefined ? {} : { exp: Math.floor(Date.now() / 1000) + life };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "HS512" })}.${part({ ...claims, n: randomInt(2 ** 40) })}.c2ln`;
    this.#tokens.add(token);
    return { status: 200, body: JSON.stringify({ status: 200, token }) };
  }

  #send(query: URLSearchParams): VendorAnswer {
    const number = query.get("mobileNumber") ?? "";
    const length = Number(query.get("otpLength") ?? "4");
    if (query.get("countryCode") !== "62") return said(511, "INVALID_COUNTRY_CODE");
    if (!/^8\d{8,11}$/.test(number) || length < 4 || length > 8) return said(400, "BAD_REQUEST");
    if (!["SMS", "WHATSAPP"].includes(query.get("flowType") ?? "")) return said(400, "BAD_REQUEST");
    const open = this.challenges.some((challenge) => challenge.number === number && !challenge.verified);
    if (open && (this.#options.timeoutSeconds ?? 0) > 0) return said(506, "REQUEST_ALREADY_EXISTS");
    const id = 2_641_073 + this.challenges.length;
    const code = String(randomInt(10 ** (length - 1), 10 ** length));
    this.challenges.push({ id, number, code, checks: 0, verified: false });
    // A string now and a number then, as they do.
    return said(200, "SUCCESS", { verificationId: id % 2 === 0 ? String(id) : id, timeout: "60" });
  }

  #validate(query: URLSearchParams): VendorAnswer {
    const challenge = this.challenges.find(({ id }) => String(id) === query.get("verificationId"));
    if (challenge === undefined) return said(505, "INVALID_VERIFICATION_ID");
    if (challenge.verified) return said(703, "ALREADY_VERIFIED");
    challenge.checks += 1;
    if (challenge.checks > (this.#options.maxChecks ?? 10)) return said(800, "MAXIMUM_LIMIT_REACHED");
    if (challenge.code !== query.get("code")) return said(702, "WRONG_OTP_PROVIDED", { verificationStatus: null });
    challenge.verified = true;
    return said(200, "SUCCESS", { verificationStatus: "VERIFICATION_COMPLETED" });
  }
}

/** Their envelope. Some failures come with another HTTP status. */
export function said(responseCode: number, message: string, data: object | null = null, status = 200): VendorAnswer {
  const inner = data === null ? null : { responseCode: String(responseCode), errorMessage: null, ...data };
  return { status, body: JSON.stringify({ responseCode, message, data: inner }) };
}
