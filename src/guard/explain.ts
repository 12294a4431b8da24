import type { Language } from "../kit/language.ts";
import { isCountry, type Because, type DecisionKind } from "./model.ts";
import type { KeptFigures } from "./write-changes.ts";

export interface Explained {
  key: string;
  decision: DecisionKind;
  because: Because;
  figures: KeptFigures;
  until: number | null;
}

/** Pure: a decision in plain sentences, in both languages. */
export function explainDecision(decision: Explained): Record<Language, string> {
  return { en: inEnglish(decision), id: inIndonesian(decision) };
}

function inEnglish({ key, decision, because, figures, until }: Explained): string {
  const where = isCountry(key) ? `numbers of ${key}` : `numbers that begin with ${key}`;
  const { sent, verified, settled, arrived, recent, recentVerified, threshold } = figures;
  const had = `Of ${settled} codes to ${where} that have had their time, ${verified} were verified`;
  const rush = `${recent} codes were asked for ${where} within five minutes and ${recentVerified} of them verified`;
  const why: Record<Because, string> = {
    conversion: `${had} (${percent(verified, settled)} %); at least ${percent(threshold, 1)} % are expected.`,
    sequential: `${rush}, and the numbers follow each other, as those of people who log in do not.`,
    new: `${rush}, where nothing was sent for thirty days; other numbers verify as usual.`,
    not_arrived: `${had}, but only ${arrived} messages arrived: a trouble of a provider's, not fraud.`,
    everywhere: `${had}, and the tenant's other numbers did not verify in these minutes either: a trouble, not fraud.`,
    unverified: `${had}, but none of the tenant's codes was verified here in months: nothing tells people from bots.`,
    by_hand: `Released by hand: what was sent to ${where} before is no evidence any more.`,
    time: `The block of ${where} has run its time; what is sent from now on is looked at anew.`,
    proven: `People verified after all what had been sent to ${where}: the block was a mistake and is over.`,
    recovered: `${had} (${percent(verified, settled)} %): as it should be again.`,
    quiet: `Only ${sent} codes were sent to ${where} within the window: too few for a suspicion.`,
    mode: `The guard's mode was changed.`,
    allowed: `Numbers of ${key} are on the allow list now.`,
  };
  const end = until === null ? "" : ` ${utc(until)}`;
  const said: Record<DecisionKind, string> = {
    suspected: "Suspected of pumping; nothing is blocked.",
    blocked: `Blocked until${end}: no code is sent there.`,
    outage: "Watched; nothing is blocked.",
    released: "No longer blocked.",
    cleared: "No longer suspected.",
  };
  return `${why[because]} ${said[decision]}`;
}

function inIndonesian({ key, decision, because, figures, until }: Explained): string {
  const where = isCountry(key) ? `nomor negara ${key}` : `nomor berawalan ${key}`;
  const { sent, verified, settled, arrived, recent, recentVerified, threshold } = figures;
  const had = `Dari ${settled} kode ke ${where} yang sudah cukup waktunya, ${verified} terverifikasi`;
  const rush = `${recent} kode diminta untuk ${where} dalam lima menit dan ${recentVerified} di antaranya terverifikasi`;
  const why: Record<Because, string> = {
    conversion: `${had} (${percent(verified, settled)} %); seharusnya sedikitnya ${percent(threshold, 1)} %.`,
    sequential: `${rush}, dan nomornya berurutan, tidak seperti nomor pengguna sungguhan.`,
    new: `${rush}, padahal tiga puluh hari terakhir tidak ada kiriman ke sana; nomor lain terverifikasi seperti biasa.`,
    not_arrived: `${had}, tetapi hanya ${arrived} pesan yang sampai: gangguan pada penyedia, bukan penipuan.`,
    everywhere: `${had}, dan pada menit-menit itu nomor lain pun tidak terverifikasi: gangguan, bukan penipuan.`,
    unverified: `${had}, tetapi berbulan-bulan tidak ada kode tenant ini yang diverifikasi di sini: pengguna dan bot tidak dapat dibedakan.`,
    by_hand: `Dibuka oleh petugas: kiriman ke ${where} sebelumnya tidak lagi dihitung sebagai bukti.`,
    time: `Masa blokir ${where} sudah habis; kiriman mulai sekarang dinilai dari awal.`,
    proven: `Kode yang dikirim ke ${where} ternyata diverifikasi: blokir itu keliru dan sudah diakhiri.`,
    recovered: `${had} (${percent(verified, settled)} %): sudah kembali wajar.`,
    quiet: `Hanya ${sent} kode dikirim ke ${where} dalam jendela waktu: terlalu sedikit untuk dicurigai.`,
    mode: `Mode penjaga penipuan diubah.`,
    allowed: `${key} kini ada dalam daftar yang diizinkan.`,
  };
  const end = until === null ? "" : ` ${utc(until)}`;
  const said: Record<DecisionKind, string> = {
    suspected: "Dicurigai sebagai pumping; tidak ada yang diblokir.",
    blocked: `Diblokir sampai${end}: tidak ada kode yang dikirim ke sana.`,
    outage: "Dipantau; tidak ada yang diblokir.",
    released: "Tidak lagi diblokir.",
    cleared: "Tidak lagi dicurigai.",
  };
  return `${why[because]} ${said[decision]}`;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
