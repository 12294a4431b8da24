import { commonVerdicts, type Verdicts } from "../engagelab/answer.ts";
import { account, template } from "../verdict.ts";

/** EngageLab's docs, "Error codes" of the WhatsApp API. */
export const verdicts: Verdicts = new Map([
  ...commonVerdicts,
  [2003, account], // Meta did not let them in on our behalf
  [5002, template], // Meta refused the template
]);
