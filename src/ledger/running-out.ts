import { runway } from "./balance.ts";

/** What can be wrong with money that is left, the worst last. */
export const alertKinds = ["low", "runway", "empty"] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What is judged: a balance, or a provider's credit in its own unit. */
export interface Figures {
  available: bigint;
  /** How far below zero it may go. */
  creditLine: bigint;
  currency: string | null;
  /** Low below this; zero: never. */
  threshold: bigint;
  /** At the rate of the last day or week; null when nothing was spent. */
  runwayHours: number | null;
  /** Short below so many hours; zero: never. */
  lowRunwayHours: number;
  /** The least that an issue would hold; null when there is no price. */
  cheapest: bigint | null;
}

/** `between`: not so any more, but so near that a single message would make it so again. */
export type State = "on" | "between" | "over";

/** Pure. What stands is over only some way beyond where it began, or people would be told at every turn. */
export function judge(figures: Figures): Record<AlertKind, State> {
  const { available, creditLine, threshold, runwayHours, lowRunwayHours, cheapest } = figures;
  const payable = available + creditLine;
  return {
    low: threshold <= 0n ? "over" : state(available < threshold, available * 10n >= threshold * 11n),
    runway:
      lowRunwayHours === 0 || runwayHours === null
        ? "over"
        : state(runwayHours < lowRunwayHours, runwayHours * 4 >= lowRunwayHours * 5),
    empty: cheapest === null ? "over" : state(payable < cheapest, payable >= cheapest * 10n),
  };
}

function state(on: boolean, over: boolean): State {
  return on ? "on" : over ? "over" : "between";
}

const DAY_HOURS = 24;
const WEEK_HOURS = 168;

export interface Spend {
  available: bigint;
  day: bigint;
  week: bigint;
  /** How long there has been anything to spend. */
  livedHours: number;
}

/** Pure. By the faster of two rates: last night's surge is not averaged away, and a quiet Sunday does not hide a week. */
export function shortestRunway({ available, day, week, livedHours }: Spend): number | null {
  const within = (hours: number): number => Math.max(1, Math.min(hours, livedHours));
  const hours = [runway(available, day, within(DAY_HOURS)), runway(available, week, within(WEEK_HOURS))];
  return hours.reduce((least, each) => (least === null || (each !== null && each < least) ? each : least), null);
}
