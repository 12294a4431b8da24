import { GatewayError } from "../errors.ts";

export type Decision = "approve" | "refuse";

/** What one person asks for and another decides on: a top-up, or its reversal. */
export interface Request {
  /** In a message: "top-up", "reversal". */
  what: string;
  actor: string;
  state: "requested" | "posted" | "refused";
  /** Null where nobody had to. */
  decidedBy: string | null;
}

/**
 * Pure. Whether this decision is to be carried out now, or was by the same person before: a repeated request changes
 * nothing. Throws what stands against it.
 */
export function mayDecide(
  { what, actor, state, decidedBy }: Request,
  decision: Decision,
  by: string,
): "now" | "before" {
  const asked = decision === "approve" ? "posted" : "refused";
  if (state !== "requested") {
    if (decidedBy === by && state === asked) return "before";
    const whose = decidedBy === null ? "without a second person" : `by ${decidedBy}`;
    throw new GatewayError(
      "conflict",
      `The ${what} was ${state === "posted" ? "posted" : "refused"} ${whose} already.`,
    );
  }
  if (actor === by) {
    const [how, own] = by.startsWith("user_") ? ["by you", ""] : ["with this key", ", with a key of their own"];
    throw new GatewayError(
      "forbidden",
      `The ${what} was requested ${how} (${by}); another person has to ${decision} it${own}.`,
    );
  }
  return "now";
}
