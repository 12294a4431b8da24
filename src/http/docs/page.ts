import { html, raw } from "hono/html";
import type { Language } from "../../kit/language.ts";
import { errors } from "./sections/errors.ts";
import { formats } from "./sections/formats.ts";
import { goingLive } from "./sections/going-live.ts";
import { idempotency } from "./sections/idempotency.ts";
import { languages } from "./sections/languages.ts";
import { limits } from "./sections/limits.ts";
import { log } from "./sections/log.ts";
import { more } from "./sections/more.ts";
import { numbers } from "./sections/numbers.ts";
import { sandbox } from "./sections/sandbox.ts";
import { start } from "./sections/start.ts";
import { tryIt } from "./sections/try-it.ts";
import { verify } from "./sections/verify.ts";
import { style, stylePolicy } from "./style.ts";
import { marked, type Block, type Facts, type Row, type Section, type Text } from "./text.ts";
import { tryForm } from "./try-form.ts";

/** Own style and script alone; the form talks to this gateway alone, and nowhere by itself. */
export const DOCS_POLICY =
  `default-src 'none'; style-src ${stylePolicy}; script-src 'self'; img-src 'self'; connect-src 'self'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const title: Text = { id: "OTP untuk ERP apa pun", en: "OTP for any ERP" };
const about: Text = {
  id: "Petunjuk untuk pengembang ERP, dari baris pertama sampai dipakai sungguhan.",
  en: "For the developer of an ERP, from the first line to going live.",
};
const contents: Text = { id: "Isi", en: "Contents" };
const toContent: Text = { id: "Langsung ke isi", en: "Skip to the content" };
const reference: Text = { id: "Referensi semua panggilan", en: "Reference of all calls" };
const languageNames: Record<Language, string> = { id: "Bahasa Indonesia", en: "English" };

/** In the order in which somebody with one afternoon needs them. */
export function sectionsOf(facts: Facts, language: Language): Section[] {
  return [
    start(facts),
    tryIt,
    languages(facts, language),
    numbers,
    formats(facts),
    verify,
    errors,
    limits,
    idempotency,
    sandbox,
    log,
    more(facts),
    goingLive,
  ];
}

/** The page as the developer of an old ERP reads it. */
export async function docsPage(facts: Facts, language: Language): Promise<string> {
  const sections = sectionsOf(facts, language);
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Gerbang: ${title[language]}</title>
        <link rel="icon" href="/docs/icon.svg" type="image/svg+xml" />
        ${raw(`<style>${style}</style>`)}
        <script type="module" src="/docs/try-it.js"></script>
      </head>
      <body>
        <a class="skip" href="#start">${toContent[language]}</a>
        <header>
          <div>
            <p class="name">Gerbang</p>
            <p class="about">${about[language]}</p>
            <p class="language">${switchTo("id", language)} ${switchTo("en", language)}</p>
          </div>
        </header>
        <div class="page">
          <nav aria-label="${contents[language]}">
            <ol>
              ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name[language]}</a></li>`)}
              <li><a href="/docs/reference">${reference[language]}</a></li>
            </ol>
          </nav>
          <main>
            <h1>${title[language]}</h1>
            ${sections.map((section) => sectionMarkup(section, language, facts))}
          </main>
        </div>
      </body>
    </html> `;
  return String(await page);
}

function switchTo(language: Language, current: Language) {
  const name = languageNames[language];
  return language === current
    ? html`<strong lang="${language}">${name}</strong>`
    : html`<a href="?lang=${language}" hreflang="${language}" lang="${language}">${name}</a>`;
}

function sectionMarkup({ id, title: name, blocks, parts = [] }: Section, language: Language, facts: Facts) {
  const jump = html`<ul class="jump">
    ${parts.map((part) => html`<li><a href="#${part.id}">${part.title[language]}</a></li>`)}
  </ul>`;
  return html`<section id="${id}">
    <h2>${name[language]}</h2>
    ${blocks.map((block) => blockMarkup(block, language, facts))} ${parts.length > 1 ? jump : ""}
    ${parts.map(
      (part) =>
        html`<section id="${part.id}">
          <h3>${part.title[language]}</h3>
          ${part.blocks.map((block) => blockMarkup(block, language, facts))}
        </section>`,
    )}
  </section>`;
}

function blockMarkup(block: Block, language: Language, { base }: Facts) {
  switch (block.kind) {
    case "text":
      return html`<p>${marked(block.text[language])}</p>`;
    case "note":
      return html`<p class="note">${marked(block.text[language])}</p>`;
    case "list": {
      const items = block.items.map((item) => html`<li>${marked(item[language])}</li>`);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case "code": {
      const caption = block.caption === undefined ? "" : html`<p class="caption">${block.caption[language]}</p>`;
      return html`${caption}
        <pre tabindex="0"><code class="language-${block.language}">${block.code}</code></pre>`;
    }
    case "table":
      return tableMarkup(block.head, block.rows, language);
    case "try":
      return tryForm(language, base);
  }
}

function tableMarkup(head: Text[], rows: Row[], language: Language) {
  return html`<table class="${head.length === 4 ? "four" : ""}">
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${marked(name[language])}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ anchor, cells }) =>
          html`<tr ${anchor === undefined ? "" : raw(`id="${anchor}"`)}>
            ${cells.map((cell) =>
              typeof cell === "string"
                ? html`<td class="literal"><code>${cell}</code></td>`
                : html`<td>${marked(cell[language])}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
