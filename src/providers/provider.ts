import type { Socket } from "node:net";
import type { z } from "zod";
import type { TemplateStatus, TemplateVerbs } from "./template-verbs.ts";

/**
 * The words of this room. A **kind** is a vendor's interface; a **provider** is an account of a kind that an
 * operator configured. An adapter (one folder per kind) knows the wire format and nothing else: no database,
 * no retry, no clock. What came of a hand-over is an **outcome**; a provider's later word is a **report**.
 */
export const channels = ["whatsapp", "sms", "voice", "email"] as const;
export type Channel = (typeof channels)[number];

/** What may be done next is decided by this word alone; see `delivery/next-step.ts`. */
export const errorClasses = [
  "transient", // not sent; the same provider may take it in a moment
  "throttled", // not sent; it said when
  "recipient", // not sent; unreachable on this channel
  "rejected", // not sent; the template or the content
  "credentials", // not sent; our account with them
  "ambiguous", // may have been sent: keep the hold, await the report
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** Whom a failure concerns: one person's bad number never unplugs a provider for all. */
export type Scope = "recipient" | "template" | "provider";

export interface SendFailure {
  ok: false;
  errorClass: ErrorClass;
  scope: Scope;
  /** The vendor's own code, or a short word of ours: `timeout`, `refused`, `http_502`. Never personal data. */
  providerCode: string;
  retryAfterMs?: number;
  /** It never reached the provider's connection, so it says nothing of the provider. Of kinds that keep one. */
  unasked?: true;
}
export interface SendAccepted {
  ok: true;
  providerMessageId: string;
  /** How many SMS segments the vendor makes of it, where it says so at once. */
  segments?: number;
  /** The sandbox alone: the reports that will follow, since nobody calls its hook. */
  scripted?: { afterMs: number; status: ReportStatus }[];
}
export type SendOutcome = SendAccepted | SendFailure;

export interface RenderedMessage {
  channel: Channel;
  /** E.164 with `+`, or an e-mail address. */
  to: string;
  code: string;
  /** What a person reads, where the channel takes free text. */
  text: string;
  /** The subject of an e-mail: one line, without the code. */
  subject?: string;
  /** Whom it names, or null. */
  user: string | null;
  locale: string;
  /** Seconds the code still lives. */
  ttlSeconds: number;
  /** What this provider knows our template as; null on channels with free text. */
  binding: { name: string; language: string } | null;
  /** Our name for this attempt, echoed by vendors that can: finds the message after an unknown outcome. */
  correlation: string;
  /** 1 for the first try of this message with this provider. */
  tryNumber: number;
}

/** What a vendor that made the code itself says of one. */
export type CheckOutcome =
  /** `used`: right before, so never again. `expired`: no longer, or never, one of theirs. `locked`: asked too often. */
  | { said: "right" | "wrong" | "used" | "expired" | "locked" }
  /** `sent`: whether the question may have reached them, and so may have been counted. */
  | { said: "nothing"; sent: boolean; providerCode: string };

export interface Announcement {
  to: string;
  /** Whose code follows, as people know them. */
  user: string;
  binding: { name: string; language: string };
}

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** At most 64 KiB, read as UTF-8. */
  text: string;
}

/** No answer came. `sent` says whether the request may have reached the other side. */
export class TransportError extends Error {
  readonly sent: boolean;
  /** `refused`, `timeout`, `reset`, `garbled`, `dns`, `tls`, `too_large`, `target_not_allowed`, `closed` (by us). */
  readonly reason: string;

  constructor(reason: string, sent: boolean, options?: { cause?: unknown }) {
    super(`${reason}${sent ? " after the request left" : ""}`, options);
    this.name = "TransportError";
    this.reason = reason;
    this.sent = sent;
  }
}

/** Our account was refused where no outcome can say so. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  /** As a `providerCode`. */
  readonly reason: string;

  constructor(reason: string) {
    super(`our account was refused: ${reason}`);
    this.reason = reason;
  }
}

/** Where a kind that does not speak HTTP connects to. */
export interface ConnectTarget {
  /** A name or an address. */
  host: string;
  port: number;
  /** From the first byte, the certificate proven for `host`. */
  tls: boolean;
}

export interface SandboxInbox {
  put(message: RenderedMessage): Promise<void>;
}

/** What delivery lends an adapter for one try; the time budget is inside. */
export interface ProviderIo {
  /** Throws `TransportError` when no answer came. Follows no redirect. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Throws `TransportError`, nothing sent, when there is no connection. The socket is the adapter's to end, and is
   * destroyed when the try's time is up; its end is told by `close`, with or without an `error` before.
   */
  connect(target: ConnectTarget): Promise<Socket>;
  /** Ends early, throwing `TransportError("timeout", …)`, when the try's time is up. */
  sleep(ms: number): Promise<void>;
  inbox: SandboxInbox;
}

export type ReportStatus = "sent" | "delivered" | "read" | "failed";

export interface DeliveryReport {
  providerMessageId: string;
  /** The attempt's correlation, where the vendor echoes it. */
  correlation?: string;
  /** Another id of the same message, by which alone the vendor may name it later. */
  alsoKnownAs?: string;
  status: ReportStatus;
  /** Milliseconds, the vendor's clock. */
  at: number;
  providerCode?: string;
  /** How many SMS segments the vendor made of it, where it says so. */
  segments?: number;
  /** For `failed`: what it means for the plan. */
  errorClass?: ErrorClass;
  scope?: Scope;
}

/** A report that comes over a kept connection is dated by delivery when it comes. */
export type LinkReport = Omit<DeliveryReport, "at">;

/** A connection that a kind keeps: messages go over it, and reports come back over it. */
export interface Link {
  /** Never rejects. Once the signal says that the try's time is up, what left unanswered is ambiguous. */
  send(message: RenderedMessage, signal: AbortSignal): Promise<SendOutcome>;
  /** Resolves when either side has begun to end it: nothing new goes over it, and what is under way may be answered. */
  readonly leaving: Promise<void>;
  /** Resolves when nothing goes over it any more, with the reason. */
  readonly ended: Promise<SendFailure>;
  /** Takes nothing new, gives what is under way a moment to be answered, and says goodbye. */
  close(): Promise<void>;
}

export type Opened = { ok: true; link: Link } | SendFailure;

/** What delivery lends an adapter for as long as its link lasts. */
export interface LinkIo extends Pick<ProviderIo, "connect"> {
  /** The time for connecting and signing on is up, or nobody wants the link any more. */
  signal: AbortSignal;
  /** Resolves when it is committed, and only then may the vendor forget it. Rejects when the vendor should say it again. */
  report(report: LinkReport): Promise<void>;
}

export interface TemplateEvent {
  name: string;
  language: string;
  status: TemplateStatus;
  reason: string | null;
  /** Milliseconds, the vendor's clock: calls are repeated, and come in any order. */
  at?: number;
}

export interface RawHook {
  method: string;
  /** As the vendor called it, with its query: `PUBLIC_URL` and the path. Some sign it. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  query: URLSearchParams;
  body: Uint8Array;
  /** The last part of `/hooks/{tenant}/{provider}/{hook_token}`, when there is one. */
  token: string | null;
  /** When it came, in milliseconds: an adapter has no clock, and some signatures are good for minutes only. */
  receivedAt: number;
}

export type HookContent =
  | { ok: true; answer: { status: number; body: string }; reports: DeliveryReport[]; templates: TemplateEvent[] }
  /** `why` goes to the log; the caller learns only 401. */
  | { ok: false; why: string };

/** `amount`: decimal text in the vendor's own unit; `currency`: ISO 4217, or null when it counts messages or points. */
export interface Credit {
  amount: string;
  currency: string | null;
}

/** Whether what a provider sends with works, like a paired WhatsApp session. `reason`: what an operator reads of a skip. */
export type Health = { ok: true } | { ok: false; reason: string };

export type Secrets = Readonly<Record<string, string>>;

export interface Provider<S = unknown> {
  /** The folder's name, and the word the console shows. */
  readonly kind: string;
  /** It drives an ordinary WhatsApp account, which can be banned at any time; said wherever it is shown. */
  readonly unofficial?: true;
  readonly channels: readonly Channel[];
  /** The console's form and the API's check both come from this. */
  readonly settings: z.ZodType<S>;
  /** Names and descriptions of the secrets. */
  readonly secrets: z.ZodObject;
  /** Channels on which the vendor fixes the words, so that a template must be bound to one of its own. */
  readonly fixedText: readonly Channel[];
  /** Channels whose words the vendor has by a setting of the provider: nothing to bind, and no user is named. */
  readonly vendorWords?: readonly Channel[];
  /** Channels that want a code apart from the words: nothing but codes can go that way. */
  readonly codesOnly?: readonly Channel[];
  /** With `check`: how many digits the vendor's codes can have. */
  readonly codeLengths?: { min: number; max: number };
  /** A kind that only its settings make whole: itself, with the channels and secrets that these settings give it. */
  configured?(settings: S): Provider<S>;
  /** The vendor takes one message to the same person in so many milliseconds; left out: as many as to anybody. */
  readonly recipientEveryMs?: number;
  /** Of an SMS, where settings decide on its alphabet; left out: GSM-7 where the text fits it, else UCS-2. */
  segmentsOf?(text: string, settings: S): number;
  /** The sandbox alone: how long a message is held before it is handed over, in milliseconds. */
  holdMs?(settings: S): number;
  /** Milliseconds one try may take. */
  timeoutMs(settings: S): number;
  /** With `open`: on a connection for this message alone, as an operator's test has it. */
  send(message: RenderedMessage, settings: S, secrets: Secrets, io: ProviderIo): Promise<SendOutcome>;
  /**
   * Kinds with a kept connection. Delivery keeps what this opens for as long as the provider is on or drains, opens it
   * anew when it ends, and sends over it. Never rejects: `credentials` when the account was refused, which is not
   * tried again soon; else `transient`.
   */
  open?(settings: S, secrets: Secrets, io: LinkIo): Promise<Opened>;
  /** Where the words are fixed: says whose code comes next to a number that several people share. */
  announce?(announcement: Announcement, settings: S, secrets: Secrets, io: ProviderIo): Promise<SendOutcome>;
  /**
   * The vendor makes the code and checks it: ours is never sent. `reference`: the `providerMessageId` of the attempt.
   * What is not a clear yes is not `right`.
   */
  check?(reference: string, code: string, settings: S, secrets: Secrets, io: ProviderIo): Promise<CheckOutcome>;
  /** What is left with the vendor. Throws `TransportError`; null when the vendor did not say. */
  credit?(settings: S, secrets: Secrets, io: ProviderIo): Promise<Credit | null>;
  /** Whether it could send now. Throws `TransportError`; null when the vendor did not say. */
  health?(settings: S, secrets: Secrets, io: ProviderIo): Promise<Health | null>;
  /**
   * What became of messages, by the ids their sends were answered with. Throws `TransportError` when nobody answers,
   * `RefusedError` when our account is refused.
   */
  poll?(references: readonly string[], settings: S, secrets: Secrets, io: ProviderIo): Promise<DeliveryReport[]>;
  /** About how many messages it may be asked in a minute; null: it is not to be asked. */
  pollsPerMinute?(settings: S): number | null;
  /** Templates that are kept and approved at the vendor. */
  templates?: TemplateVerbs<S>;
  /** What a refusal of a template says of it, by the vendor's code. Any other: it is rejected. */
  templateStates?: ReadonlyMap<string, TemplateStatus>;
  /** Proves the signature before it parses a byte. */
  readHook?(hook: RawHook, settings: S, secrets: Secrets): HookContent;
}

/** The adapter that serves these settings: the kind itself, or what they make of it. */
export function configured(kind: Provider, settings: unknown): Provider {
  return kind.configured?.(settings) ?? kind;
}

/** Settings that every kind with an HTTP interface has, beside its own. */
export interface HttpKindSettings {
  base_url: string;
  timeout_ms: number;
  max_per_second: number | null;
  ambiguous_wait_seconds: number;
  unreported_after_seconds: number;
  charge_unreported: boolean;
}
