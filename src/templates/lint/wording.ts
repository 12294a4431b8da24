import { withoutAutofill } from "./autofill.ts";
import { finding, type LintFinding } from "./rules.ts";
import { literal, type TextSubject } from "./subject.ts";

const LONG_BRAND = 30;
/** Looked for where a name can begin alone, so that a long text takes no longer than its length. */
const link =
  /(?<![a-z0-9.+-])(?:(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S*|(?:[a-z0-9-]+\.)+(?:com|net|org|id|co|my|sg|me|ly|gl|io|app|dev|link|info|biz|xyz|site|online|shop|store)\b(?:\/\S*)?)/i;
const address = /(?<![\w.%+-])[\w.%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/i;
const promotion =
  /(?<!\p{L})(promo|promosi|diskon|gratis|cashback|hadiah|undian|bonus|voucher|kupon|menangkan|pemenang|beli|belanja|murah|termurah|sale|discounts?|for free|free gift|prizes?|winner|coupons?|offers?|deals?|rewards?|buy now|shop now|klik|click)(?!\p{L})/iu;

/** Pure: who speaks, and what operators do not let through. */
export function wordingFindings(subject: TextSubject): LintFinding[] {
  const { channel, document, tenant } = subject;
  const { brand } = tenant.settings;
  const found: LintFinding[] = [];
  const named = /\{\{\s*brand\s*\}\}/.test(document.body) || document.body.toLowerCase().includes(brand.toLowerCase());
  if (channel === "sms" && !named) found.push(finding("brand_missing", "body", "does not say whose code it is"));
  if (channel === "sms" && [...brand].length > LONG_BRAND && named) {
    found.push(finding("brand_long", "body", `the brand has ${[...brand].length} characters`));
  }
  found.push(...forbidden("body", withoutAutofill(document.body)));
  if (document.subject !== undefined) found.push(...forbidden("subject", document.subject));
  if (channel !== "voice" && /<\/?[a-z][^<>]*>/i.test(document.body)) {
    found.push(finding("markup", "body", "has what looks like a tag of HTML"));
  }
  return found;
}

function forbidden(path: string, text: string): LintFinding[] {
  const said = literal(text);
  const email = address.exec(said)?.[0];
  const site = link.exec(said.replace(address, ""))?.[0];
  const word = promotion.exec(said)?.[0];
  return [
    ...(site === undefined ? [] : [finding("link", path, `"${site}" is a link`)]),
    ...(email === undefined ? [] : [finding("email_address", path, `"${email}" is an address`)]),
    ...(word === undefined ? [] : [finding("promotion", path, `"${word}" is a word of advertising`)]),
  ];
}
