import type { PDU } from "smpp";
import type { LinkReport, ReportStatus } from "../provider.ts";
import { elsewhere, recipient, type Verdict } from "../verdict.ts";
import { messageId } from "./message-id.ts";
import type { SmppSettings } from "./settings.ts";

/** Message types in `esm_class`. A person's reply has none: only the SMSC can set these, and its TLVs. */
const MESSAGE_TYPE = 0x3c;
const receiptTypes: ReadonlySet<number> = new Set([0x04, 0x20]);

interface State {
  name: string;
  /** Null: the SMSC doesn't know what became of it, and will not tell. */
  status: ReportStatus | null;
  verdict?: Verdict;
}

const failed = (name: string, verdict: Verdict): State => ({ name, status: "failed", verdict });

/** By `message_state`; in the text by the name. */
const states: readonly State[] = [
  { name: "SCHEDULED", status: "sent" },
  { name: "ENROUTE", status: "sent" },
  { name: "DELIVRD", status: "delivered" },
  failed("EXPIRED", recipient),
  failed("DELETED", elsewhere),
  failed("UNDELIV", recipient),
  { name: "ACCEPTD", status: "sent" },
  { name: "UNKNOWN", status: null },
  failed("REJECTD", elsewhere),
  failed("SKIPPED", elsewhere),
];
const stateNames = new Map(states.map((state) => [state.name, state]));

/**
 * Pure: what a `deliver_sm` reports, or null when it reports nothing (a person's reply, a state nobody knows). Its TLVs
 * first, then the text. Its dates are to the minute, in a zone of the SMSC's own, and so of no use.
 */
export function readReceipt(pdu: PDU, settings: SmppSettings): LinkReport | null {
  const { esm_class: esmClass, receipted_message_id: idTlv, message_state: stateTlv } = pdu;
  const isReceipt = typeof esmClass === "number" && receiptTypes.has(esmClass & MESSAGE_TYPE);
  if (!isReceipt && typeof idTlv !== "string") return null;
  const text = receiptText(pdu);
  const id = messageId(idTlv, "receipt", settings) ?? messageId(valueIn(text, "id"), "receipt", settings);
  const state =
    (typeof stateTlv === "number" ? states[stateTlv] : undefined) ??
    stateNames.get((valueIn(text, "stat") ?? "").slice(0, 7).toUpperCase());
  if (id === null || state == null || state.status === null) return null;
  const report = { providerMessageId: id, status: state.status };
  return state.verdict === undefined
    ? report
    : { ...report, ...state.verdict, providerCode: codeOf(state, text, pdu["network_error_code"]) };
}

/** The keys of a receipt, without what it repeats of the message: that may hold the code. */
function receiptText({ short_message: short, message_payload: payload }: PDU): string {
  return (textOf(short) || textOf(payload)).replace(/(^|\s)text\s*:[^]*$/i, "");
}

function textOf(field: unknown): string {
  const text = typeof field === "object" && field !== null && "message" in field ? field.message : field;
  if (Buffer.isBuffer(text)) return text.toString("latin1");
  return typeof text === "string" ? text : "";
}

function valueIn(text: string, key: string): string | undefined {
  return new RegExp(`(?:^|[\\s,;])${key}\\s*:\\s*([\\x21-\\x7e]{1,65})`, "i").exec(text)?.[1];
}

/** `EXPIRED_254`: the state with the network's own word. Anything longer may be a number of somebody's. */
function codeOf(state: State, text: string, network: unknown): string {
  const written = /^[0-9A-Za-z]{1,4}$/.exec(valueIn(text, "err") ?? "")?.[0];
  const error = written ?? (Buffer.isBuffer(network) && network.length === 3 ? String(network.readUInt16BE(1)) : "0");
  return /^0+$/.test(error) ? state.name : `${state.name}_${error}`;
}
