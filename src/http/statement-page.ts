import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { Language } from "../kit/language.ts";
import { localAmount, placesOf } from "../kit/money.ts";
import type { NamedSpend, Statement } from "../ledger/statement/compose.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Signature } from "../ledger/statement/sign.ts";
import { statementWords } from "./statement-words.ts";

/** Of English dates, those that most of the world writes: the day first. */
const dateLocales: Record<Language, string> = { id: "id", en: "en-GB" };

const styleOf = (page: string, of: string): string => `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 50rem; padding: 1.5rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; justify-content: space-between; border-bottom: 2px solid #111; padding-bottom: 0.75rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1rem; margin: 1.75rem 0 0.25rem; break-after: avoid; }
p { margin: 0.25rem 0; }
.brand { font-weight: 600; font-size: 1.1rem; overflow-wrap: anywhere; }
.state { margin-top: 0.75rem; }
.status { border: 1px solid #111; border-radius: 3px; display: inline-block; padding: 0 0.5rem; }
.provisional { border-style: dashed; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0.75rem 0 0; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0 0.25rem 1rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; vertical-align: top; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; overflow-wrap: anywhere; min-width: 6rem; max-width: 18rem; font-weight: inherit; }
.five th, .five td { width: 17%; }
.five th:first-child { width: 32%; }
thead th { color: #555; font-weight: 500; border-bottom-color: #111; }
.sum th, .sum td { font-weight: 600; border-top: 1px solid #111; border-bottom: 3px double #111; }
.first th, .first td { font-weight: 600; }
.held th, .held td { color: #555; font-size: 0.9em; }
.held th:first-child { padding-left: 1.25rem; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.note { color: #555; font-size: 0.9em; margin-top: 0.75rem; }
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: "${page} " counter(page) " ${of} " counter(pages); font: 9pt system-ui, sans-serif; color: #555; } }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; } .wide { overflow: visible; } }
@media (max-width: 30rem) { body { font-size: 13px; } th, td { padding-left: 0.6rem; } .five th, .five td { width: auto; } .five :is(th, td):is(:nth-child(3), :nth-child(4)) { display: none; } }
`;

const styles: Record<Language, string> = {
  id: styleOf(statementWords.id.page, statementWords.id.of),
  en: styleOf(statementWords.en.page, statementWords.en.of),
};

/** What a policy has to allow for the page to have its looks. */
export const pageStyles: readonly string[] = Object.values(styles).map(
  (style) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
);

/** Nothing runs, nothing is fetched, and no style but ours. */
export const PAGE_POLICY = `default-src 'none'; style-src ${pageStyles.join(" ")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A statement as an accountant reads it, for paper and for a phone. */
export async function statementPage(
  statement: Statement,
  tenant: Pick<TenantConfig, "name" | "settings">,
  locale: Language,
  now: number,
  signatures: readonly Signature[],
): Promise<string> {
  const words = statementWords[locale];
  const { month, timeZone, currency, opening, closing, topups, adjustments, spend, refunds, lateCharges } = statement;
  const breakdowns: [string, NamedSpend[]][] = [
    [words.byChannel, statement.byChannel],
    [words.byProvider, statement.byProvider],
    [words.byPurpose, statement.byPurpose],
    [words.byCostCentre, statement.byCostCentre],
  ];
  // As many places everywhere as one amount needs, so that digits stand below their like.
  const places = Math.max(...amountsOf(statement).map(placesOf));
  const amount = (micros: bigint): string => localAmount(micros, locale, places);
  const number = (count: number): string => localAmount(BigInt(count) * 1_000_000n, locale, 0);
  const date = (at: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(dateLocales[locale], { timeZone, ...options }).format(at);
  const inWords = date(statement.from, { month: "long", year: "numeric" });
  const days = [statement.from, statement.until - 1].map((at) => date(at, { dateStyle: "long" }));

  const line = (kind: string, name: string, count: number | null, value: bigint) =>
    html` <tr class="${kind}">
      <th scope="row">${name}</th>
      <td>${count === null ? "" : number(count)}</td>
      <td>${amount(value)}</td>
    </tr>`;
  const spendLine = (kind: string, name: string, item: Omit<NamedSpend, "name">) =>
    html` <tr class="${kind}">
      <th scope="row"><bdi>${name}</bdi></th>
      <td>${number(item.messages)}</td>
      <td>${amount(item.charged)}</td>
      <td>${amount(item.refunded)}</td>
      <td>${amount(item.spend)}</td>
    </tr>`;
  const breakdown = (title: string, list: readonly NamedSpend[]) =>
    html` <h2>${title}</h2>
      <div class="wide">
        <table class="five">
          <thead>
            <tr>
              <th scope="col"></th>
              <th scope="col">${words.messages}</th>
              <th scope="col">${words.charged}</th>
              <th scope="col">${words.refunded}</th>
              <th scope="col">${words.spend}</th>
            </tr>
          </thead>
          <tbody>
            ${list.map((item) => spendLine("", item.name === "" ? words.none : item.name, item))}
            ${spendLine("sum", words.sum, spend)}
          </tbody>
        </table>
      </div>`;

  const page = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title} ${month} – ${tenant.settings.brand}</title>
        ${raw(`<style>${styles[locale]}</style>`)}
      </head>
      <body>
        <header>
          <div>
            <h1>${words.title}</h1>
            <p>${inWords}</p>
          </div>
          <div>
            <p class="brand">${tenant.settings.brand}</p>
            <p>${tenant.name}</p>
          </div>
        </header>
        <main>
          <dl>
            <dt>${words.period}</dt>
            <dd>${days.join(" – ")}</dd>
            <dt>${words.timeZone}</dt>
            <dd>${timeZone}</dd>
            <dt>${words.currency}</dt>
            <dd>${currency}</dd>
            <dt>${words.entries}</dt>
            <dd>${number(statement.entries)}</dd>
            <dt>${words.printed}</dt>
            <dd>${date(now, { dateStyle: "long", timeStyle: "short" })}</dd>
          </dl>
          <p class="state">
            <span class="status ${statement.final ? "final" : "provisional"}"
              >${statement.final ? words.final : words.provisional}</span
            >
          </p>
          <h2>${words.balance}</h2>
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col"></th>
                  <th scope="col">${words.count}</th>
                  <th scope="col">${words.amount} (${currency})</th>
                </tr>
              </thead>
              <tbody>
                ${line("first", words.opening, null, opening.total)}
                ${line("held", words.heldOpening, null, opening.held)}
                ${line("", words.topups, topups.count, topups.amount)}
                ${line("", words.adjustments, adjustments.count, adjustments.amount)}
                ${line("", words.charges, spend.messages, -spend.charged)}
                ${line("", words.refunds, refunds.count, spend.refunded)}
                ${line("sum", words.closing, null, closing.total)}
                ${line("held", words.heldClosing, null, closing.held)}
              </tbody>
            </table>
          </div>
          ${
            lateCharges.count === 0
              ? ""
              : html`<p class="note">
                  ${words.lateCharges} ${amount(-lateCharges.amount)} ${currency} (${number(lateCharges.count)}).
                </p>`
          }
          <p class="note">${words.heldNote}</p>
          ${
            statement.byChannel.length === 0
              ? html`<p class="note">${words.nothing}</p>`
              : breakdowns.map(([title, list]) => breakdown(title, list))
          }
          ${
            signatures.length === 0
              ? ""
              : html`<h2>${words.signed}</h2>
                  ${signatures.map(
                    ({ actor, actorName, at }) =>
                      html`<p>${actorName ?? actor}, ${date(at, { dateStyle: "long", timeStyle: "short" })}</p>`,
                  )}`
          }
        </main>
      </body>
    </html> `;
  return String(await page);
}

function amountsOf(statement: Statement): bigint[] {
  const { opening, closing, topups, adjustments, lateCharges } = statement;
  const spends = [statement.byChannel, statement.byProvider, statement.byPurpose, statement.byCostCentre].flat();
  return [
    ...[
      opening.total,
      opening.held,
      closing.total,
      closing.held,
      topups.amount,
      adjustments.amount,
      lateCharges.amount,
    ],
    ...[statement.spend, ...spends].flatMap(({ charged, refunded, spend }) => [charged, refunded, spend]),
  ];
}
