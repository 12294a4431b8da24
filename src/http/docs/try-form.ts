import { html } from "hono/html";
import type { Language } from "../../kit/language.ts";
import { channels } from "../../providers/provider.ts";

const en = {
  key: "API key (role erp)",
  keyHint: "On a first start with npm start it is printed in the terminal.",
  number: "Number",
  numberHint: "On the sandbox any number will do; its last four digits choose what happens.",
  channel: "Channel",
  auto: "auto: the order of the routes",
  send: "Send a code",
  realTitle: "This is not the sandbox: a real message would be sent.",
  realBy: "Carried by",
  realCost: "It costs up to",
  nobody: "The gateway names nobody who would carry it now.",
  sendReal: "Send a real message",
  code: "Code",
  verify: "Verify",
  noScript: "This form needs JavaScript; the curl lines of this page do the same.",
  quoteStep: "1. Who would carry it?",
  issueStep: "2. Issue",
  inboxStep: "3. What the sandbox delivered",
  verifyStep: "4. Verify",
  asking: "Asking the gateway …",
  unreachable: "The request could not be sent, or no answer came.",
  refused: "The gateway refused; the answer says why, and /docs#errors what to do.",
  confirm: "Nothing was sent. Read the warning below.",
  sent: "Sent. Type the code of the message.",
  undelivered: "Issued, but the sandbox has delivered nothing so far: some numbers are made to fail.",
  valid: "The code is right: this person may come in.",
  invalid: "The code was not taken:",
};

const id: typeof en = {
  key: "Kunci API (peran erp)",
  keyHint: "Saat pertama kali dijalankan dengan npm start, kunci ini dicetak di terminal.",
  number: "Nomor",
  numberHint: "Di sandbox nomor apa pun boleh; empat angka terakhirnya menentukan apa yang terjadi.",
  channel: "Kanal",
  auto: "auto: menurut urutan rute",
  send: "Kirim kode",
  realTitle: "Ini bukan sandbox: pesan sungguhan akan dikirim.",
  realBy: "Dibawa oleh",
  realCost: "Biayanya paling banyak",
  nobody: "Gateway tidak menyebut siapa pun yang akan membawanya sekarang.",
  sendReal: "Kirim pesan sungguhan",
  code: "Kode",
  verify: "Periksa",
  noScript: "Formulir ini memerlukan JavaScript; baris curl di halaman ini sama hasilnya.",
  quoteStep: "1. Siapa yang akan membawanya?",
  issueStep: "2. Issue",
  inboxStep: "3. Yang “disampaikan” sandbox",
  verifyStep: "4. Verify",
  asking: "Bertanya kepada gateway …",
  unreachable: "Permintaan tidak dapat dikirim, atau tidak ada jawaban.",
  refused: "Gateway menolak; jawabannya menyebut sebabnya, dan /docs#errors apa yang harus dilakukan.",
  confirm: "Belum ada yang dikirim. Baca peringatan di bawah.",
  sent: "Terkirim. Ketik kode dari pesannya.",
  undelivered: "OTP dibuat, tetapi sandbox belum menyampaikan apa-apa: beberapa nomor memang dibuat gagal.",
  valid: "Kodenya benar: orang ini boleh masuk.",
  invalid: "Kode tidak diterima:",
};

export const tryWords: Record<Language, typeof en> = { id, en };

/** Fields without names: a form that a browser sends by itself would carry nothing. Without the script it stays hidden. */
export function tryForm(language: Language, base: string) {
  const said = tryWords[language];
  return html`<div class="try">
    <p id="try-none">${said.noScript}</p>
    <div id="try-it" hidden data-base="${base}" data-words="${JSON.stringify(said)}">
      <form id="try-issue" autocomplete="off">
        <label for="try-key">${said.key}</label>
        <input
          id="try-key"
          type="password"
          autocomplete="off"
          spellcheck="false"
          required
          aria-describedby="try-key-hint"
        />
        <p class="hint" id="try-key-hint">${said.keyHint}</p>
        <label for="try-to">${said.number}</label>
        <input id="try-to" type="text" value="0812-3456-7890" required aria-describedby="try-to-hint" />
        <p class="hint" id="try-to-hint">${said.numberHint}</p>
        <label for="try-channel">${said.channel}</label>
        <select id="try-channel">
          <option value="auto">${said.auto}</option>
          ${channels.map((name) => html`<option value="${name}">${name}</option>`)}
        </select>
        <button type="submit">${said.send}</button>
      </form>
      <p id="try-status" role="status"></p>
      <div class="warning" id="try-real" hidden>
        <p><strong>${said.realTitle}</strong></p>
        <p id="try-real-facts"></p>
        <button type="button" class="real" id="try-send-real">${said.sendReal}</button>
      </div>
      <div id="try-steps"></div>
      <form id="try-verify" autocomplete="off" hidden>
        <label for="try-code">${said.code}</label>
        <input id="try-code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required />
        <button type="submit">${said.verify}</button>
      </form>
      <div id="try-verdict"></div>
      <template id="try-step">
        <h4></h4>
        <pre class="wrap"><code></code></pre>
        <pre class="wrap"><code></code></pre>
      </template>
    </div>
  </div>`;
}
