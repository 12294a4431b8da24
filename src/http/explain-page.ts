import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { Language } from "../kit/language.ts";

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 50rem; padding: 1.5rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 0.5rem; border-bottom: 2px solid #111; padding-bottom: 0.5rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 0; break-after: avoid; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
.summary { font-weight: 600; }
.note, time { color: #555; }
table { border-collapse: collapse; width: 100%; margin-top: 0.5rem; }
td { padding: 0.2rem 0; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; padding-right: 1rem; font-variant-numeric: tabular-nums; width: 1%; }
tr { break-inside: avoid; }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; } }
`;

/** Nothing runs, nothing is fetched, and no style but ours. */
export const EXPLAIN_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

type Text = Record<Language, string>;

/** What a page or a plain text shows: the answer as JSON has it. */
export interface Explained {
  guard: { text: Text }[];
  otps: { id: string; status: string; purpose: string; to: string; user: string | null; summary: Text }[];
  story: { at: string; otp: string; text: Text }[];
}

const words: Record<Language, { title: string; nothing: string; times: string }> = {
  en: { title: "What happened", nothing: "Nothing is on record.", times: "Times are of" },
  id: { title: "Riwayat kejadian", nothing: "Tidak ada catatan.", times: "Waktu menurut zona" },
};

interface Reader {
  language: Language;
  timeZone: string;
}

/** `2026-11-22 17:02:03.120`, by the reader's clock. */
function clockOf({ timeZone }: Reader): (iso: string) => string {
  const form = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return (iso) => `${form.format(new Date(iso))}.${iso.slice(20, 23)}`;
}

/** For paper, and to send to a colleague. */
export async function explainPage(explained: Explained, reader: Reader): Promise<string> {
  const { language, timeZone } = reader;
  const { title, nothing, times } = words[language];
  const at = clockOf(reader);
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <h1>${title}</h1>
        <p class="note">${times} ${timeZone}.</p>
        ${explained.guard.map(({ text }) => html`<p class="summary">${text[language]}</p>`)}
        ${explained.otps.length === 0 ? html`<p>${nothing}</p>` : ""}
        ${explained.otps.map(
          (otp) =>
            html`<section>
              <h2>${heading(otp)}</h2>
              <p class="summary">${otp.summary[language]}</p>
              <table>
                <tbody>
                  ${linesOf(explained, otp.id).map(
                    (line) =>
                      html`<tr>
                        <td><time datetime="${line.at}">${at(line.at)}</time></td>
                        <td>${line.text[language]}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </section>`,
        )}
      </body>
    </html> `;
  return String(await page);
}

/** The same in lines, for a chat or a ticket. */
export function explainText(explained: Explained, reader: Reader): string {
  const { language, timeZone } = reader;
  const { nothing, times } = words[language];
  const at = clockOf(reader);
  const against = explained.guard.map(({ text }) => `${text[language]}\n`).join("");
  if (explained.otps.length === 0) return `${against}${nothing}\n`;
  const parts = explained.otps.map((otp) =>
    [
      heading(otp),
      otp.summary[language],
      ...linesOf(explained, otp.id).map((line) => `${at(line.at)}  ${line.text[language]}`),
    ].join("\n"),
  );
  return `${against}${parts.join("\n\n")}\n\n${times} ${timeZone}.\n`;
}

function heading({ id, to, purpose, user, status }: Explained["otps"][number]): string {
  return [to, user, purpose, status, id].filter((part) => part !== null && part !== "").join(" · ");
}

function linesOf({ story }: Explained, otp: string): Explained["story"] {
  return story.filter((line) => line.otp === otp);
}
