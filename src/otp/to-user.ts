import type { Ctx } from "../context.ts";
import { databaseError } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import type { UserMix } from "../users/mix.ts";
import type { UserDocument } from "../users/user.ts";
import { isEmailOnly, plannedChannels } from "./draft.ts";
import type { IssueInput } from "./issue.ts";
import type { OtpDeps } from "./send.ts";

/** An issue by `user` alone goes where that user's codes go. One that brings a `to` is not held up by a query. */
export async function toUser(
  deps: Pick<OtpDeps, "users" | "userMixes" | "keyring">,
  ctx: Ctx,
  input: IssueInput,
): Promise<IssueInput> {
  const { to, user } = input;
  if (to !== undefined || user === undefined) return input;
  const tenantId = ctx.tenant.id;
  const email = isEmailOnly(plannedChannels(ctx.tenant, input));
  // Both are asked for real ones and for decoys, and of what is stored of its user a decoy heeds nothing: neither the time
  // nor the answer tells whether the user is stored.
  const asked = [deps.users.submit({ tenantId, id: user }), deps.userMixes.of(tenantId)] as const;
  const [stored, mix] = await Promise.all(asked).catch((error: unknown) => {
    throw databaseError(error);
  });
  if (input.decoy) {
    if (email && mix.active > 0) throw noAddress();
    return isCentralDecoy(mix, deps.keyring.fingerprint(`decoy way\0${tenantId}\0${user}`))
      ? { ...input, to: "central" }
      : input;
  }
  const { userName, ...destination } = destinationOf(user, stored);
  if (email) throw noAddress();
  const via = userName === undefined ? input.via : { ...input.via, userName };
  return { ...input, ...destination, via };
}

/**
 * Pure: as many of the decoys seem to go to the central numbers as real ones do, each user's always alike. `hash` is the
 * user's, with a key.
 */
export function isCentralDecoy({ active, central }: UserMix, hash: Buffer): boolean {
  return hash.readUInt32BE(0) * active < central * 2 ** 32;
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
  if (to === "") throw noSuchRecipient("has a number that was erased; PUT /v1/users/{id} with the one of now");
  return { to, ...(stored.name === "" ? {} : { userName: stored.name }) };
}

function noAddress(): GatewayError {
  return noSuchRecipient("has no e-mail address stored; give to");
}

function noSuchRecipient(message: string): GatewayError {
  return new GatewayError("invalid_recipient", `user: ${message}`, { errors: [{ path: "user", message }] });
}
