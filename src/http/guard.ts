import { z } from "@hono/zod-openapi";
import { explainDecision } from "../guard/explain.ts";
import { listDecisions, listKeys, type ListedDecision, type ListedKey } from "../guard/list-keys.ts";
import { becauses, decisionKinds, type Figures } from "../guard/model.ts";
import { releaseKey } from "../guard/release.ts";
import { isoMs } from "../kit/clock.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";

const keyForm = /^(\+[1-9][0-9]{0,14}|[A-Z]{2})$/;
const keySchema = z
  .string()
  .regex(keyForm, "a prefix, like +62812, or a country, like LV")
  .openapi({ example: "+62812" });
/** In a query, a `+` that was not escaped arrives as a space. */
const keyQuery = z
  .string()
  .transform((text) => text.replace(" ", "+"))
  .pipe(keySchema)
  .openapi({ type: "string", example: "+62812" });

const figuresSchema = z.object({
  sent: z.number().int().describe("OTPs of which a provider took a message, each once, by the minute of its issue"),
  verified: z.number().int(),
  settled: z.number().int().describe("Those that have had their time: two minutes old, or ended"),
  conversion: z.number().nullable().describe("Verified of settled, 0 to 1; null: none has settled"),
  arrived: z.number().int().describe("Of the settled: verified, or reported as delivered"),
  recent: z.number().int().describe("OTPs sent in the last five minutes, settled or not"),
  recent_verified: z.number().int(),
});

export const textSchema = z.object({ en: z.string(), id: z.string() });
const because = z
  .enum(becauses)
  .describe(
    "`conversion`: too few verified; `sequential`: numbers that follow each other; `new`: much at once to a prefix that " +
      "had nothing for thirty days; `not_arrived`, `everywhere`: an outage, not fraud; `unverified`: nobody verifies the " +
      "tenant's codes here, so that nothing can be said; `by_hand`; `time`: the block ran " +
      "out; `proven`: its people verified after all; `recovered`; `quiet`: too little is sent; `mode`, `allowed`: the " +
      "limits were changed",
  );

export const guardKeySchema = z
  .object({
    key: keySchema,
    country: z.string().nullable().describe("Of a prefix"),
    state: z.enum(["ok", "suspected", "blocked", "outage"]),
    because: because.nullable(),
    since: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable().describe("Of a block: when it ends by itself"),
    figures: figuresSchema.describe("Of the window, as of now"),
    text: textSchema.nullable().describe("Why, with the figures by which it was decided"),
  })
  .openapi("GuardKey");

const decisionSchema = z
  .object({
    at: z.iso.datetime(),
    key: keySchema,
    decision: z.enum(decisionKinds),
    because,
    mode: z.enum(["off", "monitor", "block"]).describe("Of the tenant's guard at that moment"),
    actor: z.string().describe("`gateway`, or the key that released it"),
    until: z.iso.datetime().nullable(),
    figures: figuresSchema.describe("Of the window, at that moment"),
    text: textSchema,
  })
  .openapi("GuardDecision");

export function guardRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/guard",
    tag: "Limits",
    summary: "Prefixes and countries with their conversion, and what the fraud guard holds against them",
    description:
      "In the order of the keys: countries after prefixes. The figures are some seconds behind, and of the guard's moving " +
      "window; what was sent before a release is not in them. Sandbox messages count as any others; decoys and e-mail do not.",
    roles: ["ops", "auditor"],
    query: listQuery.extend({
      state: z.enum(["ok", "suspected", "blocked", "outage"]).optional().describe("Only those in this state"),
    }),
    answers: {
      200: { description: "The keys", schema: listOf(guardKeySchema).extend({ mode: decisionSchema.shape.mode }) },
    },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const after = readCursor(query.cursor, "guard", keyForm);
      const listed = await listKeys(gateway.sql, ctx.tenant, gateway.clock.now());
      const keys = listed
        .filter(({ key }) => after === null || key > after)
        .filter(({ standing }) => query.state === undefined || query.state === (standing?.state ?? "ok"))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const page = pageOf(keys, query.limit, "guard", ({ key }) => key, keyAnswer);
      return { status: 200, body: { mode: ctx.tenant.limits.guard.mode, ...page } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/guard/release",
    tag: "Limits",
    summary: "Let codes go to a prefix or country again",
    description:
      "In force on every replica within a second. What was sent before is no evidence any more: the key is suspected again " +
      "only after `min_sent` further OTPs. With `allow` it goes on the guard's allow list too, and is never suspected; a " +
      "tenant that has no limits of its own then gets a copy of those it uses. A full list is 409 `conflict`, and nothing " +
      "is released.",
    roles: ["ops"],
    body: z.strictObject({
      key: keySchema,
      allow: z.boolean().default(false).describe("Put it on the allow list of the limits' `guard`"),
    }),
    answers: {
      200: {
        description: "It is released",
        schema: z.object({ key: keySchema, state: z.literal("ok"), allowed: z.boolean() }).openapi("GuardRelease"),
      },
    },
    errors: ["invalid_request", "not_found", "conflict", "idempotency_in_progress", "idempotency_mismatch"],
    async handle({ ctx, body, claim }) {
      const kept = await gateway.answers.once(claim(), async (tx) => {
        await releaseKey(tx, ctx, body, gateway.clock.now());
        return { status: 200, body: { key: body.key, state: "ok", allowed: body.allow } };
      });
      if (kept.replayed) return replay(kept);
      await gateway.settings.reload();
      gateway.webhookPosts.wake();
      return { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/guard/decisions",
    tag: "Limits",
    summary: "What the fraud guard decided and why, newest first; kept for a year",
    roles: ["ops", "auditor"],
    query: listQuery.extend({ key: keyQuery.optional().describe("Only of this prefix or country") }),
    answers: { 200: { description: "The decisions", schema: listOf(decisionSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "guard-decisions", uuidForm);
      const asked = { key: query.key, limit: query.limit + 1, before };
      const rows = await listDecisions(gateway.sql, ctx.tenant.id, asked);
      return { status: 200, body: pageOf(rows, query.limit, "guard-decisions", (row) => row.id, decisionAnswer) };
    },
  });
}

export function keyAnswer({ key, country, figures, standing }: ListedKey) {
  return {
    key,
    country,
    state: standing?.state ?? "ok",
    because: standing?.because ?? null,
    since: standing === null ? null : isoMs(standing.since),
    until: isoOrNull(standing?.until ?? null),
    figures: figuresAnswer(figures),
    text: standing === null ? null : explainDecision({ key, decision: standing.state, ...standing }),
  };
}

function decisionAnswer(row: ListedDecision) {
  const { key, decision, mode, actor } = row;
  return {
    at: isoMs(row.at),
    key,
    decision,
    because: row.because,
    mode,
    actor,
    until: isoOrNull(row.until),
    figures: figuresAnswer(row.figures),
    text: explainDecision(row),
  };
}

function figuresAnswer({ sent, verified, settled, arrived, recent, recentVerified }: Figures) {
  const conversion = settled === 0 ? null : Math.round((1000 * verified) / settled) / 1000;
  return { sent, verified, settled, conversion, arrived, recent, recent_verified: recentVerified };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoMs(at);
}
