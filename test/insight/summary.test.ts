import { expect, test } from "vitest";
import type { OtpRecord } from "../../src/insight/explain.ts";
import type { LoggedAttempt, LoggedMessage } from "../../src/insight/messages.ts";
import { summarise } from "../../src/insight/summary.ts";
import type { MessageStatus, Otp, OtpStatus } from "../../src/otp/model.ts";
import type { Channel, ErrorClass } from "../../src/providers/provider.ts";

const START = 1_800_000_000_000;
const otp = {
  id: "o",
  status: "verified",
  attemptsLeft: 4,
  via: null,
  decoy: false,
  createdAt: START,
  expiresAt: START + 300_000,
} as Otp;

type Part = [channel: Channel, status: MessageStatus, charged: bigint, ...failures: ErrorClass[]];

/** Messages made ten seconds apart, each accepted by its last try unless it failed, and delivered a second later. */
function recordOf(status: OtpStatus, attemptsLeft: number, parts: readonly Part[]): OtpRecord {
  const messages = parts.map(([channel, state, charged], n) => {
    const at = START + n * 10_000;
    const held = state === "queued" ? ("held" as const) : ("captured" as const);
    const lapse = state === "failed" ? { status: "failed" as const, at: at + 500 } : null;
    return {
      ...{
        id: `m${n}`,
        otpId: "o",
        recipient: "+6281234567890",
        skips: [],
        channel,
        status: state,
        charged,
        hold: 350_000_000n,
        holdState: held,
        lapse,
      },
      ...{ createdAt: at, updatedAt: at + 1000, acceptedAt: null },
    } as unknown as LoggedMessage;
  });
  const attempts = parts.flatMap(([, state, , ...failures], n) => {
    const outcomes = state === "failed" || state === "queued" ? failures : [...failures, "accepted"];
    return outcomes.map(
      (outcome, try_) =>
        ({
          messageId: `m${n}`,
          n: try_ + 1,
          provider: "p",
          startedAt: START + n * 10_000,
          latencyMs: 100,
          outcome,
        }) as LoggedAttempt,
    );
  });
  const reports = messages.flatMap(({ id, status: state, createdAt }) =>
    state === "delivered" || state === "read"
      ? [
          {
            messageId: id,
            provider: "p",
            status: state,
            at: createdAt,
            receivedAt: createdAt + 1000,
            providerCode: null,
            errorClass: null,
          },
        ]
      : [],
  );
  const endedAt = status === "pending" ? null : START + (parts.length - 1) * 10_000 + 15_000;
  return {
    otp: { ...otp, status, attemptsLeft },
    endedAt,
    redeemedAt: null,
    messages,
    attempts,
    reports,
    money: [],
    told: [],
  };
}

test.each<[OtpStatus, number, Part[], string, string]>([
  [
    "verified",
    4,
    [
      ["whatsapp", "failed", 0n, "transient", "recipient"],
      ["sms", "delivered", 850_000_000n],
    ],
    "Delivered by SMS after WhatsApp failed twice; verified 14 s later; cost 850 IDR.",
    "Diterima lewat SMS setelah WhatsApp gagal dua kali; terverifikasi 14 detik kemudian; biaya 850 IDR.",
  ],
  [
    "expired",
    3,
    [["whatsapp", "read", 356_650_000n]],
    "Delivered by WhatsApp and read; expired unverified after 2 wrong codes; cost 356.65 IDR.",
    "Diterima lewat WhatsApp dan dibaca; kedaluwarsa tanpa verifikasi setelah 2 kode salah; biaya 356.65 IDR.",
  ],
  [
    "expired",
    5,
    [
      ["whatsapp", "failed", 0n, "recipient"],
      ["sms", "failed", 0n, "transient", "transient", "rejected"],
    ],
    "Not delivered: WhatsApp failed and SMS failed 3 times; expired unverified; nothing was charged.",
    "Tidak sampai: WhatsApp gagal dan SMS gagal 3 kali; kedaluwarsa tanpa verifikasi; tidak ada biaya.",
  ],
  [
    "pending",
    5,
    [["sms", "queued", 0n]],
    "On its way by SMS; not verified yet, 5 checks left; 350 IDR held, nothing charged yet.",
    "Sedang dikirim lewat SMS; belum terverifikasi, sisa 5 percobaan; 350 IDR ditahan, belum ditagih.",
  ],
  [
    "locked",
    0,
    [["sms", "unknown", 0n]],
    "Handed over for SMS, what became of it is not known; locked after 5 wrong codes; nothing was charged.",
    "Diserahkan lewat SMS, nasibnya tidak diketahui; terkunci setelah 5 kode salah; tidak ada biaya.",
  ],
  [
    "pending",
    5,
    [
      ["whatsapp", "read", 350_000_000n],
      ["sms", "delivered", 500_000_000n],
    ],
    "Delivered by WhatsApp and read, and again by SMS; not verified yet, 5 checks left; cost 850 IDR.",
    "Diterima lewat WhatsApp dan dibaca, dan sekali lagi lewat SMS; belum terverifikasi, sisa 5 percobaan; biaya 850 IDR.",
  ],
  [
    "pending",
    5,
    [
      ["whatsapp", "accepted", 350_000_000n],
      ["sms", "delivered", 500_000_000n],
      ["voice", "read", 500_000_000n],
    ],
    "Delivered by SMS, and again by voice after WhatsApp was not confirmed in time; not verified yet, 5 checks left; cost 1350 IDR.",
    "Diterima lewat SMS, dan sekali lagi lewat telepon setelah WhatsApp tidak terkonfirmasi tepat waktu; belum terverifikasi, sisa 5 percobaan; biaya 1350 IDR.",
  ],
  [
    "cancelled",
    5,
    [],
    "No message was made; cancelled; nothing was charged.",
    "Tidak ada pesan yang dibuat; dibatalkan; tidak ada biaya.",
  ],
])("an OTP that is %s, %i checks left", (status, left, parts, en, id) => {
  expect(summarise(recordOf(status, left, parts), "IDR", START + 60_000)).toEqual({ en, id });
});

test("a decoy says so", () => {
  const record = recordOf("pending", 5, []);
  expect(summarise({ ...record, otp: { ...record.otp, decoy: true } }, "IDR", START).en).toMatch(/^A decoy/);
});

test("of several numbers it says how many were reached, never that one was confirmed too late", () => {
  const record = recordOf("pending", 5, [
    ["sms", "delivered", 1n],
    ["sms", "accepted", 1n],
    ["sms", "read", 1n],
  ]);
  const messages = record.messages.map((message, n) => ({ ...message, recipient: `+628123456789${n}` }));
  const { en, id } = summarise({ ...record, messages }, "IDR", START);
  expect([en.split(";")[0], id.split(";")[0]]).toEqual(["2 of 3 delivered", "2 dari 3 diterima"]);
});

test("a fallback that could not be paid is said", () => {
  const record = recordOf("pending", 5, [["whatsapp", "failed", 0n, "recipient"]]);
  const skips = [{ provider: "sms", reason: "the balance cannot pay the fallback" }];
  const messages = record.messages.map((message) => ({ ...message, skips }));
  expect(summarise({ ...record, messages }, "IDR", START)).toEqual({
    en: "Not delivered: WhatsApp failed; the fallback to SMS could not be paid; not verified yet, 5 checks left; nothing was charged.",
    id: "Tidak sampai: WhatsApp gagal; pengalihan ke SMS tidak terbayar karena saldo kurang; belum terverifikasi, sisa 5 percobaan; tidak ada biaya.",
  });
});
