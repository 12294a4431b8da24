import { isIP } from "node:net";
import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { againWhenLocked } from "../db/coalesce.ts";
import { clientAddress } from "../kit/address.ts";
import { standingAgainst } from "../guard/list-keys.ts";
import { isoMs } from "../kit/clock.ts";
import { maskNumbers, maskRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";
import { forgive } from "../otp/forgive.ts";
import { onlySandbox, readLimitUsage, type LimitUsage, type Person } from "../otp/limit-usage.ts";
import { resolveRecipients } from "../otp/recipient.ts";
import type { Gateway } from "../wire.ts";
import { badFields, endpoint, replay, type App } from "./endpoint.ts";
import { guardKeySchema, keyAnswer } from "./guard.ts";
import { line } from "./schemas.ts";

const person = {
  to: line(254).optional().describe("A recipient, or `central` with `user`"),
  user: line(128).optional().describe("The ERP's word for a person"),
  client_ip: z
    .string()
    .max(45)
    .refine((text) => isIP(text) !== 0, "an IP address")
    .optional()
    .describe("An end user's address; an IPv6 address stands for its /64 too"),
};

const at = (what: string) => z.iso.datetime().nullable().describe(what);
const usageSchema = z
  .object({
    to: z.string().nullable().describe("Masked"),
    sandbox: z.boolean().describe("Whether these are the sandbox's windows"),
    cooldown_until: at("A code was sent a moment ago; null: none holds the next one back"),
    windows: z.array(
      z.object({
        limit: z.string().describe("As a refusal names it"),
        max: z.number().int(),
        per_seconds: z.number().int(),
        used: z.number().int(),
        free_at: at("When there is room again; null: now"),
      }),
    ),
    guard: z
      .array(guardKeySchema.omit({ figures: true }))
      .describe("What the fraud guard holds against the number's prefix or country; `blocked` refuses the next issue"),
    guesses: z.array(
      z.object({
        limit: z.enum(["guesses", "guesses_user"]),
        wrong: z.number().int().describe("Wrong codes in a row"),
        free: z.number().int().describe("So many before there are waits"),
        wait_until: at("The next check is allowed then; null: now"),
      }),
    ),
    ceilings: z.array(
      z.object({
        limit: z.string(),
        ceiling: z.string().nullable().describe("Of the whole gateway, to the first tenant alone"),
        used: z.string().nullable().describe("Held or charged in the span; of the whole gateway as above"),
        currency: z.string(),
        free_at: at("When there is room again, if it is used up; null: now"),
      }),
    ),
  })
  .openapi("LimitUsage");

const forgiveBody = z
  .strictObject({ ...person, reason: line(200).optional().describe("Why, for the audit") })
  .refine(({ to, user, client_ip: clientIp }) => [to, user, clientIp].some((value) => value !== undefined), {
    path: ["to"],
    message: "give to, user or client_ip",
  })
  .openapi("ForgiveLimits");

const forgivenSchema = z
  .object({
    otps: z.number().int().describe("OTPs whose sends no window and no cool-down counts any more"),
    guesses: z.number().int().describe("Counts of wrong codes in a row, with their waits"),
    addresses: z.number().int().describe("Counters of the client address and its network"),
  })
  .openapi("ForgivenLimits");

export function limitUsageRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/limits/usage",
    tag: "Limits",
    summary: "Every limit that concerns a person: used, maximum, when free",
    description:
      "Give `to`, `user` and `client_ip` as an issue would have them; what is left out is left out of the answer. Amounts " +
      "are in the account's currency. It is what an issue at this moment would meet; nothing is counted.",
    roles: ["ops", "auditor"],
    query: z.object({
      ...person,
      sandbox: z
        .enum(["true", "false"])
        .optional()
        .describe("The sandbox's windows; by default where no other provider is routed"),
    }),
    answers: { 200: { description: "The limits and their use", schema: usageSchema } },
    errors: ["invalid_request", "invalid_recipient"],
    async handle({ ctx, query }) {
      const sandbox = query.sandbox === undefined ? onlySandbox(ctx.tenant) : query.sandbox === "true";
      const who = personOf(gateway, ctx, query);
      const [usage, standing] = await Promise.all([
        readLimitUsage(gateway.sql, ctx, who, sandbox, gateway.clock.now()),
        standingAgainst(gateway.sql, ctx.tenant.id, who.recipient),
      ]);
      const guard = standing.map((key) => guardKeySchema.omit({ figures: true }).parse(keyAnswer(key)));
      return { status: 200, body: { ...usageAnswer(ctx, who, usage), guard } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/limits/forgive",
    tag: "Limits",
    summary: "Clear the counters and waits of one person",
    description:
      "For support: the person's windows, cool-down and waits after wrong codes begin anew. What is counted of many " +
      "(prefix, country, tenant, provider, gateway) and money stays. Audited, with the number masked.",
    roles: ["ops"],
    body: forgiveBody,
    answers: { 200: { description: "What was cleared", schema: forgivenSchema } },
    errors: [
      "invalid_request",
      "invalid_recipient",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body, claim }) {
      const who = personOf(gateway, ctx, body);
      const kept = await againWhenLocked(() =>
        gateway.answers.once(claim(), async (tx) => ({
          status: 200,
          body: { ...(await forgive(tx, ctx, who, reasonOf(body.reason), gateway.clock.now())) },
        })),
      );
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });
}

interface Asked {
  to?: string | undefined;
  user?: string | undefined;
  client_ip?: string | undefined;
}

/** The audit holds no full number, whoever wrote one. */
function reasonOf(text: string | undefined): string | null {
  return text === undefined ? null : maskNumbers(text);
}

function personOf(gateway: Gateway, ctx: Ctx, { to, user, client_ip: clientIp }: Asked): Person {
  const named = { user: user ?? null, clientIp: clientIp === undefined ? null : clientAddress(clientIp) };
  if (to === undefined) return { subject: null, recipient: "", ...named };
  if (to === "central" && user === undefined) {
    throw badFields([{ path: "user", message: "is required with to=central: limits are counted for each user" }]);
  }
  // In a query, a `+` that was not escaped arrives as a space.
  const written = to.replace(/^ (?=\d)/, "+");
  const { subject, recipients } = resolveRecipients(
    ctx.tenant,
    { to: written, user: user ?? "", email: written.includes("@"), decoy: false, anyCountry: true },
    gateway.config.defaultCountry,
    gateway.keyring,
  );
  return { subject: gateway.keyring.numbers.seal(ctx.tenant.id, subject), recipient: recipients[0] ?? "", ...named };
}

function usageAnswer({ tenant }: Ctx, { recipient }: Person, usage: LimitUsage) {
  return {
    to: recipient === "" ? null : maskRecipient(recipient),
    sandbox: usage.sandbox,
    cooldown_until: timeOf(usage.coolingUntil),
    windows: usage.windows.map(({ limit, window, used, freeAt }) => ({
      limit,
      max: window.max,
      per_seconds: window.per_seconds,
      used,
      free_at: timeOf(freeAt),
    })),
    guesses: usage.guesses.map(({ limit, wrong, blockedUntil }) => ({
      limit,
      wrong,
      free: tenant.limits.guesses.free,
      wait_until: timeOf(blockedUntil),
    })),
    ceilings: usage.ceilings.map(({ ceiling, used, freeAt }) => {
      // What all tenants spend together is the first one's to know.
      const shown = ceiling.scope !== "gateway" || tenant.first;
      return {
        limit: ceiling.limit,
        ceiling: shown ? formatAmount(ceiling.most) : null,
        used: shown ? formatAmount(used) : null,
        currency: tenant.currency,
        free_at: timeOf(freeAt),
      };
    }),
  };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoMs(at);
}
