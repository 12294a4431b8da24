import type { Language } from "../../../kit/language.ts";
import { abap, oneC, plsql, rpg } from "../snippets/enterprise.ts";
import { delphi, foxpro, vb6 } from "../snippets/desktop.ts";
import type { RequestSnippet, Snippet } from "../snippets/snippet.ts";
import { csharp, curl, java, php, python, typescript } from "../snippets/web.ts";
import { code, text, type Facts, type Section } from "../text.ts";

export const snippets: readonly Snippet[] = [
  curl,
  php,
  python,
  java,
  csharp,
  vb6,
  delphi,
  foxpro,
  plsql,
  abap,
  oneC,
  rpg,
  typescript,
];

/** What the console's form shows of the request that it made. */
export const requestSnippets: readonly RequestSnippet[] = [curl, php, vb6, csharp];

export const typed: Record<Language, string> = { id: "… pengguna mengetik kode …", en: "… the user types the code …" };

export const languages = ({ base }: Facts, language: Language): Section => ({
  id: "languages",
  title: { id: "Dalam bahasa ERP Anda", en: "In the language of your ERP" },
  blocks: [
    text({
      id: "Bentuk paling pendek dari kedua panggilan, dengan alamat gateway ini. Contoh lengkap, dengan batas waktu dan pengulangan, ada di folder `examples` di repositori.",
      en: "The two calls at their shortest, with this gateway's address. Whole examples, with time-outs and repeats, are in the folder `examples` of the repository.",
    }),
  ],
  parts: snippets.map(({ id, name, about, lines }) => ({
    id: `in-${id}`,
    title: { id: name, en: name },
    blocks: [text(about), code(id, lines({ base, typed: typed[language] }))],
  })),
});
