import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { standingAgainst } from "../guard/list-keys.ts";
import { advise } from "../insight/advice.ts";
import { NEWEST, otpIdsOf, otpIdsOfUser, readRecord, type OtpRecord } from "../insight/explain.ts";
import { searchMessages } from "../insight/search.ts";
import type { Reading } from "../insight/search-box.ts";
import { summarise } from "../insight/summary.ts";
import { tell, toldKinds } from "../insight/tell.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { languageOf, languages } from "../kit/language.ts";
import { maskRecipient } from "../kit/mask.ts";
import { statusAt } from "../otp/model.ts";
import type { Gateway } from "../wire.ts";
import { preferredLanguage } from "./accept-language.ts";
import { badFields, check, type App, type Env } from "./endpoint.ts";
import { EXPLAIN_POLICY, explainPage, explainText } from "./explain-page.ts";
import { formatAccepted } from "./formats.ts";
import { guardKeySchema, keyAnswer, textSchema } from "./guard.ts";
import { pastedReadings, searchDeps, soughtRecipient, takenFor } from "./message-search.ts";
import { sought, takenForSchema } from "./message-schemas.ts";
import { operation } from "./operation.ts";
import { problemResponses } from "./problem.ts";
import { serve } from "./raw-endpoint.ts";
import { respond } from "./respond.ts";
import { line } from "./schemas.ts";

const text = z.object({ en: z.string(), id: z.string() });

const storySchema = z
  .object({
    guard: z
      .array(guardKeySchema.pick({ key: true, state: true, since: true }).extend({ text: textSchema }))
      .describe(
        "Of a number: what the fraud guard holds against its prefix or country now; `blocked` refuses the next issue",
      ),
    otps: z.array(
      z.object({
        id: z.string(),
        status: z.string(),
        summary: text.describe("How it got there, what became of it, what it cost").openapi({
          example: {
            en: "Delivered by SMS after WhatsApp failed twice; verified 14 s later; cost 850 IDR.",
            id: "…",
          },
        }),
        advice: text.describe("What support may tell the person, or do, now"),
        purpose: z.string(),
        to: z.string().describe("Masked"),
        user: z.string().nullable(),
        central: z.boolean().describe("Sent to the tenant's central numbers for that user"),
        attempts_left: z.number().int(),
        created_at: z.iso.datetime(),
        expires_at: z.iso.datetime(),
        name: z
          .string()
          .nullable()
          .describe("What its messages called them, where that was the stored name and not `user`"),
      }),
    ),
    story: z
      .array(
        z.object({
          at: z.iso.datetime(),
          kind: z.enum(toldKinds),
          otp: z.string(),
          message: z.string().nullable(),
          text,
        }),
      )
      .describe("Oldest first"),
    taken_for: takenForSchema,
  })
  .openapi("Story");

const asked = {
  to: line(254).optional().describe("A recipient: its newest five OTPs"),
  user: sought(100).optional().describe("A user of the ERP: their newest five OTPs"),
  otp: z.string().max(64).optional(),
  message: z.string().max(64).optional(),
  q: line(254).optional().describe("Whatever is at hand, as GET /v1/messages takes it"),
};
const query = z.strictObject({
  ...asked,
  format: z
    .enum(["json", "text", "html"])
    .optional()
    .describe("In place of `Accept`: JSON, lines of text, or one page to print or pass on"),
  lang: z
    .enum(languages)
    .optional()
    .describe("Of text and page; else as `Accept-Language` says, else the tenant's own"),
});
type Asked = Pick<z.output<typeof query>, keyof typeof asked>;

const spec = {
  path: "/v1/explain",
  tag: "Messages",
  summary: "The whole story in order, for support",
  description:
    "Give one of to, user, otp, message and q. Each OTP has a summary, and advice for the person; then what happened to it, oldest first: how it was " +
    "asked for, its messages and why there is another one, who was left out, attempts, reports (late and contradictory ones " +
    "too), money, what the ERP's webhooks were told, and how it ended. Numbers are masked; the code is never in it. Of wrong " +
    "codes only the count is kept, and refused requests leave no trace; but what the fraud guard holds against a number now is " +
    "said of a number.",
  roles: ["ops", "auditor"] as const,
};

export function explainRoutes(app: App, gateway: Gateway): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: spec.path,
    ...operation(spec),
    request: { query },
    responses: {
      200: {
        description: "The story",
        content: {
          "application/json": { schema: storySchema },
          "text/plain": { schema: z.string() },
          "text/html": { schema: z.string() },
        },
      },
      ...problemResponses(["invalid_request", "not_found"]),
    },
  });
  app.get(spec.path, (c) =>
    serve(gateway, c, { ...spec, page: formatOf(c) === "html" }, async (ctx) => {
      const { format, lang, ...wanted } = check(query, c.req.query(), "query");
      const explained = await explain(gateway, ctx, wanted);
      const language =
        lang ?? preferredLanguage(c.req.header("accept-language")) ?? languageOf(ctx.tenant.settings.default_locale);
      const reader = { language, timeZone: ctx.tenant.settings.time_zone };
      switch (format ?? formatOf(c)) {
        case "json":
          return respond(c, 200, "application/json; charset=utf-8", JSON.stringify(explained));
        case "text":
          return respond(c, 200, "text/plain; charset=utf-8", explainText(explained, reader));
        case "html":
          return respond(c, 200, "text/html; charset=utf-8", await explainPage(explained, reader), {
            "Content-Security-Policy": EXPLAIN_POLICY,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
          });
      }
    }),
  );
}

/** What the reader can show: a browser a page, a terminal text, a program JSON. */
function formatOf(c: Context<Env>): "json" | "text" | "html" {
  const named = c.req.query("format");
  if (named === "html" || named === "text" || named === "json") return named;
  const accept = c.req.header("accept") ?? "";
  if (/\btext\/html\b/i.test(accept)) return "html";
  return formatAccepted(accept) === "text" ? "text" : "json";
}

async function explain(gateway: Gateway, ctx: Ctx, wanted: Asked) {
  const given = Object.values(wanted).filter((value) => value !== undefined);
  if (given.length !== 1) throw badFields([{ path: "query", message: "give one of to, user, otp, message and q" }]);
  const { ids, reading } = await found(gateway, ctx, wanted);
  const deps = searchDeps(gateway, ctx.tenant.id);
  const records = await Promise.all(ids.map((id) => readRecord(deps, id)));
  const known = records.filter((record) => record !== null);
  const byId = wanted.otp !== undefined || wanted.message !== undefined;
  if (known.length === 0 && byId) throw new GatewayError("not_found", "There is no such OTP.");
  const number = numberIn(gateway, wanted, reading);
  const held = number === null ? [] : await guardAgainst(gateway, ctx, number);
  const now = gateway.clock.now();
  const { currency } = ctx.tenant;
  const told = known.flatMap((record) => tell(record, currency, now)).sort((a, b) => a.at - b.at);
  return {
    guard: held,
    otps: known.map((record) => ({
      ...otpAnswer(record, now),
      summary: summarise(record, currency, now),
      advice: advise(record, now),
    })),
    story: told.map(({ at, kind, otp, message, en, id }) => ({ at: isoMs(at), kind, otp, message, text: { en, id } })),
    ...(wanted.q === undefined ? {} : { taken_for: reading === null ? null : takenFor(reading, false) }),
  };
}

/** Of what was refused nothing is on record, but why the next one would be. */
async function guardAgainst(gateway: Gateway, ctx: Ctx, recipient: string) {
  const standing = await standingAgainst(gateway.sql, ctx.tenant.id, recipient);
  return standing.flatMap((listed) => {
    const { key, state, since, text } = keyAnswer(listed);
    return text === null ? [] : [{ key, state, since, text }];
  });
}

function otpAnswer({ otp }: OtpRecord, now: number) {
  return {
    id: publicId("otp", otp.id),
    status: statusAt(otp, now),
    purpose: otp.purpose,
    to: maskRecipient(otp.recipients[0] ?? ""),
    user: otp.userRef === "" ? null : otp.userRef,
    central: otp.central,
    attempts_left: otp.attemptsLeft,
    created_at: isoMs(otp.createdAt),
    expires_at: isoMs(otp.expiresAt),
    name: otp.via?.userName ?? null,
  };
}

/** The number or address that is asked about: of one that nothing was sent to, the likeliest reading. */
function numberIn(gateway: Gateway, { to, q }: Asked, reading: Reading | null): string | null {
  if (to !== undefined) return soughtRecipient(to, gateway.defaultCountry);
  if (q === undefined) return null;
  const taken = reading ?? pastedReadings(q, gateway.defaultCountry)[0];
  return taken?.as === "to" ? taken.value : null;
}

/** `reading`: what `q` was taken for; null where it found nothing, or was not given. */
async function found(gateway: Gateway, ctx: Ctx, wanted: Asked): Promise<{ ids: string[]; reading: Reading | null }> {
  const { to, user, otp, message, q } = wanted;
  const by = async (as: Reading["as"], value: string) => ({
    ids: await idsOf(gateway, ctx, { as, value }),
    reading: null,
  });
  if (to !== undefined) return by("to", soughtRecipient(to, gateway.defaultCountry));
  if (user !== undefined) return by("user", user);
  if (otp !== undefined) return by("otp", otp);
  if (message !== undefined) return by("message", message);
  for (const reading of pastedReadings(q ?? "", gateway.defaultCountry)) {
    const ids = await idsOf(gateway, ctx, reading);
    if (ids.length > 0) return { ids, reading };
  }
  return { ids: [], reading: null };
}

async function idsOf(gateway: Gateway, ctx: Ctx, { as, value }: Reading): Promise<string[]> {
  const deps = searchDeps(gateway, ctx.tenant.id);
  const byMessage = async (filter: { id: string } | { providerMessageId: string }): Promise<string[]> => {
    const { rows } = await searchMessages(deps, filter, NEWEST, null);
    return [...new Set(rows.map(({ otpId }) => otpId))];
  };
  switch (as) {
    case "to":
      return otpIdsOf(gateway.sql, gateway.keyring, ctx.tenant.id, value);
    case "user":
      return otpIdsOfUser(gateway.sql, ctx.tenant.id, value);
    case "otp":
      return [parsePublicId("otp", value)].filter((id) => id !== null);
    case "message": {
      const id = parsePublicId("msg", value);
      return id === null ? [] : byMessage({ id });
    }
    case "provider_message_id":
      return byMessage({ providerMessageId: value });
  }
}
