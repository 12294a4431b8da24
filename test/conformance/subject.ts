import type {
  DeliveryReport,
  HookContent,
  Provider,
  RawHook,
  RenderedMessage,
  SendFailure,
} from "../../src/providers/provider.ts";
import type { TemplateFailure, TemplateRequest, VendorTemplate } from "../../src/providers/template-verbs.ts";
import type { Accident, Vendor, VendorAnswer, VendorRequest } from "./vendor-server.ts";

/** What the shared suite needs to know of a kind: how its vendor takes, refuses and reports. Facts from its wire page. */
export interface Subject {
  /** What the table calls it, where one kind has several; else the kind. */
  name?: string;
  provider: Provider;
  /** HTTP unless it says otherwise; what the suite asks of HTTP alone is then left out. */
  speaks?: "smpp" | "smtp";
  /** A server that behaves as the vendor does: wrong credentials and wrong shapes are refused in its own way. */
  vendor(): Vendor;
  /** What an operator would put, with the server's address; read through the kind's own schema. */
  settings(baseUrl: string): Record<string, unknown>;
  secrets: Record<string, string>;
  sends: ConformingSend[];
  /** The vendor's documented failures. */
  errors: ConformingError[];
  /** Accidents that mean something else with this vendor than they do elsewhere. */
  accidents?: Partial<Record<Accident, Partial<SendFailure>>>;
  /** Empty when the vendor reports nothing. */
  reports: ConformingReport[];
  /** Hooks that must be refused: no signature, a wrong one, changed bytes, a wrong token. */
  forged: { name: string; hook: RawHook; settings?: Record<string, unknown>; secrets?: Record<string, string> }[];
  /** Kinds that can be asked what became of messages; the settings switch it on. */
  polls?: ConformingPoll[];
  /** Kinds with a balance call. */
  balance?: { answer: VendorAnswer; amount: string; currency: string | null };
  /** Kinds that can be asked whether they could send. Their server says that it is well. */
  health?: {
    /** Throws (`expect`) when the vendor was not asked as its page says. */
    check(requests: readonly VendorRequest[]): void;
    broken: { name: string; answer: VendorAnswer; reason: string }[];
    /** Answers that say nothing of it: the provider stays as it is. */
    silent?: [name: string, answer: VendorAnswer][];
  };
  /** Kinds whose vendor has calls for templates. Each answer is to one request, in order. */
  templates?: {
    settings?: Record<string, unknown>;
    submits: {
      name: string;
      /** Beside the suite's usual one: `otp_login` in Indonesian, to be copied, five minutes. */
      request: Partial<TemplateRequest>;
      answers: VendorAnswer[];
      made: Partial<VendorTemplate>[];
      /** Throws (`expect`) when what went over the wire is not what the vendor's page asks for. */
      check(requests: readonly VendorRequest[]): void;
    }[];
    lists: {
      name: string;
      answers: VendorAnswer[];
      listed: Partial<VendorTemplate>[];
      complete: boolean;
      check?(requests: readonly VendorRequest[]): void;
    }[];
    /** What is there and can't be changed, where it is not what is submitted. */
    others?: { name: string; request: Partial<TemplateRequest>; answers: VendorAnswer[]; words: string }[];
    /** A page of so many rows, each as large as marketing ones are at times. Left out: there are no pages. */
    page?: (rows: number) => VendorAnswer;
    removals?: {
      name: string;
      template: { name: string; language: string };
      answers: VendorAnswer[];
      removed: { ok: boolean; providerCode?: string };
      check(requests: readonly VendorRequest[]): void;
    }[];
    refusals: { name: string; answer: VendorAnswer; failure: Omit<TemplateFailure, "ok"> }[];
  };
}

export interface ConformingSend {
  name: string;
  /** Beside the suite's usual one: an Indonesian number, code 481516, five minutes, locale id. */
  message: Partial<RenderedMessage> & Pick<RenderedMessage, "channel">;
  settings?: Record<string, unknown>;
  /** The id by which reports will name it. */
  providerMessageId: string | RegExp;
  /** Throws (`expect`) when what went over the wire is not what the vendor's page asks for. */
  check(requests: readonly VendorRequest[]): void;
}

export interface ConformingError {
  name: string;
  answer: VendorAnswer;
  outcome: Partial<SendFailure> & Pick<SendFailure, "errorClass" | "scope" | "providerCode">;
}

export interface ConformingPoll {
  name: string;
  settings: Record<string, unknown>;
  /** Ids that sends were answered with. */
  references: string[];
  /** Where the vendor is to answer otherwise than it does by itself. */
  answers?: VendorAnswer[];
  reports: Partial<DeliveryReport>[];
  /** Throws (`expect`) when what went over the wire is not what the vendor's page asks for. */
  check(requests: readonly VendorRequest[]): void;
}

export interface ConformingReport {
  name: string;
  hook: RawHook;
  settings?: Record<string, unknown>;
  secrets?: Record<string, string>;
  content: Partial<Extract<HookContent, { ok: true }>>;
}
