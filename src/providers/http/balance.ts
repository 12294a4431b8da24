import type { Credit, HttpAnswer } from "../provider.ts";
import { holds, isStatus } from "./answer.ts";
import { readBody, textAt } from "./body.ts";
import type { Description } from "./description.ts";

/** Pure: what is left with the vendor, or null when it did not say. */
export function readBalance(answer: HttpAnswer, description: Description): Credit | null {
  const { balance } = description;
  if (balance === undefined || !isStatus(answer.status, ["2xx"])) return null;
  const body = readBody(answer.text, description.answer);
  const amount = textAt(body, balance.amount)?.trim() ?? "";
  if (!holds(balance.when, body) || !/^-?\d{1,15}(\.\d{1,6})?$/.test(amount)) return null;
  return { amount, currency: balance.currency };
}
