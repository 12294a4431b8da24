import { field } from "../vendor-json.ts";
import { account, elsewhere, rate, recipient, request, retry, template, type Verdict } from "../verdict.ts";

/** A vendor's number for a failure, in words, with what it means. */
export interface Finding {
  code: string;
  verdict: Verdict;
}

/** Infobip's own filter: a number gets 20 messages an hour, so a wait of a second is in vain. */
const flooded: Verdict = { errorClass: "throttled", scope: "recipient", retryAfterMs: 3_600_000 };
/** The account may not write to this person; those it may write to are still served. */
const notThisPerson: Verdict = { errorClass: "credentials", scope: "recipient" };

/** An id was used twice: the first message with it was taken, and its reports will say what became of it. */
export const DUPLICATE_MESSAGE_ID = 23;

/**
 * Infobip's statuses of messages that failed (docs, "Response status and error codes"; the class is our reading). By
 * id, since the group REJECTED mixes causes and some ids have had several names.
 */
const statuses: ReadonlyMap<number, Finding> = new Map(
  (
    [
      [4, "UNDELIVERABLE_REJECTED_OPERATOR", elsewhere],
      [6, "REJECTED_NETWORK", elsewhere], // no coverage of this operator
      [8, "REJECTED_PREFIX_MISSING", recipient],
      [9, "UNDELIVERABLE_NOT_DELIVERED", recipient],
      [10, "REJECTED_DND", recipient],
      [11, "REJECTED_SOURCE", account], // sender not registered
      [12, "REJECTED_NOT_ENOUGH_CREDITS", account],
      [13, "REJECTED_SENDER", account], // sender blocked on the account
      [14, "REJECTED_DESTINATION_BLOCKLISTED", recipient],
      [15, "EXPIRED_EXPIRED", recipient],
      [17, "REJECTED_PREPAID_PACKAGE_EXPIRED", account],
      [18, "REJECTED_DESTINATION_NOT_REGISTERED", notThisPerson], // a trial account's one number
      [19, "REJECTED_ROUTE_NOT_AVAILABLE", notThisPerson],
      [20, "REJECTED_FLOODING_FILTER", flooded],
      [21, "REJECTED_SYSTEM_ERROR", retry],
      [DUPLICATE_MESSAGE_ID, "REJECTED_DUPLICATE_MESSAGE_ID", { errorClass: "ambiguous", scope: "recipient" }],
      [24, "REJECTED_INVALID_UDH", request],
      [25, "REJECTED_MESSAGE_TOO_LONG", template],
      [29, "EXPIRED_DLR_UNKNOWN", recipient],
      [31, "UNDELIVERABLE_NOT_SENT", elsewhere],
      [51, "MISSING_TO", request],
      [52, "REJECTED_DESTINATION", recipient],
      [87, "SIGNALS_BLOCKED", recipient], // its fraud filter distrusts the number
      [100, "UNDELIVERABLE_REJECTED_PLATFORM", retry], // malformed, or the service is away for a moment
    ] as const
  ).map(([id, code, verdict]) => [id, { code, verdict }]),
);

/** Errors are more exact than statuses. By name: one id means different things in different products' tables. */
const errors: ReadonlyMap<unknown, Verdict> = new Map<unknown, Verdict>([
  ...named(
    recipient,
    "UNKNOWN_SUBSCRIBER UNKNOWN_BASE_STATION UNIDENTIFIED_SUBSCRIBER ABSENT_SUBSCRIBER_SM UNKNOWN_EQUIPMENT",
    "ROAMING_NOT_ALLOWED ILLEGAL_SUBSCRIBER TELESERVICE_NOT_PROVISIONED ILLEGAL_EQUIPMENT CALL_BARRED",
    "ABSENT_SUBSCRIBER SUBSCRIBER_BUSY_FOR_MT_SMS SM_DELIVERY_FAILURE MESSAGE_WAITING_LIST_FULL",
    "SM_DF_MEMORYCAPACITYEXCEEDED CANNOT_RECEIVE_SC SC_BLOCKED_BY_END_USER USER_OUT_OF_CREDIT",
    "TEMPORARY_HANDSET_FAILURE DEST_ADDRESS_UNABLE_TO_RECEIVE_SMS INVALID_DESTINATION_ADDRESS",
    "INVALID_REQUEST_DESTINATION INTERACTION_NOT_SUPPORTED CONTENT_BLOCKED SIGNALS_BLOCKED IMSI_BLACKLISTED",
    "BLACKLISTED_DESTINATIONADDRESS DEACTIVATED_LIST MESSAGE_CANCELED VALIDITY_EXPIRED MESSAGE_EXPIRED VP_EXPIRED",
    "DESTINATION_BLOCKED_BY_OPERATOR DESTINATION_NOT_SMS_PROVISIONED DEST_ADDRESS_SUSPENDED DEST_ADDRESS_BLACKLISTED",
    // On WhatsApp:
    "UNKNOWN_USER BLOCKED_USER DEVICE_REPRODUCTION_ERROR UNSUPPORTED_MOBILE_APP_VERSION USER_IDENTITY_CHANGED",
    "TEMPLATE_BLOCKED_BY_USER FREQUENCY_CAPPING MARKETING_OPT_OUT UNSUPPORTED_DEVICE",
  ),
  ...named(
    account,
    "INVALID_SOURCE_ADDRESS ACCOUNT_ACCESS_DENIED SIGNALS_HARD_LIMIT_REACHED BLACKLISTED_SENDERADDRESS",
    "MONTHLY_LIMIT_REACHED SOURCE_ADDRESS_IS_BLOCKED SC_NOT_PROVISIONED SC_EXPIRED SC_BLOCKED",
    "UNKNOWN_APPLICATION UNAUTHORIZED_ACCESS FORBIDDEN_ACCESS ACCOUNT_ISSUE PROVIDER_BILLING_ERROR",
    "SENDER_NOT_REGISTERED INVALID_WA_ACCOUNT_TYPE CONFIGURATION_ERROR SERVICE_NOT_ACTIVATED",
    "MISSING_SENDER_METADATA LIMITED_FUNCTIONALITY",
    // These hold for hours and want a person, so they are no throttling.
    "SPAM_RATE MESSAGE_TYPE_EXHAUSTED",
  ),
  ...named(
    template,
    "MSG_TEXT_TOO_LONG ILLEGAL_TRAFFIC_TYPE INVALID_TEMPLATE_ARGS INVALID_TEMPLATE BLOCKED_CONTENT",
    "TEMPLATE_NOT_SYNCED TEMPLATE_NOT_AVAILABLE",
  ),
  ...named(rate, "LIMIT_REACHED TOO_MANY_REQUESTS"),
  ...named(flooded, "DESTINATION_FLOODING DESTINATION_TXT_FLOODING"),
  ...named(
    retry,
    "DEPLOYMENT_CONFIGURATION_ERROR PROVIDER_INTERNAL_ERROR PROVIDER_TIMEOUT INTERNAL_ERROR TEMPORARY_GATEWAY_ERROR",
  ),
]);

function named(verdict: Verdict, ...names: string[]): [string, Verdict][] {
  return names.flatMap((line) => line.split(" ")).map((name) => [`EC_${name}`, verdict]);
}

/** What a failed status and its error, when there is one, come to. */
export function findingOf(status: unknown, error: unknown): Finding {
  const name = field(error, "name");
  const verdict = errors.get(name);
  if (verdict !== undefined && typeof name === "string") return { code: name, verdict };

  const id = codeNumber(field(status, "id"));
  const known = id === null ? undefined : statuses.get(id);
  if (known !== undefined) return known;
  const errorId = codeNumber(field(error, "id"));
  if (errorId !== null && errorId > 0) return { code: `error_${errorId}`, verdict: byGroup(error) };
  return { code: id === null ? "failed" : `status_${id}`, verdict: elsewhere };
}

/** `permanent: false` means that the same message may pass in a moment. A phone that is off is not on in a moment. */
function byGroup(error: unknown): Verdict {
  if (field(error, "groupName") === "HANDSET_ERRORS") return recipient;
  return field(error, "permanent") === false ? retry : elsewhere;
}

/** As Infobip writes them, at most five digits. Anything longer may be a phone number and goes nowhere. */
export function codeNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 99_999 ? value : null;
}
