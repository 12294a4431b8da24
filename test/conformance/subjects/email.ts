import { expect } from "vitest";
import { email as provider } from "../../../src/providers/email/index.ts";
import type { ErrorClass, Scope } from "../../../src/providers/provider.ts";
import { SmtpRelay } from "../../support/smtp-relay.ts";
import type { ConformingError, Subject } from "../subject.ts";

const login = { username: "erp", password: "relay-password-sample" };
const message = { channel: "email", to: "budi@customer.example", subject: "Kode OTP Demo" } as const;

/** What relays say, where they say it, and what it means. */
const replies: [at: string, status: number, text: string, errorClass: ErrorClass, scope: Scope][] = [
  ["greeting", 421, "4.3.2 Service not available, closing transmission channel", "transient", "provider"],
  ["greeting", 554, "No SMTP service here", "credentials", "provider"],
  ["login", 454, "4.7.0 Temporary authentication failure", "transient", "provider"],
  ["login", 535, "5.7.8 Authentication credentials invalid", "credentials", "provider"],
  ["sender", 550, "5.7.1 Not authorised to send as this sender", "credentials", "provider"],
  ["sender", 451, "4.3.0 Local error in processing", "transient", "provider"],
  ["sender", 452, "4.5.3 Too many messages this hour", "throttled", "provider"],
  ["recipient", 550, "5.1.1 No such user", "recipient", "recipient"],
  ["recipient", 550, "Mailbox unavailable", "recipient", "recipient"],
  ["recipient", 552, "5.2.2 Mailbox full", "recipient", "recipient"],
  ["recipient", 450, "4.2.0 Greylisted, see you in five minutes", "recipient", "recipient"],
  ["recipient", 451, "4.7.1 Greylisting in action", "throttled", "recipient"],
  ["recipient", 554, "5.7.1 Relay access denied", "rejected", "recipient"],
  ["content", 554, "5.7.1 Message refused as spam", "rejected", "recipient"],
  ["content", 451, "4.3.0 Queue file write error", "transient", "provider"],
  ["content", 421, "Too busy", "throttled", "provider"],
];

const errors = replies.map(([at, status, text, errorClass, scope]): ConformingError => {
  const enhanced = /^\d\.\d+\.\d+/.exec(text)?.[0];
  return {
    name: `${status} ${text} to the ${at}`,
    answer: { status, body: text, ...(at !== "content" && { headers: { at } }) },
    outcome: { errorClass, scope, providerCode: enhanced === undefined ? String(status) : `${status}_${enhanced}` },
  };
});

/** Headers of a content, unfolded, by their names in lower case. */
export function headersOf(content: string): Record<string, string> {
  const [head = ""] = content.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return Object.fromEntries(
    lines.map((line) => [line.split(":")[0]?.toLowerCase() ?? "", line.replace(/^[^:]*: ?/, "")]),
  );
}

export const email: Subject = {
  provider: provider,
  speaks: "smtp",
  vendor: () => new SmtpRelay({ login }),
  settings(url) {
    const { hostname, port, protocol } = new URL(url);
    return { host: hostname, port: Number(port), tls: protocol === "smtps:", from: "Demo <otp@demo.example>" };
  },
  secrets: login,
  sends: [
    {
      name: "a code, to a person of the relay's",
      message,
      providerMessageId: /^att_[\w-]+@demo\.example$/,
      check([request]) {
        expect(request?.headers).toEqual({
          from: "otp@demo.example",
          to: "budi@customer.example",
          user: "erp",
          encrypted: "yes",
        });
        const headers = headersOf(request?.body ?? "");
        expect(headers).toMatchObject({
          from: "Demo <otp@demo.example>",
          to: "budi@customer.example",
          subject: "Kode OTP Demo",
          "auto-submitted": "auto-generated",
          "x-auto-response-suppress": "All",
          "content-type": "text/plain; charset=utf-8",
        });
        expect(headers["message-id"]).toMatch(/^<att_[\w-]+@demo\.example>$/);
        expect(request?.body).toContain("kode OTP Anda 481516");
      },
    },
  ],
  errors,
  reports: [],
  forged: [],
};
