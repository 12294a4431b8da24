import { z } from "@hono/zod-openapi";
import { createUser, resetUser, setupUrl, type Invitation } from "../console-users/invite.ts";
import { listUsers, readUser } from "../console-users/list.ts";
import { deleteUser, noSuchUser, updateUser } from "../console-users/update.ts";
import { consoleRoles, userName, type ConsoleUser } from "../console-users/user.ts";
import { iso } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { languages } from "../kit/language.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readTimeCursor } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";

const tag = "Console users";

const name = userName.openapi({
  type: "string",
  example: "siti",
  description: "What one signs in by, unique in the installation whatever its capitals",
});
const role = z.enum(consoleRoles).describe("What the person may do: as a key of that role");
const language = z.enum(languages).nullable().default(null).describe("Of the console; null: as the browser asks");

const userSchema = z
  .object({
    id: z.string().openapi({ example: "user_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    name: z.string(),
    role: z.enum(consoleRoles),
    language: z.enum(languages).nullable(),
    state: z.enum(["on", "off"]),
    password: z.boolean().describe("Whether a password was chosen; until then only the set-up token leads in"),
    second_factor: z.boolean().describe("Whether an authenticator app is set up"),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().nullable().describe("Of the sessions that have not ended, to the minute"),
  })
  .openapi("ConsoleUser");

const invitation = {
  setup_token: z
    .string()
    .nullable()
    .describe("By which the person chooses a password, once; in this answer only, null in an idempotent replay"),
  setup_url: z.string().nullable().describe("Where: the token stands behind the #, so that no server is sent it"),
  setup_expires_at: z.iso.datetime(),
};
const created = userSchema.extend(invitation).openapi("CreatedConsoleUser");
const resetAnswer = z.object(invitation).openapi("ConsoleUserReset");

const idParams = z.object({ id: z.string().max(64) });
const once = ["idempotency_in_progress", "idempotency_mismatch"] as const;
const bodyErrors = ["invalid_request", "payload_too_large", "unsupported_media_type"] as const;

/** People at the console. Nobody sets a password for another: who is new, or was reset, chooses one by a token. */
export function consoleUserRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/console-users",
    tag,
    summary: "The people who may sign in to the console, newest first",
    roles: ["auditor"],
    query: listQuery,
    answers: { 200: { description: "The users", schema: listOf(userSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readTimeCursor(query.cursor, "console-users");
      const rows = await listUsers(gateway.sql, ctx.tenant.id, query.limit + 1, before);
      const positionOf = (user: ConsoleUser) => `${user.createdAt}.${user.id}`;
      return { status: 200, body: pageOf(rows, query.limit, "console-users", positionOf, answerOf) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/console-users",
    tag,
    summary: "Make a user of the console",
    description:
      "The answer has a token, valid for 24 hours and once, by which the person chooses a password at `setup_url`. Send it " +
      "to them by a way that only they read.",
    roles: [],
    body: z.strictObject({ name, role, language }).openapi("CreateConsoleUser"),
    answers: { 201: { description: "Made", schema: created } },
    errors: [...bodyErrors, ...once, "conflict"],
    async handle({ ctx, body, claim }) {
      const now = gateway.clock.now();
      const kept = await gateway.answers.once(
        claim(),
        async (tx) => {
          const { id, ...made } = await createUser(tx, ctx, body, now);
          const user = { ...body, id, ready: false, enrolled: false, disabledAt: null, createdAt: now, seenAt: null };
          return { status: 201, body: { ...answerOf(user), ...invitationAnswer(made, gateway) } };
        },
        withoutToken,
      );
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/console-users/{id}",
    tag,
    summary: "One user of the console",
    roles: ["auditor"],
    params: idParams,
    answers: { 200: { description: "The user", schema: userSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const id = parsePublicId("user", params.id);
      const user = id === null ? null : await readUser(gateway.sql, ctx.tenant.id, id);
      if (user === null) throw noSuchUser();
      return { status: 200, body: answerOf(user) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/console-users/{id}",
    tag,
    summary: "Change a user's name, role or language, or turn the user off",
    description:
      "Whoever is turned off, or gets another role, is signed out everywhere at once. At least one admin who can sign in " +
      "remains (409).",
    roles: [],
    params: idParams,
    body: z
      .strictObject({ name, role, language, state: z.enum(["on", "off"]).default("on") })
      .openapi("PutConsoleUser"),
    answers: { 200: { description: "The user as it is now", schema: userSchema } },
    errors: [...bodyErrors, "not_found", "conflict"],
    async handle({ ctx, params, body }) {
      const id = parsePublicId("user", params.id);
      const user = await gateway.sql.begin((tx) => updateUser(tx, ctx, id, body, gateway.clock.now()));
      return { status: 200, body: answerOf(user) };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/console-users/{id}",
    tag,
    summary: "Remove a user of the console; what they did keeps their name",
    description: "Their sessions end. At least one admin who can sign in remains (409).",
    roles: [],
    params: idParams,
    answers: { 204: { description: "Removed" } },
    errors: ["not_found", "conflict"],
    async handle({ ctx, params }) {
      const id = parsePublicId("user", params.id);
      await gateway.sql.begin((tx) => deleteUser(tx, ctx, id, gateway.clock.now()));
      return { status: 204, body: null };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/console-users/{id}/reset",
    tag,
    summary: "For who has lost the password or the telephone",
    description:
      "Password, second factor, recovery codes and sessions go; the token in the answer, valid for 24 hours and once, leads " +
      "back in. `npm run cli -- user reset NAME` on the host does the same.",
    roles: [],
    params: idParams,
    answers: { 200: { description: "Reset", schema: resetAnswer } },
    errors: ["not_found", ...once],
    async handle({ ctx, params, claim }) {
      const id = parsePublicId("user", params.id);
      if (id === null) throw noSuchUser();
      const now = gateway.clock.now();
      const kept = await gateway.answers.once(
        claim(),
        async (tx) => ({ status: 200, body: invitationAnswer(await resetUser(tx, ctx, id, now), gateway) }),
        withoutToken,
      );
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });
}

function invitationAnswer({ token, expiresAt }: Invitation, { config }: Gateway) {
  return {
    setup_token: token,
    setup_url: setupUrl(config.publicUrl, token),
    setup_expires_at: iso(expiresAt),
  };
}

function withoutToken<T extends { body: unknown }>(answer: T): T {
  return { ...answer, body: { ...(answer.body as object), setup_token: null, setup_url: null } };
}

function answerOf(user: ConsoleUser) {
  return {
    id: publicId("user", user.id),
    name: user.name,
    role: user.role,
    language: user.language,
    state: user.disabledAt === null ? "on" : "off",
    password: user.ready,
    second_factor: user.enrolled,
    created_at: iso(user.createdAt),
    last_seen_at: user.seenAt === null ? null : iso(user.seenAt),
  };
}
