import type { Ctx } from "../context.ts";
import { databaseError } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import type { UserLookup } from "../users/lookup.ts";
import type { UserDocument } from "../users/user.ts";
import { isEmailOnly, plannedChannels } from "./draft.ts";
import type { IssueInput } from "./issue.ts";

/** An issue by `user` alone goes where that user's codes go. One that brings a `to` is not held up by a query. */
export async function toUser(deps: { users: UserLookup }, ctx: Ctx, input: IssueInput): Promise<IssueInput> {
  const { to, user } = input;
  if (to !== undefined || user === undefined) return input;
  const stored = await deps.users.submit({ tenantId: ctx.tenant.id, id: user }).catch((error: unknown) => {
    throw databaseError(error);
  });
  // A decoy asks as well, and heeds no answer: neither its time nor its number tells whether the user is stored.
  if (input.decoy) return input;
  const { userName, ...destination } = destinationOf(user, stored);
  if (isEmailOnly(plannedChannels(ctx.tenant, input))) throw noSuchRecipient("has no e-mail address stored; give to");
  const via = userName === undefined ? input.via : { ...input.via, userName };
  return { ...input, ...destination, via };
}

/** Pure: where a user's codes go, and whom a message names; or why none is sent. */
export function destinationOf(id: string, stored: UserDocument | null): { to: string; userName?: string } {
  if (stored === null) throw noSuchRecipient("is not stored; PUT /v1/users/{id} first, or give to");
  if (!stored.active) {
    throw new GatewayError("conflict", "This user is not active: no OTP is asked of them.", {
      members: { user: id, active: false },
    });
  }
  const to = stored.destination === "central" ? "central" : stored.number;
  if (to === null) throw new Error("a user's own number is not there");
  return { to, ...(stored.name === "" ? {} : { userName: stored.name }) };
}

function noSuchRecipient(message: string): GatewayError {
  return new GatewayError("invalid_recipient", `user: ${message}`, { errors: [{ path: "user", message }] });
}
