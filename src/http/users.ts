import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { isoMs } from "../kit/clock.ts";
import { shownRecipient } from "../kit/mask.ts";
import type { Keyring } from "../kit/secret.ts";
import { cancelMoved } from "../otp/cancel-moved.ts";
import { deleteUser } from "../users/delete-user.ts";
import { putUsers } from "../users/put-users.ts";
import { listUsers, readUser } from "../users/read.ts";
import type { StoredUser, UserDocument } from "../users/user.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { revealed, revealQuery } from "./reveal.ts";
import { listOf, listQuery } from "./schemas.ts";
import {
  IMPORT_KIB,
  importedSchema,
  MOST_USERS,
  userBody,
  userDocument,
  userId,
  userSchema,
  usersBody,
} from "./user-document.ts";

const idParams = z.object({ id: userId });
const readers = ["erp", "ops", "auditor"] as const;
const writers = ["erp", "ops"] as const;
const tag = "Users";

/** The ERP's own switch for each person: whether they are asked for an OTP, and where it goes. */
export function userRoutes(app: App, gateway: Gateway): void {
  const { defaultCountry } = gateway.config;
  const end = ({ tenant }: Ctx, otpIds: readonly string[]): void => {
    for (const id of otpIds) gateway.delivery.otpEndedLater(tenant.id, id);
  };

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/users",
    tag,
    summary: "The users, those that were created last first",
    roles: readers,
    erp: true,
    query: listQuery.extend({ active: z.enum(["true", "false"]).optional() }).extend(revealQuery),
    answers: { 200: { description: "The users", schema: listOf(userSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "users", uuidForm);
      const reveal = await revealed(gateway, ctx, query.reveal, { action: "users.reveal", target: "users" });
      const active = query.active === undefined ? undefined : query.active === "true";
      const rows = await listUsers(gateway.sql, gateway.keyring, ctx.tenant.id, active, query.limit + 1, before);
      const answerOf = (user: StoredUser) => userAnswer(user, reveal);
      return { status: 200, body: pageOf(rows, query.limit, "users", (user) => user.place, answerOf) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/users/{id}",
    tag,
    summary: "One user",
    roles: readers,
    erp: true,
    params: idParams,
    query: z.object(revealQuery),
    answers: { 200: { description: "The user", schema: userSchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const user = await readUser(gateway.sql, gateway.keyring, ctx.tenant.id, params.id);
      const reveal = await revealed(gateway, ctx, query.reveal, { action: "users.reveal", target: params.id });
      return { status: 200, body: userAnswer(user, reveal) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/users/{id}",
    tag,
    summary: "Store a user, or replace what is stored",
    description:
      "`id` is the ERP's own word for the person, percent-encoded. From then on an issue may name the `user` alone. A put " +
      "that changes nothing writes nothing, so all users may be sent each night. Where the codes of a user go elsewhere from " +
      "now on, what is pending at the old place is cancelled in the same commit; all else that was issued stays as it is.",
    roles: writers,
    erp: true,
    params: idParams,
    body: userBody(defaultCountry).openapi("PutUser"),
    answers: { 200: { description: "The user as stored now", schema: userSchema } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const document = userDocument(params.id, body, defaultCountry);
      const now = gateway.clock.now();
      const { users, cancelled } = await gateway.sql.begin((tx) => put(tx, gateway.keyring, ctx, [document], now));
      end(ctx, cancelled);
      return { status: 200, body: users.map((user) => userAnswer(user, false))[0] };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/users/import",
    tag,
    summary: "Put many users in one commit: all of them, or none",
    description:
      `Up to ${MOST_USERS} in ${IMPORT_KIB} KiB, each as by its own PUT, with its \`id\`. Users that are not in the list stay as ` +
      "they are. Errors name the place in the list and the field.",
    roles: writers,
    body: usersBody(defaultCountry).openapi("ImportUsers"),
    bodyLimit: IMPORT_KIB * 1024,
    answers: { 200: { description: "What became of them", schema: importedSchema } },
    errors: [
      "invalid_request",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body, claim }) {
      const documents = body.users.map(({ id, ...user }) => userDocument(id, user, defaultCountry));
      let ended: readonly string[] = [];
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const { created, changed, cancelled } = await put(tx, gateway.keyring, ctx, documents, gateway.clock.now());
        ended = cancelled;
        return { status: 200, body: { created, changed, unchanged: documents.length - created - changed } };
      });
      if (kept.replayed) return replay(kept);
      end(ctx, ended);
      return { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/users/{id}",
    tag,
    summary: "Forget a user; what was issued stays as it is",
    roles: writers,
    erp: true,
    params: idParams,
    answers: { 204: { description: "Forgotten" } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params }) {
      await deleteUser(gateway.sql, gateway.keyring, ctx, params.id, gateway.clock.now());
      return { status: 204, body: null };
    },
  });
}

/** With what was pending where their codes went before, in one commit. */
async function put(tx: Tx, keyring: Keyring, ctx: Ctx, documents: readonly UserDocument[], now: number) {
  const outcome = await putUsers(tx, keyring, ctx, documents, now);
  return { ...outcome, cancelled: await cancelMoved(tx, keyring, ctx.tenant.id, outcome.moved, now) };
}

function userAnswer(user: StoredUser, reveal: boolean) {
  const { number } = user;
  return {
    id: user.id,
    active: user.active,
    destination: user.destination,
    number: number === null ? null : shownRecipient(number, reveal),
    name: user.name === "" ? null : user.name,
    created_at: isoMs(user.createdAt),
    updated_at: isoMs(user.updatedAt),
  };
}
