import type { Language } from "../../../kit/language.ts";

/** What an action is to a person; one that is not here is shown by its own name alone. */
const actions: Record<string, Record<Language, string>> = {
  "affected.reveal": { id: "Nomor yang terdampak dilihat", en: "Affected numbers were seen" },
  "balance.adjustment": { id: "Saldo dikoreksi", en: "The balance was adjusted" },
  "balance.alert.acknowledge": { id: "Peringatan saldo ditandai", en: "A balance alert was acknowledged" },
  "balance.alerts.test": { id: "Peringatan saldo dicoba", en: "Balance alerts were tried" },
  "balance.reconcile": { id: "Tagihan dicocokkan", en: "An invoice was reconciled" },
  "balance.topup": { id: "Saldo diisi", en: "Money was added" },
  "balance.topup.proof": { id: "Bukti isi ulang dilampirkan", en: "Proof of a top-up was given" },
  "balance.topup.proof.read": { id: "Bukti isi ulang dibaca", en: "Proof of a top-up was read" },
  "guard.release": { id: "Blokir dilepas", en: "The guard was told to let go" },
  "key.create": { id: "Kunci API dibuat", en: "An API key was made" },
  "key.revoke": { id: "Kunci API dicabut", en: "An API key was revoked" },
  "limits.forgive": { id: "Seseorang diberi kesempatan baru", en: "A person's limits were forgiven" },
  "limits.put": { id: "Batas diubah", en: "Limits were changed" },
  "messages.reveal": { id: "Nomor di catatan pesan dilihat", en: "Numbers of the message log were seen" },
  "prices.put": { id: "Harga diubah", en: "Prices were changed" },
  "privacy.erase": { id: "Data seseorang dihapus", en: "A person's data was erased" },
  "privacy.export": { id: "Data seseorang diambil", en: "A person's data was exported" },
  "provider.delete": { id: "Penyedia dihapus", en: "A provider was deleted" },
  "provider.put": { id: "Penyedia diubah", en: "A provider was changed" },
  "provider.test": { id: "Penyedia dicoba", en: "A provider was tried" },
  "retention.put": { id: "Masa simpan diubah", en: "Retention was changed" },
  "retention.run": { id: "Data lama dihapus", en: "Old data was cleared away" },
  "routes.put": { id: "Rute diubah", en: "Routes were changed" },
  "secrets.rekey": { id: "Rahasia disegel ulang", en: "Secrets were sealed anew" },
  "service.delete": { id: "Layanan dihapus", en: "A service was deleted" },
  "service.put": { id: "Layanan diubah", en: "A service was changed" },
  "template.bind": { id: "Templat dihubungkan ke penyedia", en: "A template was bound to a provider" },
  "template.delete": { id: "Templat dihapus", en: "A template was deleted" },
  "template.draft.delete": { id: "Rancangan templat dibuang", en: "A template's draft was dropped" },
  "template.draft.put": { id: "Rancangan templat disimpan", en: "A template's draft was saved" },
  "template.publish": { id: "Templat diterbitkan", en: "A template was published" },
  "template.put": { id: "Templat diubah", en: "A template was changed" },
  "template.rollback": { id: "Templat dikembalikan ke versi lama", en: "A template went back to an older version" },
  "template.submit": { id: "Templat diajukan", en: "A template was submitted" },
  "template.sync": { id: "Status templat dibaca ulang", en: "Templates were synchronised" },
  "template.unbind": { id: "Templat dilepas dari penyedia", en: "A template was unbound" },
  "template.withdraw": { id: "Pengajuan templat ditarik", en: "A template was withdrawn" },
  "tenant.put": { id: "Tenant diubah", en: "A tenant was changed" },
  "user.delete": { id: "Pengguna ERP dihapus", en: "An ERP user was deleted" },
  "user.put": { id: "Pengguna ERP diubah", en: "An ERP user was changed" },
  "users.reveal": { id: "Nomor pengguna dilihat", en: "Numbers of users were seen" },
  "webhook.delete": { id: "Tujuan peristiwa dihapus", en: "A webhook was deleted" },
  "webhook.disable": { id: "Tujuan peristiwa dimatikan", en: "A webhook was put off" },
  "webhook.put": { id: "Tujuan peristiwa diubah", en: "A webhook was changed" },
  "webhook.replay": { id: "Peristiwa dikirim ulang", en: "Events were posted again" },
  "webhook.secret.create": { id: "Kunci tanda tangan dibuat", en: "A signing secret was made" },
  "webhook.secret.end": { id: "Kunci tanda tangan diakhiri", en: "A signing secret was ended" },
  "webhook.test": { id: "Tujuan peristiwa dicoba", en: "A webhook was tried" },
};

export const knownActions: readonly string[] = Object.keys(actions);

export function actionName(action: string, language: Language): string | null {
  return actions[action]?.[language] ?? null;
}
