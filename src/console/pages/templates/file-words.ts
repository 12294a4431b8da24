import type { Language } from "../../../kit/language.ts";

const id = {
  out: "Ekspor",
  outAbout: "Semua templat milik Anda dalam satu berkas. Berkas ini dapat diimpor kembali tanpa perubahan.",
  csv: "Unduh CSV",
  json: "Unduh JSON",
  in: "Impor",
  inAbout:
    "Semua masuk sekaligus, atau tidak sama sekali. Periksa dulu: tidak ada yang berubah sebelum Anda mengimpor.",
  file: "Berkas",
  fileHelp: "CSV atau JSON, sampai 20 MiB dan 5000 templat",
  mode: "Cara",
  modes: {
    merge: "Gabungkan: yang tidak ada di berkas tetap dipakai",
    replace: "Ganti: yang tidak ada di berkas tidak dipakai lagi",
  },
  check: "Periksa",
  import: "Impor",
  fileNeeded: "Pilih berkasnya lebih dulu.",
  checked: "Hasil pemeriksaan: belum ada yang berubah. Pilih berkas yang sama, lalu Impor.",
  imported: "Sudah diimpor.",
  refused: "Berkas ini tidak dapat diimpor. Tidak ada yang berubah.",
  template: "Templat",
  outcome: "Hasil",
  outcomes: { created: "baru", updated: "diperbarui", unchanged: "tetap", deleted: "tidak dipakai lagi" },
  version: "Versi",
  empty: "Berkas ini tidak memuat templat.",
  findings: "Kata pemeriksa",
};

const en: typeof id = {
  out: "Export",
  outAbout: "Every template of yours in one file. It can be imported again without a change.",
  csv: "Download CSV",
  json: "Download JSON",
  in: "Import",
  inAbout: "All of it, or nothing. Check first: nothing changes before you import.",
  file: "File",
  fileHelp: "CSV or JSON, up to 20 MiB and 5000 templates",
  mode: "How",
  modes: {
    merge: "Merge: what is not in the file stays in use",
    replace: "Replace: what is not in the file is taken out of use",
  },
  check: "Check",
  import: "Import",
  fileNeeded: "Choose the file first.",
  checked: "What it would do: nothing has changed yet. Choose the same file, then Import.",
  imported: "Imported.",
  refused: "This file can't be imported. Nothing has changed.",
  template: "Template",
  outcome: "Outcome",
  outcomes: { created: "new", updated: "updated", unchanged: "unchanged", deleted: "taken out of use" },
  version: "Version",
  empty: "There is no template in this file.",
  findings: "What the linter says",
};

export const fileWords: Record<Language, typeof id> = { id, en };
