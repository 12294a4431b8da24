import {
  decideSettle,
  type AttemptRecord,
  type Fact,
  type ReportFact,
  type SettledMessage,
} from "../../src/delivery/decide-settle.ts";
import { GatewayError } from "../../src/errors.ts";
import { canPay, post, type Account, type Entry } from "../../src/ledger/account.ts";
import { dueByEnd, type FixedPrice } from "../../src/ledger/fixed-price.ts";
import type { ChargedOn } from "../../src/ledger/price.ts";
import { Counters } from "../../src/limits/counters.ts";
import { decideSend, type IssueWorld, type NewMessage } from "../../src/otp/decide-issue.ts";
import type { Otp, OtpStatus } from "../../src/otp/model.ts";
import type { Channel, ReportStatus } from "../../src/providers/provider.ts";
import { defaultLimits } from "../../src/settings/documents.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";

const plan: Channel[] = ["whatsapp", "sms", "voice"];
const LEASE = "worker";
const DAY_MS = 86_400_000;
const limits = { ...defaultLimits, cooldown_seconds: 0, recipient: [], client_ip: [], tenant: [] };
const tenant = { id: "t", limits, gatewayLimits: null } as unknown as TenantConfig;

/** What the model is told of a message, in the order in which it takes effect. */
export type Word = "accepted" | ReportStatus | "silence" | "charged silence" | "gone";

export interface Told {
  row: SettledMessage;
  rule: ChargedOn;
  price: bigint;
  words: Word[];
}

/** An installation of one account in memory: the gateway's own decisions, with arrays for tables. */
export class History {
  readonly account: Account;
  readonly entries: Entry[] = [];
  readonly otps: Otp[] = [];
  readonly messages: Told[] = [];
  readonly rules: Record<string, [bigint, ChargedOn]>;
  /** Put in by finance, less what it took out. */
  paidIn = 0n;
  #now = 1_800_000_000_000;
  readonly #early = new Map<string, ReportFact[]>();
  /** OTPs of which is noted that their end decides what is paid. */
  readonly #unsettled = new Set<string>();

  constructor(paidIn: bigint, rules: Record<string, [bigint, ChargedOn]>) {
    this.account = {
      tenantId: tenant.id,
      currency: "IDR",
      available: 0n,
      held: 0n,
      spent: 0n,
      creditLine: 0n,
      seq: 0,
    };
    this.rules = { ...rules };
    this.correct(paidIn);
  }

  /** A top-up, or an adjustment where the account can pay it. */
  correct(amount: bigint): void {
    if (amount < 0n && !canPay(this.account, -amount)) return;
    const details = { actor: "finance", reference: "r", at: this.#now };
    const by = amount > 0n && amount % 2n === 0n ? post.topup : post.adjustment;
    this.entries.push(by(this.account, amount, details));
    this.paidIn += amount;
  }

  /** A new OTP for one of two people; an older pending one of theirs is replaced. True unless the balance can't pay. */
  issue(subject: string): boolean {
    const id = `o${this.otps.length}`;
    const otp = { ...blank, id, subject, recipients: [subject], channels: plan, createdAt: this.#now };
    return this.#send("issue", { ...otp, expiresAt: this.#now + 300_000, sends: [this.#now] }, "whatsapp");
  }

  resend(otp: Otp, channel: Channel): boolean {
    return otp.status === "pending" && this.#send("resend", otp, channel);
  }

  #send(kind: "issue" | "resend", otp: Otp, channel: Channel): boolean {
    const message = this.#newMessage(otp, channel);
    const past = this.otps
      .filter(({ subject }) => subject === otp.subject)
      .map((one) => ({ ...one, sandbox: false, allFailed: null }))
      .reverse();
    const world: IssueWorld = {
      accounts: new Map([[tenant.id, this.account]]),
      past: new Map([[`${tenant.id}/${otp.subject}`, past]]),
      userSends: new Map(),
      counters: new Counters(),
      now: this.#now,
    };
    try {
      const request = { kind, tenant, otp, messages: [message], sandbox: false, actor: "erp", now: this.#now };
      const decision = decideSend(request, world);
      this.entries.push(...decision.entries);
      for (const replaced of decision.replaced) this.end(this.#otp(replaced), "replaced");
      if (kind === "issue") this.otps.push(otp);
      else for (const { row } of this.#of(otp)) row.advanced = true;
      if (dueByEnd(message.prices)) this.#unsettled.add(otp.id);
      this.#add(message, otp);
      return true;
    } catch (error) {
      if (error instanceof GatewayError && error.code === "insufficient_balance") return false;
      throw error;
    }
  }

  #newMessage(otp: Otp, channel: Channel): NewMessage {
    const [amount, chargedOn] = this.rules[channel] ?? [0n, "accepted"];
    const prices: Record<string, FixedPrice> = { acme: [amount.toString(), chargedOn] };
    // A standby that is dearer: what is held is more than what is captured.
    return {
      id: `m${String(this.messages.length).padStart(4, "0")}`,
      tenantId: tenant.id,
      otpId: otp.id,
      channel,
      recipient: otp.subject,
      template: "otp",
      locale: "id",
      templateVersion: 1,
      prices: { ...prices, dear: [(amount + 7n).toString(), chargedOn] },
      order: ["acme", "dear"],
      skips: [],
      hold: amount + 7n,
      counted: 0,
      otherwise: null,
    };
  }

  #add(message: NewMessage, otp: Otp): void {
    const [price, rule] = this.rules[message.channel] ?? [0n, "accepted"];
    const row: SettledMessage = {
      ...message,
      firstProvider: message.order[0] ?? null,
      row: message.id,
      status: "queued",
      provider: null,
      holdState: "held",
      charged: 0n,
      cost: null,
      tries: 0,
      advanced: false,
      leaseOwner: LEASE,
      due: "send",
      dueAt: this.#now,
      acceptedAt: null,
      reportBy: null,
      lapse: null,
      expiresAt: otp.expiresAt,
      otpStatus: otp.status,
      copyCharged: false,
      place: { country: "ID", prefix: "+62812" },
      createdAt: this.#now,
      rivals: [],
      changed: false,
      repriced: false,
    };
    this.messages.push({ row, rule, price, words: [] });
  }

  /** A provider takes it, in a first try or after a doubt: only while its OTP is pending, as a claim sees to. */
  accept(told: Told): void {
    if (!this.#leaves(told)) return;
    const attempt = { ...this.#attempt("accepted"), providerMessageId: told.row.id };
    const reportBy = this.#now + DAY_MS;
    this.#apply(
      told,
      { kind: "accepted", lease: LEASE, attempt, fallbackAt: this.#now + 20_000, reportBy, skips: [] },
      "accepted",
    );
    for (const report of this.#early.get(told.row.id) ?? []) {
      this.#apply(told, { kind: "reported", report, reportBy }, report.status);
    }
    this.#early.delete(told.row.id);
  }

  doubt(told: Told): void {
    if (!this.#leaves(told)) return;
    this.#apply(
      told,
      { kind: "doubtful", lease: LEASE, attempt: this.#attempt("ambiguous"), until: this.#now, skips: [] },
      null,
    );
  }

  /** No provider took it, or nobody knows. */
  fail(told: Told, status: "failed" | "unknown"): void {
    const { row } = told;
    if (row.due !== "doubt" && !this.#leaves(told)) return;
    row.leaseOwner = LEASE;
    this.#apply(
      told,
      { kind: "ended", lease: LEASE, attempt: null, status, skips: [], goOn: true },
      status === "failed" ? "gone" : null,
    );
  }

  report(told: Told, status: ReportStatus): void {
    // What never left is never spoken of.
    if (told.row.provider === null) return;
    const report: ReportFact = {
      provider: "acme",
      status,
      at: this.#now,
      providerCode: null,
      errorClass: status === "failed" ? "recipient" : null,
      scope: status === "failed" ? "recipient" : null,
    };
    this.#apply(told, { kind: "reported", report, reportBy: this.#now + DAY_MS }, status);
  }

  silence(told: Told, charge: boolean): void {
    const { row } = told;
    if (row.due !== "unreported" && row.due !== "fallback") return;
    row.leaseOwner = LEASE;
    this.#apply(told, { kind: "unreported", lease: LEASE, charge }, charge ? "charged silence" : "silence");
  }

  /** The plan goes on to its next channel. */
  advance(told: Told): void {
    const { row } = told;
    if (row.due !== "fallback") return;
    const later = plan[plan.indexOf(row.channel as Channel) + 1];
    const next = later === undefined ? null : this.#newMessage(this.#otp(row.otpId), later);
    this.#apply(told, { kind: "advanced", lease: null, next, skips: [] }, null);
  }

  /** Its commit alone; what follows from it comes when it comes. */
  end(otp: Otp, status: Exclude<OtpStatus, "pending">): void {
    if (otp.status === "pending") otp.status = status;
  }

  /** What a process does after that commit, or the sweep. */
  settleEnd(otp: Otp, reversed: boolean): void {
    if (otp.status === "pending") return;
    const open = this.#unsettled.delete(otp.id);
    const all = this.#of(otp).filter(({ row }) => open || row.status === "queued");
    for (const told of reversed ? all.reverse() : all) this.#apply(told, { kind: "otp_ended" }, null);
  }

  /** What the sweep finds noted. */
  settleNoted(): void {
    for (const otp of this.otps) if (this.#unsettled.has(otp.id)) this.settleEnd(otp, false);
  }

  #leaves({ row }: Told): boolean {
    const open = row.status === "queued" || row.status === "sending";
    if (!open || this.#otp(row.otpId).status !== "pending") return false;
    row.status = "sending";
    row.provider = "acme";
    row.leaseOwner = LEASE;
    return true;
  }

  #apply(told: Told, fact: Fact, word: Word | null): void {
    this.#now += 1000;
    const { row } = told;
    const otp = this.#otp(row.otpId);
    row.otpStatus = otp.status;
    row.expiresAt = this.#now + 1;
    const others = this.#of(otp)
      .map((one) => one.row)
      .filter(({ id }) => id !== row.id);
    row.rivals = otp.status === "pending" ? [] : others;
    row.copyCharged =
      (row.holdState === "released" || row.channel !== plan[0]) &&
      others.some((other) => other.charged > 0n && (other.id > row.id ? row : other).holdState === "released");
    const decision = decideSettle(row, fact, this.account, this.#now);
    this.entries.push(...decision.entries);
    if (decision.early && fact.kind === "reported") {
      this.#early.set(row.id, [...(this.#early.get(row.id) ?? []), fact.report]);
    } else if (word !== null) told.words.push(word);
    if (decision.created !== null) this.#add(decision.created, otp);
    if (decision.unsettled) this.#unsettled.add(otp.id);
  }

  #attempt(outcome: AttemptRecord["outcome"]): AttemptRecord {
    return {
      n: 1,
      ownerId: tenant.id,
      provider: "acme",
      channel: "whatsapp",
      template: { key: "otp", locale: "id", version: 1 },
      startedAt: this.#now,
      latencyMs: 1,
      outcome,
      scope: null,
      providerCode: null,
      providerMessageId: null,
    };
  }

  #otp(id: string): Otp {
    const otp = this.otps.find((one) => one.id === id);
    if (otp === undefined) throw new Error(`no OTP ${id}`);
    return otp;
  }

  #of(otp: Otp): Told[] {
    return this.messages.filter(({ row }) => row.otpId === otp.id);
  }
}

const blank: Otp = {
  id: "",
  tenantId: tenant.id,
  subject: "",
  recipients: [],
  userRef: "",
  purpose: "login",
  channels: plan,
  locale: "",
  template: "",
  params: {},
  metadata: {},
  clientIp: null,
  status: "pending",
  attemptsLeft: 5,
  ttlSeconds: 300,
  central: false,
  codeGiven: false,
  decoy: false,
  likeVendors: false,
  via: null,
  sends: [],
  createdAt: 0,
  expiresAt: 0,
  resendAt: 0,
};
