import type { SendFailure } from "../provider.ts";
import { account, elsewhere, failed, mayBeSent, rate, recipient, request, retry, type Verdict } from "../verdict.ts";

/** What a reply answers: the greeting and hello, then each command in its turn, then the end of the content. */
export type Stage = "opening" | "starttls" | "login" | "sender" | "recipient" | "data" | "content";

/** A relay's reply: its code (RFC 5321) and, from most, the enhanced one (RFC 3463). The text may name the person. */
export interface Reply {
  stage: Stage;
  code: number;
  enhanced: string | null;
}

/** The relay, or the person's own server behind it, wants to hear of this person later. */
const personLater: Verdict = { errorClass: "throttled", scope: "recipient" };

interface Rule {
  at?: Stage[];
  code?: RegExp;
  enhanced?: RegExp;
  means: Verdict;
}

/**
 * The first rule that fits. By enhanced code first: RFC 3463 and its registry, where only the login's codes (RFC 4954)
 * stand apart from subject and detail. For the life of a code it makes no difference whether a full mailbox will be
 * emptied, so lasting and passing faults of a mailbox mean the same.
 */
const rules: Rule[] = [
  // Our account, our address, or the proof that our domain is ours.
  { enhanced: /^[45]\.7\.([89]|1[0-4])$/, means: account },
  { enhanced: /^5\.7\.2[0-7]$/, means: account },
  { enhanced: /^5\.1\.[78]$/, means: account },
  { enhanced: /^4\.1\.[78]$/, means: retry },
  // The person's address and mailbox.
  { enhanced: /^[45]\.1\./, means: recipient },
  { enhanced: /^[45]\.2\.[0124]$/, means: recipient },
  { enhanced: /^5\.4\./, at: ["recipient"], means: recipient },
  { enhanced: /^5\.6\.7$/, means: recipient },
  { enhanced: /^5\.7\.1[78]$/, means: recipient },
  // Too much: from us, or for this person, greylisting among it.
  { enhanced: /^[45]\.7\.28$/, means: rate },
  { enhanced: /^4\.[57]\./, at: ["recipient"], means: personLater },
  { enhanced: /^4\.7\./, at: ["login", "starttls"], means: retry },
  { enhanced: /^4\.(4\.5|5\.3|7\..+)$/, means: rate },
  { enhanced: /^4\.[345]\./, means: retry },
  // A policy that this message meets and others may not.
  { enhanced: /^5\.7\./, at: ["recipient"], means: elsewhere },

  { code: /^(432|525|530|534|535|538)$/, means: account },
  { code: /^421$/, means: rate },
  { code: /^45[02]$/, at: ["recipient"], means: personLater },
  { code: /^45[02]$/, means: rate },
  { code: /^4/, at: ["recipient"], means: { errorClass: "transient", scope: "recipient" } },
  { code: /^4/, means: retry },
  // It does not want us: at the door, without the encryption we need, as this user or under this sender.
  { code: /^5/, at: ["opening", "starttls", "login"], means: account },
  { code: /^(501|55[0-4])$/, at: ["sender"], means: account },
  { code: /^(501|521|55[01236])$/, at: ["recipient"], means: recipient },
  { code: /^554$/, at: ["recipient"], means: elsewhere },
  { code: /^5/, means: request },
];

/** Pure: what a reply that is not the one hoped for means. After the content, what is no refusal may have been sent. */
export function readReply({ stage, code, enhanced }: Reply): SendFailure {
  const fitting = rules.find(
    (rule) =>
      (rule.at?.includes(stage) ?? true) &&
      (rule.code?.test(String(code)) ?? true) &&
      (rule.enhanced === undefined || (enhanced !== null && rule.enhanced.test(enhanced))),
  );
  if (fitting === undefined) return failed(stage === "content" ? mayBeSent : retry, "garbled");
  return failed(fitting.means, enhanced === null ? String(code) : `${code}_${enhanced}`);
}

/** The enhanced code in a reply's text, unless it contradicts the reply. */
export function enhancedCode(response: string): string | null {
  const [, first, enhanced, subject] = /^([245])\d\d[ -](([245])\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  return first === subject ? (enhanced ?? null) : null;
}
