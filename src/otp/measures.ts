import { databaseError } from "../db/coalesce.ts";
import { GatewayError, type ErrorCode } from "../errors.ts";
import type { VerifyReason } from "./decide-verify.ts";
import type { SendAnswer } from "./send.ts";
import type { VerifyAnswer } from "./verify.ts";

export type SendResultWord = "created" | "replayed" | ErrorCode;
export type CheckResultWord = "valid" | VerifyReason | "replayed" | ErrorCode;

/** Told what came of each call, in words of a closed list: never who, to whom or by which key. */
export interface OtpMeasures {
  issued(result: SendResultWord): void;
  resent(result: SendResultWord): void;
  checked(result: CheckResultWord): void;
  /** A limit said no, by the name that the refusal gives it. */
  limited(limit: string): void;
}

export function sendMeasured(
  measures: OtpMeasures,
  verb: "issued" | "resent",
  work: () => Promise<SendAnswer>,
): Promise<SendAnswer> {
  return told(measures, work, (word) => measures[verb](word), sendWord);
}

export function checkMeasured(measures: OtpMeasures, work: () => Promise<VerifyAnswer>): Promise<VerifyAnswer> {
  return told(measures, work, (word) => measures.checked(word), checkWord);
}

async function told<T, W>(
  measures: OtpMeasures,
  work: () => Promise<T>,
  tell: (word: W | ErrorCode) => void,
  wordOf: (answer: T) => W,
): Promise<T> {
  let answer: T;
  try {
    answer = await work();
  } catch (error) {
    const refused = databaseError(error);
    tell(refused instanceof GatewayError ? refused.code : "internal");
    const limit = refused instanceof GatewayError ? refused.extras.members?.["limit"] : undefined;
    if (typeof limit === "string") measures.limited(limit);
    throw error;
  }
  tell(wordOf(answer));
  return answer;
}

function sendWord(answer: SendAnswer): SendResultWord {
  return answer.replay === null ? "created" : "replayed";
}

function checkWord(answer: VerifyAnswer): CheckResultWord {
  return answer.replay === null ? (answer.verdict.reason ?? "valid") : "replayed";
}
