import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { languages, type Language } from "../../kit/language.ts";
import type { Channel } from "../../providers/provider.ts";
import { digitRanges } from "./digits.ts";
import { hostedStyle } from "./style.ts";
import { hostedWords, type HostedWords } from "./words.ts";

/** What stands around every screen. */
export interface Frame {
  language: Language;
  /** Empty where it is not known whose page it would be. */
  brand: string;
  /** Of this page, from the root, with what a proxy puts before it. */
  path: string;
  /** Of the script. */
  script: string;
}

export type End = keyof HostedWords["ends"];

/** Why there is no page to show. */
export type Trouble = "unknown" | "unreadable" | "failed";

export interface Ask {
  /** Masked. */
  to: string;
  central: boolean;
  channel: Channel;
  /** The newest message failed. */
  undelivered: boolean;
  codeLength: number;
  /** Seconds that are left, and the moment, for those without a running clock. */
  expires: { inSeconds: number; at: number };
  resend: { inSeconds: number; at: number };
  timeZone: string;
  returnHost: string;
  /** Of this rendering: its form counts once, however often it is sent. */
  nonce: string;
}

/** What has just happened. `code`: said at the box, which is wrong. */
export type Said = { kind: "code" | "error" | "notice"; text: string } | null;

type Html = ReturnType<typeof html>;

const MINUTE_MS = 60_000;
/** With its zone: the tenant's need not be the person's. */
const timeOfDay: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const times: Record<Language, string> = { id: "id", en: "en-GB" };

/**
 * No script but our file, no style but ours, nothing else. The form leads back to the ERP, and wherever the ERP sends the
 * person from there: Chrome asks this policy at every redirect after a form, and stops at one that it does not allow
 * without a word. So it is the return address's scheme that is named, not its host.
 */
export function pagePolicy(returnUrl: string | null): string {
  const style = createHash("sha256").update(hostedStyle).digest("base64");
  const leads = ["'self'", ...(returnUrl === null ? [] : [new URL(returnUrl).protocol])];
  return (
    `default-src 'none'; script-src 'self'; style-src 'sha256-${style}'; form-action ${leads.join(" ")}; ` +
    "base-uri 'none'; frame-ancestors 'none'"
  );
}

/** The code is asked for. */
export function askPage(frame: Frame, ask: Ask, said: Said): Promise<string> {
  const words = hostedWords[frame.language];
  const { to, codeLength, expires, resend } = ask;
  const time = (at: number): string =>
    new Intl.DateTimeFormat(times[frame.language], { ...timeOfDay, timeZone: ask.timeZone }).format(at);
  const sentTo = (ask.central ? words.sentCentral : words.sentTo)(codeLength, to, words.by[ask.channel]);
  const wrong = said?.kind === "code";
  const query = `?lang=${frame.language}`;
  // Clocks that run are not read out at each second: the alert and the hint say what matters.
  return page(
    frame,
    words.title,
    html`<h1>${words.title}</h1>
      <p>${sentTo}</p>
      ${ask.undelivered && said === null ? message("error", words.notDelivered) : ""}
      ${said === null || wrong ? "" : message(said.kind === "notice" ? "notice" : "error", said.text)}
      <form id="check" method="post" action="${frame.path}${query}">
        <input type="hidden" name="nonce" value="${ask.nonce}" />
        <label for="code">${words.code}</label>
        ${wrong ? html`<p class="error" role="alert" id="wrong">${said.text}</p>` : ""}
        <input
          id="code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[${digitRanges} .\\-]{${codeLength},${2 * codeLength - 1}}"
          maxlength="${2 * codeLength - 1}"
          data-length="${codeLength}"
          title="${words.errors.empty(codeLength)}"
          aria-describedby="${wrong ? "wrong hint" : "hint"}"
          ${wrong ? raw('aria-invalid="true"') : ""}
          autocapitalize="off"
          spellcheck="false"
          required
          autofocus
        />
        <p class="small" id="hint" data-more="${words.sendsItself}">${words.hint(codeLength)}</p>
        <button type="submit" data-busy="${words.checking}">${words.confirm}</button>
      </form>
      <p
        class="small times"
        id="expiry"
        data-seconds="${expires.inSeconds}"
        data-text="${words.left}"
        data-then="${frame.path}${query}"
      >
        ${words.until(time(expires.at))}
      </p>
      <p class="small">${words.next(ask.returnHost)}</p>
      <form id="resend" class="again" method="post" action="${frame.path}/resend${query}">
        <input type="hidden" name="nonce" value="${ask.nonce}" />
        <p>${words.noCode}</p>
        ${
          resend.inSeconds === 0
            ? ""
            : html`<p class="small times" id="pause" data-seconds="${resend.inSeconds}" data-text="${words.resendIn}">
                ${words.resendFrom(time(Math.ceil(resend.at / MINUTE_MS) * MINUTE_MS))}
              </p>`
        }
        <button class="plain" type="submit" data-busy="${words.resending}">${words.resend}</button>
      </form>
      <script src="${frame.script}"></script>`,
  );
}

/** Nothing is asked any more. `back`: the ERP's address, which is told why; null where another window is there already. */
export function endPage(frame: Frame, end: End, back: string | null): Promise<string> {
  const { goBack, ends } = hostedWords[frame.language];
  const { title, text } = ends[end];
  return page(
    frame,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${back === null ? "" : html`<a class="button" href="${back}" rel="noreferrer">${goBack}</a>`}`,
  );
}

/** `requestId`: for whoever is asked for help. */
export function troublePage(frame: Frame, trouble: Trouble, requestId: string): Promise<string> {
  const { title, text } = hostedWords[frame.language][trouble];
  return page(
    frame,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${trouble === "unreadable" ? html`<a class="button" href="${frame.path}?lang=${frame.language}">${hostedWords[frame.language].reopen}</a>` : ""}
      ${trouble === "failed" ? html`<p class="small">${requestId}</p>` : ""}`,
  );
}

function message(kind: "error" | "notice", text: string): Html {
  return html`<p class="${kind}" role="${kind === "error" ? "alert" : "status"}">${text}</p>`;
}

async function page(frame: Frame, title: string, content: Html): Promise<string> {
  const words = hostedWords[frame.language];
  const links = languages.map((language) => {
    const name = hostedWords[language].language;
    return html`<li>
      ${
        language === frame.language
          ? html`<span lang="${language}" aria-current="true">${name}</span>`
          : html`<a href="${frame.path}?lang=${language}" lang="${language}" hreflang="${language}">${name}</a>`
      }
    </li>`;
  });
  const whole = html`<!doctype html>
    <html lang="${frame.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${frame.brand === "" ? title : `${title} – ${frame.brand}`}</title>
        ${raw(`<style>${hostedStyle}</style>`)}
      </head>
      <body>
        <header>
          <p class="brand">${frame.brand}</p>
          <nav aria-label="${words.switch}">
            <ul>
              ${links}
            </ul>
          </nav>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
  return String(await whole);
}
