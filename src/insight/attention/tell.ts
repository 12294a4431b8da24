import { explainDecision } from "../../guard/explain.ts";
import type { Language } from "../../kit/language.ts";
import { displayAmount, parseAmount, readDecimal } from "../../kit/money.ts";
import { reasonWords } from "../skip-words.ts";
import type { Words } from "../words.ts";
import type { Attention, AttentionFacts } from "./model.ts";
import { because, listed, planReason } from "./tell-plan.ts";
import { channelName } from "../channel-names.ts";

/** Pure: one thing that needs attention, in plain sentences: what is wrong, and what it does. */
export function tellAttention(attention: Attention): Words {
  const { kind, subject, facts } = attention;
  switch (kind) {
    case "nothing_sends":
      return {
        en: `No code can be sent${because(facts.reasons, "en", "there is no route")}.`,
        id: `Tidak ada kode yang dapat dikirim${because(facts.reasons, "id", "belum ada rute")}.`,
      };
    case "channel_dead":
      return {
        en: `Nothing can be sent by ${channelName(subject, "en")}${because(facts.reasons, "en")}. Other channels still carry.`,
        id: `Tidak ada yang dapat dikirim lewat ${channelName(subject, "id")}${because(facts.reasons, "id")}. Kanal lain tetap berjalan.`,
      };
    case "step_broken": {
      const why = planReason({ ...facts, channel: subject });
      return {
        en: `A step of the routes never sends: ${why.en}.`,
        id: `Satu langkah rute tidak pernah mengirim: ${why.id}.`,
      };
    }
    case "no_price":
      return {
        en: `${subject} has no price for ${listed(facts.channels, "en")} and is passed over there.`,
        id: `${subject} belum punya harga untuk ${listed(facts.channels, "id")}, jadi dilewati.`,
      };
    case "price_below_cost":
      return belowCost(facts);
    case "limits_open":
      return {
        en: "The limits are those for tests, and a provider that reaches people is in the routes: anybody can spend the balance.",
        id: "Batas yang dipakai adalah batas untuk uji coba, padahal ada penyedia sungguhan di rute: siapa pun dapat menghabiskan saldo.",
      };
    case "provider_unusable":
      return {
        en: `The settings of ${subject} (${facts.provider_kind}) are not valid, so it is not used. Save them anew.`,
        id: `Pengaturan ${subject} (${facts.provider_kind}) tidak sah, jadi tidak dipakai. Simpan ulang pengaturannya.`,
      };
    case "provider_down":
      return providerDown(subject, facts);
    case "provider_failing": {
      const why = reasonWords(facts.reason);
      return {
        en: `${subject} failed ${facts.messages === 1 ? "1 message" : `${facts.messages} messages`} (${why.en}). They go another way where there is one.`,
        id: `${subject} gagal mengirim ${facts.messages} pesan (${why.id}). Pesan dialihkan bila ada jalan lain.`,
      };
    }
    case "template_refused":
      return templateRefused(subject, facts);
    case "messages_failing":
      return {
        en: `${facts.percent} % of ${channelName(subject, "en")} messages failed in the last hour (${facts.failed}); ${facts.usual_percent} % is usual.`,
        id: `${facts.percent}% pesan ${channelName(subject, "id")} gagal dalam satu jam terakhir (${facts.failed} pesan); biasanya ${facts.usual_percent}%.`,
      };
    case "balance_empty":
    case "balance_short":
    case "credit_short":
      return moneyShort(attention);
    case "ledger_wrong":
      return {
        en: `The ledger does not add up: ${facts.problem}.`,
        id: `Buku besar tidak cocok: ${facts.problem}.`,
      };
    case "topups_waiting":
      return waiting(facts);
    case "reconciliation_differs":
      return {
        en: `The newest invoice of ${subject} differs from what was sent in ${facts.differences} of ${facts.lines} lines.`,
        id: `Tagihan terbaru ${subject} berbeda dari yang terkirim pada ${facts.differences} dari ${facts.lines} baris.`,
      };
    case "guard_blocked":
    case "guard_suspected":
    case "guard_outage":
      return explainDecision({
        key: subject,
        decision: ({ guard_blocked: "blocked", guard_suspected: "suspected", guard_outage: "outage" } as const)[kind],
        because: facts.because,
        figures: facts.figures,
        until: facts.until === null ? null : Date.parse(facts.until),
      });
    case "webhook_off":
      return {
        en: `The webhook ${subject} was put off${facts.reason === "gone" ? ", as its server answered that it is gone" : " after five days in which nothing got through"}. The ERP is told nothing by it.`,
        id: `Webhook ${subject} dimatikan${facts.reason === "gone" ? " karena servernya menjawab sudah tidak ada" : " setelah lima hari tidak ada yang sampai"}. ERP tidak diberi tahu lewat webhook ini.`,
      };
    case "webhook_failing":
      return {
        en: `Nothing gets through to the webhook ${subject}${facts.slow ? "; its server asked for a rest" : ""}. What is owed is tried again.`,
        id: `Tidak ada yang sampai ke webhook ${subject}${facts.slow ? "; servernya minta jeda" : ""}. Kiriman yang tertunda dicoba lagi.`,
      };
    case "webhook_gave_up":
      return {
        en: `Events for the webhook ${subject} were given up after the last try. They can be sent again.`,
        id: `Ada event untuk webhook ${subject} yang tidak berhasil dikirim sampai percobaan terakhir. Event itu dapat dikirim ulang.`,
      };
  }
}

function providerDown(
  name: string,
  { because: cause, reason, alone_on: aloneOn }: AttentionFacts["provider_down"],
): Words {
  const why = reasonWords(reason);
  const what: Record<typeof cause, Words> = {
    breaker: { en: `${name} keeps failing and is left out for now`, id: `${name} terus gagal dan diputus sementara` },
    credit: { en: `${name} has no credit left and is not used`, id: `Kredit di ${name} habis, jadi tidak dipakai` },
    connection: { en: `${name}: ${why.en}`, id: `${name} ${why.id}` },
    health: { en: `${name} cannot send: ${why.en}`, id: `${name} tidak dapat mengirim: ${why.id}` },
  };
  if (aloneOn.length === 0) {
    return {
      en: `${what[cause].en}. Messages go by other providers.`,
      id: `${what[cause].id}. Pesan dikirim lewat penyedia lain.`,
    };
  }
  return {
    en: `${what[cause].en}. No other provider sends by ${listed(aloneOn, "en")}.`,
    id: `${what[cause].id}. Tidak ada penyedia lain untuk ${listed(aloneOn, "id")}.`,
  };
}

const statusWords: Record<string, Words> = {
  paused: { en: "was paused", id: "dijeda" },
  rejected: { en: "was rejected", id: "ditolak" },
  disabled: { en: "was disabled", id: "dinonaktifkan" },
};

function templateRefused(template: string, facts: AttentionFacts["template_refused"]): Words {
  const { provider, status, reason } = facts;
  const why = reason === null ? "" : ` (${reason})`;
  const { en, id } = statusWords[status] ?? { en: `is ${status}`, id: `berstatus ${status}` };
  return {
    en: `The template ${template} ${en} at ${provider}${why}. Messages go another way where there is one.`,
    id: `Templat ${template} ${id} di ${provider}${why}. Pesan dialihkan bila ada jalan lain.`,
  };
}

function moneyShort(
  attention: Extract<Attention, { kind: "balance_empty" | "balance_short" | "credit_short" }>,
): Words {
  const { kind, subject, facts } = attention;
  const cause = kind === "balance_empty" ? "empty" : attention.facts.because;
  const amount = (text: string, language: Language): string =>
    displayAmount(parseAmount(text) ?? readDecimal(text) ?? 0n, facts.currency, language);
  const what: Words =
    kind === "credit_short"
      ? { en: `The credit at ${subject}`, id: `Kredit di ${subject}` }
      : { en: "The balance", id: "Saldo" };
  const hours = facts.runway_hours;
  const lasts: Words =
    hours === null
      ? { en: "", id: "" }
      : { en: ` It lasts for ${hours === 1 ? "1 hour" : `${hours} hours`}.`, id: ` Cukup untuk ${hours} jam.` };
  const heard: Words =
    facts.untold === null || facts.acknowledged
      ? { en: "", id: "" }
      : { en: " Nobody could be told of it.", id: " Belum ada petugas yang menerima pemberitahuannya." };
  const en = amount(facts.available, "en");
  const id = amount(facts.available, "id");
  switch (cause) {
    case "empty":
      return kind === "credit_short"
        ? {
            en: `${what.en} is used up (${en}): nothing is sent by it.${heard.en}`,
            id: `${what.id} habis (${id}): penyedia ini tidak dipakai.${heard.id}`,
          }
        : {
            en: `${what.en} is used up (${en}): no code is sent until it is topped up.${heard.en}`,
            id: `${what.id} habis (${id}): kode tidak dikirim sampai saldo diisi.${heard.id}`,
          };
    case "low":
      return {
        en: `${what.en} is ${en}, below ${amount(facts.threshold, "en")}.${lasts.en}${heard.en}`,
        id: `${what.id} ${id}, di bawah batas ${amount(facts.threshold, "id")}.${lasts.id}${heard.id}`,
      };
    case "runway":
      return {
        en: `${what.en} (${en}) runs out soon.${lasts.en}${heard.en}`,
        id: `${what.id} (${id}) segera habis.${lasts.id}${heard.id}`,
      };
  }
}

function belowCost({ channel, provider, area, amount, cost }: AttentionFacts["price_below_cost"]): Words {
  const by: Words = provider === null ? { en: "", id: "" } : { en: ` by ${provider}`, id: ` melalui ${provider}` };
  const to: Words = area === null ? { en: "", id: "" } : { en: ` to ${area}`, id: ` ke ${area}` };
  return {
    en: `${channelName(channel, "en")}${by.en}${to.en} is sold at ${amount} and costs ${cost}: each message loses money.`,
    id: `${channelName(channel, "id")}${by.id}${to.id} dijual ${amount} dengan biaya ${cost}: setiap pesan merugi.`,
  };
}

function waiting({ count, reversals }: AttentionFacts["topups_waiting"]): Words {
  const parts: { n: number; en: string; id: string }[] = [
    { n: count, en: count === 1 ? "1 top-up waits" : `${count} top-ups wait`, id: `${count} isi saldo menunggu` },
    {
      n: reversals,
      en: reversals === 1 ? "1 reversal waits" : `${reversals} reversals wait`,
      id: `${reversals} pembatalan menunggu`,
    },
  ];
  const open = parts.filter(({ n }) => n > 0);
  return {
    en: `${open.map(({ en }) => en).join(" and ")} for a second person's approval.`,
    id: `${open.map(({ id }) => id).join(" dan ")} persetujuan orang kedua.`,
  };
}
