import type { ErrorClass, ProviderIo, Secrets } from "./provider.ts";

/**
 * Templates where the vendor keeps them: **submitted** for approval, **listed** with what the vendor says of each,
 * **removed**. An adapter answers in these words and never rejects.
 */
export const templateStatuses = ["approved", "pending", "rejected", "paused", "disabled"] as const;
export type TemplateStatus = (typeof templateStatuses)[number];

/** How a code gets from the message to the app; the latter two on Android only. */
export const otpButtons = ["copy_code", "one_tap", "zero_tap"] as const;
export type OtpButton = (typeof otpButtons)[number];

/** An Android app that takes the code over: its package, and the hash of the key that signs it. */
export interface OtpApp {
  package_name: string;
  signature_hash: string;
}

/** An authentication template, in one language or several. The vendor makes its words. */
export interface TemplateRequest {
  /** `[a-z0-9_]`, as WhatsApp takes names. */
  name: string;
  /** In the vendor's spelling. */
  languages: readonly string[];
  /** What our binding names already: where that is an id, the template is found by it. */
  boundTo: string | null;
  button: OtpButton;
  /** Null: the vendor's own word in the template's language. */
  buttonText: string | null;
  autofillText: string | null;
  /** For `one_tap` and `zero_tap`. */
  apps: readonly OtpApp[];
  zeroTapTermsAccepted: boolean;
  securityLine: boolean;
  /** What the text says of the code's life; null: nothing. */
  expiryMinutes: number | null;
  /** After so many seconds WhatsApp gives a message up. Meta alone takes it; elsewhere WhatsApp's own ten minutes hold. */
  ttlSeconds: number;
}

export interface VendorTemplate {
  /** What a binding names it by: its name, or the vendor's id of it. */
  name: string;
  /** What people know it as there. */
  title: string;
  language: string;
  /** Null: a word of the vendor's that nobody here knows. It changes nothing. */
  status: TemplateStatus | null;
  reason: string | null;
  /** What its text says of the code's life. Null: nothing. Left out: the vendor does not tell. */
  expiryMinutes?: number | null;
}

export interface TemplatePreview {
  language: string;
  body: string;
  footer: string | null;
  button: string | null;
  autofill: string | null;
}

/** The verb came to nothing; `ambiguous`: the vendor may have done it. */
export interface TemplateFailure {
  ok: false;
  errorClass: ErrorClass;
  /** The vendor's own code, or a short word of ours. */
  providerCode: string;
  /** The vendor's words, as they came: for an operator, once secrets are masked. */
  words: string | null;
}

export type Submitted = { ok: true; templates: VendorTemplate[] } | TemplateFailure;
export interface Listing<T extends VendorTemplate = VendorTemplate> {
  ok: true;
  templates: T[];
  /** What is not in it is not with the vendor. One that can't be read, or is not reached, makes it false. */
  complete: boolean;
  /** Templates of other categories are not in it, and their absence says nothing. */
  only?: "authentication";
}
export type Listed = Listing | TemplateFailure;
export type Removed = { ok: true } | TemplateFailure;
export type Previewed = { ok: true; previews: TemplatePreview[] } | TemplateFailure;

export interface TemplateVerbs<S> {
  readonly buttons: readonly OtpButton[];
  /** What a binding names: the template's own name, or the vendor's id of it, which only an answer tells. */
  readonly bindsBy: "name" | "id";
  /** One submission may have several languages. */
  readonly severalLanguages: boolean;
  /** Asked again with the same name and language it is the same template, changed where the vendor can change it. */
  submit(request: TemplateRequest, settings: S, secrets: Secrets, io: ProviderIo): Promise<Submitted>;
  list(settings: S, secrets: Secrets, io: ProviderIo): Promise<Listed>;
  /** `name`: all languages of a name go together. Left out with `remove`: the vendor has no call for it. */
  readonly removes?: "language" | "name";
  /** One that is not there is removed. */
  remove?(
    template: { name: string; language: string },
    settings: S,
    secrets: Secrets,
    io: ProviderIo,
  ): Promise<Removed>;
  /** The words that the vendor makes. */
  previews?(request: TemplateRequest, settings: S, secrets: Secrets, io: ProviderIo): Promise<Previewed>;
}
