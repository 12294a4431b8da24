import { z } from "@hono/zod-openapi";
import { readUser } from "../console-users/list.ts";
import { endSession, listSessions, type ListedSession } from "../console-users/sessions.ts";
import { noSuchUser } from "../console-users/update.ts";
import { iso } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readTimeCursor } from "./cursor.ts";
import { endpoint, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";

const tag = "Console users";
const idParams = z.object({ id: z.string().max(64) });

const sessionSchema = z
  .object({
    id: z.string().openapi({ example: "ses_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    address: z.string().nullable().describe("Where it was begun from"),
    user_agent: z.string().nullable().describe("What the browser calls itself, up to 200 characters"),
    passed: z.boolean().describe("False: the second step has not been taken yet"),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().describe("To the minute"),
    expires_at: z.iso.datetime().describe("At the latest; 12 hours without a request end it too"),
  })
  .openapi("ConsoleSession");

export function consoleSessionRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/console-users/{id}/sessions",
    tag,
    summary: "Where a user of the console is signed in, newest first",
    roles: ["auditor"],
    params: idParams,
    query: listQuery,
    answers: { 200: { description: "The sessions that have not ended", schema: listOf(sessionSchema) } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const id = parsePublicId("user", params.id);
      const user = id === null ? null : await readUser(gateway.sql, ctx.tenant.id, id);
      if (user === null) throw noSuchUser();
      const before = readTimeCursor(query.cursor, "console-sessions");
      const rows = await listSessions(gateway.sql, user.id, gateway.clock.now(), query.limit + 1, before);
      const positionOf = (session: ListedSession) => `${session.createdAt}.${session.id}`;
      return { status: 200, body: pageOf(rows, query.limit, "console-sessions", positionOf, answerOf) };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/console-sessions/{id}",
    tag,
    summary: "End a session of the console at once",
    roles: [],
    params: idParams,
    answers: { 204: { description: "Ended" } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      await endSession(gateway.sql, ctx, parsePublicId("ses", params.id), gateway.clock.now());
      return { status: 204, body: null };
    },
  });
}

function answerOf(session: ListedSession) {
  return {
    id: publicId("ses", session.id),
    address: session.address,
    user_agent: session.userAgent,
    passed: session.passed,
    created_at: iso(session.createdAt),
    last_seen_at: iso(session.seenAt),
    expires_at: iso(session.expiresAt),
  };
}
