import type { Otp } from "../otp/model.ts";
import type { DispatchDeps } from "./dispatch.ts";
import type { Job } from "./job.ts";
import { CHANNEL_BUDGET_MS } from "./next-step.ts";
import type { Turn } from "./pace.ts";
import type { Candidate } from "./route.ts";

/** So much of its life a code must have left to be worth sending, and paying for. */
const WORTH_SENDING_MS = 20_000;

type RecipientsTurn =
  | { kind: "come"; giveBack: Turn["giveBack"] }
  | { kind: "put_off"; reason: string }
  /** While it waited. */
  | { kind: "otp_ended" }
  | { kind: "stopping" };

/** Waits, with nothing in hand, until this person may be sent a message again; others go past. */
export async function recipientsTurn(
  job: Job,
  candidate: Candidate,
  patient: boolean,
  deps: DispatchDeps,
): Promise<RecipientsTurn> {
  const { recipients } = deps.guards.of(candidate.provider);
  if (recipients === null) return { kind: "come", giveBack: () => {} };
  const { stop } = deps.tools;
  const usefulMs = usefulLifeMs(job.otp, deps.clock.now());
  const patienceMs = patient ? usefulMs : Math.min(usefulMs, CHANNEL_BUDGET_MS - job.spentMs);
  let stopListening = (): void => {};
  const turn = await recipients.turn(job.recipient, patienceMs, (leave) => {
    const offs = [stop.on(leave), deps.ends.on(job.otp.id, leave)];
    stopListening = () => offs.forEach((off) => off());
  });
  stopListening();
  if (turn === "put_off") return { kind: "put_off", reason: recipients.reason };
  if (turn === "left") return { kind: stop.stopped ? "stopping" : "otp_ended" };
  if (!patient) job.spentMs += turn.waitedMs;
  return { kind: "come", giveBack: turn.giveBack };
}

/** Pure: how long a code may wait and still leave a person the time to type it; of a short life, a third. */
export function usefulLifeMs({ expiresAt, ttlSeconds }: Pick<Otp, "expiresAt" | "ttlSeconds">, now: number): number {
  return expiresAt - now - Math.min(WORTH_SENDING_MS, (ttlSeconds * 1000) / 3);
}
