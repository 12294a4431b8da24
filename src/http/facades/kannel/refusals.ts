import type { ErrorCode } from "../../../errors.ts";
import type { Problem } from "../../problem.ts";
import { CANT_PAY } from "../answering.ts";

export interface Said {
  status: number;
  text: string;
}

const temporal = "Temporal failure, try again later.";

/** Kannel's own words for a refusal; a 4xx means that the same call need not be made again. Null: the detail alone. */
const words: Record<ErrorCode, { status: number; text: string | null }> = {
  invalid_request: { status: 400, text: null },
  unauthorized: { status: 403, text: "Authorization failed for sendsms" },
  forbidden: { status: 403, text: "Authorization failed for sendsms" },
  insufficient_balance: { status: 402, text: CANT_PAY },
  not_found: { status: 404, text: null },
  otp_not_found: { status: 404, text: null },
  method_not_allowed: { status: 405, text: null },
  idempotency_in_progress: { status: 409, text: null },
  conflict: { status: 409, text: null },
  payload_too_large: { status: 413, text: null },
  unsupported_media_type: { status: 415, text: "Unsupported content-type, rejected" },
  invalid_recipient: { status: 400, text: "Receiver number misformed, rejected:" },
  destination_not_allowed: { status: 400, text: "Number(s) has/have been denied by white- and/or black-lists." },
  template_not_found: { status: 403, text: "Not routable. Do not try again." },
  no_route: { status: 403, text: "Not routable. Do not try again." },
  idempotency_mismatch: { status: 422, text: null },
  rate_limited: { status: 429, text: null },
  internal: { status: 500, text: "Sending failed." },
  overloaded: { status: 503, text: temporal },
  unavailable: { status: 503, text: temporal },
};

/** Who failed to say who it is hears nothing more; nor does anybody of a bug, or of the balance. */
const silent = new Set<ErrorCode>(["unauthorized", "forbidden", "internal", "insufficient_balance"]);

/** Pure: Kannel's words first, as clients compare them, then ours for whoever reads the answer. */
export function refusal({ code, detail }: Pick<Problem, "code" | "detail">): Said {
  const { status, text } = words[code];
  if (text === null) return { status, text: detail };
  return { status, text: silent.has(code) ? text : `${text} ${detail}` };
}
