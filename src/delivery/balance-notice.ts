import { languageOf } from "../kit/language.ts";
import { displayAmount, parseAmount, readDecimal } from "../kit/money.ts";
import { measureSms } from "../kit/sms-text.ts";
import type { AlertFigures } from "../ledger/alert-rows.ts";
import type { AlertKind } from "../ledger/running-out.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Notice } from "./operators.ts";

/** What is said of money that is left: that it runs out, or `over`: that there is enough again. */
export interface MoneyNews {
  kind: AlertKind | "over" | "test";
  /** Empty: the tenant's own balance. */
  provider: string;
  figures: AlertFigures;
}

const PATH = "/v1/balance/alerts";
const LONGEST_NAME = 20;

/**
 * Pure: one SMS long, in the tenant's language; amounts as people write them. Where the alerts are is said as an address
 * that can be opened, as far as that fits.
 */
export function balanceNotice(news: MoneyNews, tenant: TenantConfig, publicUrl: string): Notice {
  const notice = noticeWith(news, tenant, publicUrl + PATH);
  return measureSms(notice.text).segments === 1 ? notice : noticeWith(news, tenant, PATH);
}

function noticeWith(news: MoneyNews, tenant: TenantConfig, where: string): Notice {
  const language = languageOf(tenant.settings.default_locale);
  const { figures, provider } = news;
  const amount = (text: string) =>
    displayAmount(parseAmount(text) ?? readDecimal(text) ?? 0n, figures.currency, language);
  const said: Said = {
    of: provider === "" ? tenant.name : provider,
    left: amount(figures.available),
    threshold: amount(figures.threshold),
    hours: figures.runway_hours,
    where,
  };
  const words = (language === "id" ? inIndonesian : inEnglish)[provider === "" ? "balance" : "credit"];
  const { subject, text } = words(news.kind, { ...said, of: short(said.of) });
  return { kind: provider === "" ? "balance" : "provider", subject: `Gerbang: ${subject}`, text: `Gerbang: ${text}` };
}

interface Said {
  of: string;
  left: string;
  threshold: string;
  hours: number | null;
  where: string;
}
type Words = (kind: MoneyNews["kind"], said: Said) => { subject: string; text: string };

const inIndonesian = {
  balance: (kind, said) => indonesianWords(kind, said, `saldo ${said.of}`, "kode tidak dikirim sampai diisi"),
  credit: (kind, said) =>
    indonesianWords(kind, said, `kredit di ${said.of}`, "penyedia ini tidak dipakai sampai diisi"),
} satisfies Record<string, Words>;

const inEnglish = {
  balance: (kind, said) => englishWords(kind, said, `balance of ${said.of}`, "no code is sent until it is topped up"),
  credit: (kind, said) => englishWords(kind, said, `credit at ${said.of}`, "it is not used until it is topped up"),
} satisfies Record<string, Words>;

function indonesianWords(kind: MoneyNews["kind"], said: Said, what: string, until: string) {
  const { left, threshold, hours, where } = said;
  const lasts = hours === null ? "" : ` Habis dalam ${hours} jam.`;
  switch (kind) {
    case "low":
      return {
        subject: `${what} menipis`,
        text: `${what} ${left}, di bawah batas ${threshold}.${lasts} Lihat ${where}`,
      };
    case "runway":
      return { subject: `${what} segera habis`, text: `${what} ${left}, segera habis.${lasts} Lihat ${where}` };
    case "empty":
      return { subject: `${what} habis`, text: `${what} habis (${left}); ${until}. Lihat ${where}` };
    case "over":
      return { subject: `${what} cukup lagi`, text: `${what} cukup lagi: ${left}.` };
    case "test":
      return {
        subject: `uji peringatan ${what}`,
        text: `uji peringatan ${what}, sekarang ${left}. Tidak perlu tindakan.`,
      };
  }
}

function englishWords(kind: MoneyNews["kind"], said: Said, what: string, until: string) {
  const { left, threshold, hours, where } = said;
  const lasts = hours === null ? "" : ` Empty in ${hours} hours.`;
  switch (kind) {
    case "low":
      return { subject: `${what} is low`, text: `${what} is ${left}, below ${threshold}.${lasts} See ${where}` };
    case "runway":
      return { subject: `${what} runs out soon`, text: `${what} is ${left} and runs out soon.${lasts} See ${where}` };
    case "empty":
      return { subject: `${what} is empty`, text: `${what} is empty (${left}); ${until}. See ${where}` };
    case "over":
      return { subject: `${what} is sufficient again`, text: `${what} is sufficient again: ${left}.` };
    case "test":
      return { subject: `test of the warning on the ${what}`, text: `a test: the ${what} is ${left}. Nothing to do.` };
  }
}

function short(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 2)}..`;
}
