import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { messageCentral as provider } from "../../../src/providers/message-central/index.ts";
import { said, VerifyNow, verifyNowAccount } from "../../support/verify-now.ts";
import type { ConformingSend, Subject } from "../subject.ts";
import type { VendorAnswer } from "../vendor-server.ts";

interface Sample {
  method: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/message-central/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

function answerOf(name: string): VendorAnswer {
  const { status, headers, body } = sample(name);
  return { status, headers, body: JSON.stringify(body) };
}

const { password, ...settings } = verifyNowAccount;
const recorded = sample("send.request");

function sending(channel: "sms" | "whatsapp"): ConformingSend {
  return {
    name: `a code of theirs by ${channel}`,
    message: { channel },
    providerMessageId: /^264107\d$/,
    check([token, send, ...others]) {
      expect(others).toEqual([]);
      const asked = new URLSearchParams(token?.path.split("?")[1]);
      expect(asked.get("key")).toBe(Buffer.from(password).toString("base64"));
      expect(asked.get("customerId")).toBe(settings.customer_id);
      const { pathname, searchParams } = new URL(send?.path ?? "", "http://vendor");
      expect(Object.fromEntries(searchParams)).toEqual({
        countryCode: "62",
        flowType: channel.toUpperCase(),
        mobileNumber: "81100000001",
        otpLength: "6",
      });
      expect({ method: send?.method, pathname, body: send?.body }).toEqual({
        method: recorded.method,
        pathname: recorded.path.split("?")[0],
        body: "",
      });
      // Ours is nobody's business.
      expect(JSON.stringify([token, send])).not.toContain("481516");
    },
  };
}

const words: [code: number, errorClass: "credentials" | "rejected" | "throttled" | "transient"][] = [
  [400, "rejected"],
  [409, "throttled"],
  [500, "transient"],
  [501, "credentials"],
  [506, "throttled"],
  [511, "rejected"],
  [700, "rejected"],
  [800, "throttled"],
];

export const messageCentral: Subject = {
  provider,
  vendor: () => new VerifyNow({ leadsUp: ({ path }) => path.startsWith("/auth/") }),
  settings: (base_url) => ({ base_url, ...settings }),
  secrets: { password },
  sends: [sending("sms"), sending("whatsapp")],
  errors: [
    ...words.flatMap(([code, errorClass]) =>
      [200, 400].map((status) => ({
        name: `${code} with HTTP ${status}`,
        answer: said(code, "481516 for +6281100000001", { mobileNumber: "81100000001" }, status),
        outcome: {
          errorClass,
          scope: errorClass === "credentials" || errorClass === "transient" ? "provider" : "recipient",
          providerCode: String(code),
        } as const,
      })),
    ),
    {
      name: "an unknown customer, as recorded",
      answer: answerOf("send.error-501"),
      outcome: { errorClass: "credentials", scope: "provider", providerCode: "501" },
    },
    {
      name: "a code still open, as recorded",
      answer: answerOf("send.error-506"),
      outcome: { errorClass: "throttled", scope: "recipient", providerCode: "506", retryAfterMs: 60_000 },
    },
    {
      name: "a code nobody documented",
      answer: said(777, "SOMETHING"),
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "777" },
    },
    {
      name: "a success without an id",
      answer: said(200, "SUCCESS", { verificationId: null }),
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "unreadable_answer" },
    },
  ],
  // VerifyNow reports nothing.
  reports: [],
  forged: [],
};
