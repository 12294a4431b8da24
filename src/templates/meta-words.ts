import type { AuthenticationDocument } from "../settings/documents.ts";
import { languageOf } from "./match.ts";

interface MetaWords {
  code: string;
  security: string;
  expiry: string;
  copyCode: string;
  autofill: string;
}

/** What WhatsApp itself says in an authentication template; nobody can change a word of it. */
const words: Readonly<Record<"id" | "en", MetaWords>> = {
  id: {
    code: "*{{code}}* adalah kode verifikasi Anda.",
    security: "Demi keamanan, jangan bagikan kode ini.",
    expiry: "Kode ini kedaluwarsa dalam {{ttl_minutes}} menit.",
    copyCode: "Salin kode",
    autofill: "Isi otomatis",
  },
  en: {
    code: "*{{code}}* is your verification code.",
    security: "For your security, do not share this code.",
    expiry: "This code expires in {{ttl_minutes}} minutes.",
    copyCode: "Copy code",
    autofill: "Autofill",
  },
};

/** Whether Meta's words are known here in this language; in others they are shown in English. */
export function knowsMetaWords(locale: string): boolean {
  return /^(id|en)([-_]|$)/.test(locale);
}

/** The parts of an authentication template, with its variables, as a phone shows them. */
export function metaParts(
  document: AuthenticationDocument,
  locale: string,
): { body: string; footer: string | null; buttons: { type: AuthenticationDocument["button"]; text: string }[] } {
  const said = words[languageOf(locale) === "id" ? "id" : "en"];
  return {
    body: document.security_line ? `${said.code} ${said.security}` : said.code,
    footer: document.expiry_line ? said.expiry : null,
    buttons: [buttonOf(document, said)],
  };
}

/** Without an app to hand the code to it is a button to copy, whatever it is meant to be. */
function buttonOf(
  { button, apps, button_text: copyText, autofill_text: autofillText }: AuthenticationDocument,
  said: MetaWords,
): { type: AuthenticationDocument["button"]; text: string } {
  if (button === "copy_code" || apps === undefined) return { type: "copy_code", text: copyText ?? said.copyCode };
  return { type: button, text: autofillText ?? said.autofill };
}
