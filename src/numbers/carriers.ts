/**
 * Who is likely to carry an Indonesian mobile number: by the three digits after +62, as the operators publish their
 * prefixes (XL and AXIS have been one company with Smartfren, XLSmart, since April 2025; its Smartfren numbers keep that
 * name here). A guess only: ranges change hands, and a number may have been taken along to another operator.
 */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  Telkomsel: ["811", "812", "813", "821", "822", "823", "851", "852", "853"],
  Indosat: ["814", "815", "816", "855", "856", "857", "858"],
  XLSmart: ["817", "818", "819", "859", "877", "878", "879", "831", "832", "833", "838"],
  Tri: ["895", "896", "897", "898", "899"],
  Smartfren: ["881", "882", "883", "884", "885", "886", "887", "888", "889"],
};

const byPrefix = new Map(
  Object.entries(prefixes).flatMap(([carrier, list]) => list.map((prefix) => [prefix, carrier])),
);

export function guessCarrier(e164: string): string | null {
  return e164.startsWith("+62") ? (byPrefix.get(e164.slice(3, 6)) ?? null) : null;
}
