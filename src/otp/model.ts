import type { Channel } from "../providers/provider.ts";
import type { JsonObject } from "../kit/json.ts";

/**
 * The words of this room. An **OTP** is one request to prove a person; its **code** is its digits; a **check** is one
 * try at it, and `attemptsLeft` counts those. Its **subject** is what limits, guesses and "one pending" are counted
 * by: the recipient, or the central number together with the user.
 */
export type OtpStatus = "pending" | "verified" | "expired" | "locked" | "cancelled" | "replaced";

/**
 * How an OTP came in where that was not the ordinary call, and what is to be known of it later: who asks for the code in
 * whose name, and where the answer goes.
 */
export interface Via {
  /** In place of the tenant's brand. */
  brand?: string;
  /** Another product's API that was called, here spoken by us. */
  facade?: "twilio" | "verifynow" | "otpgateway" | "kannel";
  /** Whose OTP it is, in the façade's word: a `VA…` of Twilio's. What one has issued another does not find. */
  service?: string;
  /** The ERP reported the person as proven; no code was checked here. */
  approved?: true;
  /** The code is asked for by a page of ours. */
  hosted?: Hosted;
  /** Issued by user alone: what people read in place of `userRef`, which stays the id of limits, logs and events. */
  userName?: string;
  /** What the person reads, in the ERP's own words, in place of any template; `%OTP%` stands where the code goes. */
  text?: string;
  /** The checks it may have, where that is fewer than usual. */
  checks?: number;
  /** By an otpgateway's client, which finds it by the name it gave; `provider` is its word for the channel. */
  otpgateway?: { namespace: string; id: string; provider: string };
  /** Of such a one that is verified: its client has fetched that and had it deleted. */
  taken?: true;
}

/** What the hosted page has to know of its OTP. */
export interface Hosted {
  /** Where the person goes back to: one of the tenant's `return_urls`. */
  returnUrl: string;
  /** The ERP's own word for this try, sealed: it may be a secret between the ERP and the person's browser. */
  state: string | null;
  codeLength: number;
}

export interface Otp {
  id: string;
  tenantId: string;
  /** Sealed, as in the database: it is compared and never read. */
  subject: string;
  recipients: string[];
  userRef: string;
  purpose: string;
  channels: Channel[];
  /** What the ERP asked for; empty: the tenant's default. */
  locale: string;
  /** The template's key that the ERP asked for; empty: chosen by purpose. */
  template: string;
  params: Record<string, string>;
  metadata: JsonObject;
  clientIp: string | null;
  status: OtpStatus;
  attemptsLeft: number;
  ttlSeconds: number;
  central: boolean;
  /** The code is the ERP's own. */
  codeGiven: boolean;
  decoy: boolean;
  /** A decoy whose real one would have had a code of a vendor's: it is checked as those are. */
  likeVendors: boolean;
  via: Via | null;
  sends: number[];
  createdAt: number;
  expiresAt: number;
  resendAt: number;
}

/** Whom its messages name: as people know them, or else as the ERP does. */
export function namedUser({ userRef, via }: Pick<Otp, "userRef" | "via">): string {
  return via?.userName ?? userRef;
}

export const CHECKS_AN_OTP = 5;

export type MessageStatus =
  "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";

export interface MessageSummary {
  id: string;
  status: MessageStatus;
  channel: Channel;
  recipient: string;
  provider?: string | null;
  createdAt?: number;
  updatedAt?: number;
}

/** An OTP as a caller sees it: never its code. */
export interface OtpView {
  otp: Otp;
  messages: MessageSummary[];
  now: number;
}

/** A pending OTP whose time is over is expired, whether the sweep has come by or not. */
export function statusAt(otp: Pick<Otp, "status" | "expiresAt">, now: number): OtpStatus {
  return otp.status === "pending" && now >= otp.expiresAt ? "expired" : otp.status;
}
