import type { Language } from "../../../kit/language.ts";

/** Why a provider is passed over, as the API says it. */
const skipped: [RegExp, string][] = [
  [/^template (\S+) is not bound$/, "templat $1 belum terikat"],
  [/^template is approved$/, "templat disetujui"],
  [/^template is pending$/, "templat menunggu persetujuan"],
  [/^template is rejected$/, "templat ditolak"],
  [/^template is paused$/, "templat dijeda"],
  [/^template is disabled$/, "templat dinonaktifkan"],
  [/^template says (\d+) minutes$/, "templat menyebut $1 menit"],
  [/^no price$/, "belum ada harga"],
  [/^switched off$/, "dimatikan"],
  [/^draining$/, "sedang dikosongkan"],
  [/^(\S+) has no (\S+)$/, "$1 tidak mendukung $2"],
];

export function skippedInWords(reason: string, language: Language): string {
  const known = language === "id" ? skipped.find(([pattern]) => pattern.test(reason)) : undefined;
  return known === undefined ? reason : reason.replace(known[0], known[1]);
}
