import { payable, post, type Account, type Entry } from "../ledger/account.ts";
import { forSegments, readPrice } from "../ledger/fixed-price.ts";
import type { SettledMessage } from "./decide-settle.ts";

/** Another message of the same OTP, as money looks at it. */
export type Rival = Pick<
  SettledMessage,
  "id" | "status" | "provider" | "prices" | "holdState" | "charged" | "acceptedAt"
>;

/** How surely the person got it: 0 not that we know, 1 a provider took it, 2 it reached the phone. */
function arrival({ status, acceptedAt }: Pick<Rival, "status" | "acceptedAt">): 0 | 1 | 2 {
  if (status === "delivered" || status === "read") return 2;
  if (status === "accepted" || status === "sent") return 1;
  return status === "unknown" && acceptedAt !== null ? 1 : 0;
}

/** Of two, the one the person is more likely to have read the code in; of equals the newer. Ids rise with time. */
function likelier(rival: Rival, message: Rival): boolean {
  const [theirs, ours] = [arrival(rival), arrival(message)];
  return theirs > ours || (theirs === ours && theirs > 0 && rival.id > message.id);
}

/** Whether its OTP's end decides what is paid for it. */
function onVerified({ provider, prices }: Pick<Rival, "provider" | "prices">): boolean {
  return provider !== null && prices[provider]?.[1] === "verified";
}

/** Of a message that is charged by its own stage nothing is to come any more once its hold came back. */
function mayBePaid(rival: Rival): boolean {
  return rival.holdState !== "released" || onVerified(rival);
}

/** The money of one message: every hold ends once, what was delivered is paid once, what failed costs nothing. */
export class MessageMoney {
  readonly #message: SettledMessage;
  readonly #account: Account;
  readonly #entries: Entry[];
  readonly #now: number;

  constructor(message: SettledMessage, account: Account, entries: Entry[], now: number) {
    this.#message = message;
    this.#account = account;
    this.#entries = entries;
    this.#now = now;
  }

  /** `stage`: how far it came, said by its status already. A price is not due before its own stage. */
  chargeFor(provider: string | null, stage: "accepted" | "delivered"): void {
    const message = this.#message;
    const price = this.#priceOf(provider);
    if (price === null) {
      // A late price comes with its attempt, under the lease. After it nobody knows the price any more.
      if (stage === "delivered" && message.leaseOwner === null) this.release();
      return;
    }
    message.cost ??= price.cost;
    // Captured at a price of 0 it is paid as well.
    if (message.charged > 0n || message.holdState === "captured") return;
    if (price.chargedOn === "verified") return this.#chargeByEnd(price.amount);
    if (price.chargedOn === "delivered" && stage !== "delivered") return;
    if (message.copyCharged) return this.release();
    this.#charge(price.amount);
  }

  /** The OTP ended: what it alone decides is decided. What is still under way is, once it is known. */
  settleByEnd(): void {
    const message = this.#message;
    if (!this.dueByEnd() || arrival(message) === 0) return;
    message.changed = true;
    this.chargeFor(message.provider, "accepted");
  }

  /** No report came in time. A price on `verified` never waited for one. */
  settleSilence(charge: boolean): void {
    if (charge || this.dueByEnd()) this.chargeFor(this.#message.provider, "delivered");
    else this.release();
  }

  dueByEnd(): boolean {
    return onVerified(this.#message);
  }

  /** This message came to nothing: of a verified OTP another one that its end passed over may be the one to pay. */
  leavesOthersToPay(): boolean {
    const { otpStatus, charged, rivals } = this.#message;
    return (
      otpStatus === "verified" && charged === 0n && rivals.some((rival) => onVerified(rival) && rival.charged === 0n)
    );
  }

  /** The vendor counted fewer segments than the price is for: it is for those, and what was charged beyond comes back. */
  countSegments(provider: string, segments: number | undefined): void {
    const message = this.#message;
    const fixed = message.prices[provider];
    if (fixed === undefined || segments === undefined) return;
    const fewer = forSegments(fixed, segments);
    if (fewer === null) return;
    message.prices = { ...message.prices, [provider]: fewer };
    message.repriced = true;
    message.changed = true;
    const [was, is] = [readPrice(fixed), readPrice(fewer)];
    // Where another provider's price was charged, this one's count says nothing of it.
    if (message.cost === was.cost) message.cost = is.cost;
    // A late charge may be for less than the price: as much as could be paid.
    const byThis = message.charged === was.amount || (message.holdState === "released" && message.charged < was.amount);
    if (!byThis || message.charged <= is.amount) return;
    const beyond = message.charged - is.amount;
    this.#entries.push(post.refund(this.#account, beyond, this.#details(`took ${segments} segments`)));
    message.charged = is.amount;
  }

  release(): void {
    const message = this.#message;
    if (message.holdState !== "held") return;
    this.#entries.push(post.release(this.#account, message.hold, this.#details()));
    message.holdState = "released";
  }

  /** A negative report: the hold is released, or what was captured comes back. */
  giveBack(): void {
    const message = this.#message;
    this.release();
    message.cost = null;
    if (message.charged > 0n) this.#entries.push(post.refund(this.#account, message.charged, this.#details()));
    message.charged = 0n;
    // As if it had never been captured: a copy that is paid later is looked for again.
    message.holdState = "released";
  }

  /** One message of a verified OTP is paid, the one the person got; of any other end, none. */
  #chargeByEnd(amount: bigint): void {
    const message = this.#message;
    if (message.otpStatus === "pending") return;
    const notThis = message.rivals.some(
      (rival) => rival.charged > 0n || (mayBePaid(rival) && likelier(rival, message)),
    );
    if (message.otpStatus !== "verified" || notThis) return this.release();
    this.#charge(amount);
  }

  #charge(cost: bigint): void {
    const message = this.#message;
    if (message.holdState === "held") {
      this.#entries.push(post.capture(this.#account, message.hold, cost, this.#details()));
      message.holdState = "captured";
      message.charged = cost;
      return;
    }
    const charged = payable(this.#account, cost);
    if (charged === 0n) return;
    this.#entries.push(post.lateCharge(this.#account, charged, this.#details("arrived after its hold was released")));
    message.charged = charged;
  }

  #priceOf(provider: string | null) {
    const fixed = provider === null ? undefined : this.#message.prices[provider];
    return fixed === undefined ? null : readPrice(fixed);
  }

  #details(reference: string | null = null) {
    return { actor: "gateway", reference, messageId: this.#message.id, at: this.#now };
  }
}
