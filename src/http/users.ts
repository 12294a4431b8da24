import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { maskRecipient } from "../kit/mask.ts";
import { deleteUser } from "../users/delete-user.ts";
import { putUsers } from "../users/put-users.ts";
import { listUsers, readUser } from "../users/read.ts";
import type { StoredUser } from "../users/user.ts";
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
      const rows = await listUsers(gateway.sql, ctx.tenant.id, active, query.limit + 1, before);
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
      const user = await readUser(gateway.sql, ctx.tenant.id, params.id);
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
      "that changes nothing writes nothing, so all users may be sent each night. What was issued before stays as it is.",
    roles: writers,
    erp: true,
    params: idParams,
    body: userBody(defaultCountry).openapi("PutUser"),
    answers: { 200: { description: "The user as stored now", schema: userSchema } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const document = userDocument(params.id, body, defaultCountry);
      const now = gateway.clock.now();
      const { users } = await gateway.sql.begin((tx) => putUsers(tx, ctx, [document], now));
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
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const { created, changed } = await putUsers(tx, ctx, documents, gateway.clock.now());
        return { status: 200, body: { created, changed, unchanged: documents.length - created - changed } };
      });
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
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
      await deleteUser(gateway.sql, ctx, params.id, gateway.clock.now());
      return { status: 204, body: null };
    },
  });
}

function userAnswer(user: StoredUser, reveal: boolean) {
  const { number } = user;
  return {
    id: user.id,
    active: user.active,
    destination: user.destination,
    number: number === null || reveal ? number : maskRecipient(number),
    name: user.name === "" ? null : user.name,
    created_at: isoMs(user.createdAt),
    updated_at: isoMs(user.updatedAt),
  };
}
