import { KEPT_DAYS } from "../events/model.ts";

/** What is kept of people besides, and for how long: what an export tells, and what an erasure leaves. */
export const retention = {
  money: "Holds and charges name a message and no person; they are the books and stay.",
  audit: "Who changed what, with numbers masked; nothing can be taken out of it before its time is over.",
  kept_answers: "Answers of the last 24 hours, sealed, with numbers masked.",
  received_reports: "What providers posted in the last day, sealed.",
  events: `Events name an OTP and hold no number; they and the answers of webhooks to them are kept ${KEPT_DAYS} days.`,
  addresses: "How often a client address asked, for the limits; nothing links it to a person.",
  backups: "Backups of the database hold what it held; they end by the operator's own plan.",
} as const;
