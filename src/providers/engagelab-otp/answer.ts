import { commonVerdicts, type Verdicts } from "../engagelab/answer.ts";
import { elsewhere, recipient, retry, template } from "../verdict.ts";

/** What can become of one message (EngageLab's docs, "Error codes" of the OTP API): in an answer, or in a report. */
export const messageVerdicts: Verdicts = new Map([
  [5001, retry], // send failed
  [5011, recipient], // no such number
  [5012, recipient], // unreachable
  [5013, recipient], // on a blacklist
  [5014, template], // the content breaks a policy
  [5015, elsewhere], // intercepted on the way
  [5016, retry], // internal error
  [5017, elsewhere], // our account may not send to China
  [5018, recipient], // handset off, or its line suspended
  [5019, recipient], // unsubscribed
  [5020, recipient], // number not in use
]);

export const verdicts: Verdicts = new Map([
  ...commonVerdicts,
  ...messageVerdicts,
  // No second message of a template to a person while the code of the first is valid, which is a minute at the least.
  [3004, { errorClass: "throttled", scope: "recipient", retryAfterMs: 60_000 }],
]);
