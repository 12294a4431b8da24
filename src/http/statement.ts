import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { iso, isoMs } from "../kit/clock.ts";
import { languageOf, languages } from "../kit/language.ts";
import { formatAmount, parseAmount } from "../kit/money.ts";
import type { NamedSpend, Statement } from "../ledger/statement/compose.ts";
import { readStatement } from "../ledger/statement/read.ts";
import { readSignatures, signStatement, type Signature } from "../ledger/statement/sign.ts";
import { amount } from "../settings/documents.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint } from "./csv.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { rawEndpoint } from "./raw-endpoint.ts";
import { respond } from "./respond.ts";
import { seesMargin } from "./sees-margin.ts";
import { statementColumns, statementRows } from "./statement-csv.ts";
import { PAGE_POLICY, statementPage } from "./statement-page.ts";

const money = (what: string) => z.string().describe(what).openapi({ example: "356.65" });

const spend = {
  messages: z.number().int().describe("Charged in the month"),
  charged: money("What was captured, and charged late"),
  refunded: money("What came back, of this month's messages or earlier ones"),
  spend: money("`charged` − `refunded`; below zero when more came back"),
};
const named = (field: string) =>
  z.array(z.object({ [field]: z.string().nullable().describe("Null: none was named"), ...spend }));
const held = money("Of it, promised to messages under way");
const movement = z.object({ count: z.number().int(), amount: money("Signed: what it adds to the total") });

const statementSchema = z
  .object({
    month: z.string().openapi({ example: "2026-11" }),
    time_zone: z.string().openapi({ example: "Asia/Jakarta" }),
    from: z.iso.datetime(),
    until: z.iso.datetime().describe("Exclusive"),
    status: z.enum(["provisional", "final"]).describe("Final when nothing can be written into the month any more"),
    currency: z.string(),
    entries: z.number().int().describe("Ledger entries of the month"),
    opening: money("Available and held"),
    opening_held: held,
    topups: movement,
    adjustments: movement,
    spend: z.object({
      ...spend,
      refunds: z.number().int().describe("Messages that `refunded` came back of"),
      late_charges: movement.describe("Part of `charged`: messages that arrived after their hold had been released"),
      by_channel: named("channel"),
      by_provider: named("provider"),
      by_purpose: named("purpose"),
      by_cost_centre: named("cost_centre"),
    }),
    closing: money("opening + topups + adjustments − spend"),
    closing_held: held,
    margin: z
      .object({
        messages: z.number().int().describe("Charged and not refunded, with a known cost"),
        unknown: z.number().int().describe("Charged and not refunded, without one: not in these sums"),
        spend: money("What the former were charged at"),
        cost: money("What the providers take for them, by the price list of their time"),
        margin: money("`spend` − `cost`"),
      })
      .optional()
      .describe("For keys of the first tenant alone"),
    signatures: z
      .array(
        z.object({
          actor: z.string(),
          actor_name: z.string().nullable().describe("As they were called then"),
          at: z.iso.datetime(),
        }),
      )
      .describe("Who said that the statement is right, oldest first; kept as long as the audit is"),
  })
  .openapi("Statement");

const month = z
  .string()
  .regex(/^2\d{3}-(0[1-9]|1[0-2])$/, "a month like 2026-11")
  .describe("In the tenant's time zone")
  .openapi({ example: "2026-11" });
const query = z.object({ month });
const signBody = z
  .strictObject({ month, closing: amount.describe("The closing balance of the statement that was looked at") })
  .openapi("SignStatement");
const roles = ["finance", "auditor"] as const;

export function statementRoutes(app: App, gateway: Gateway): void {
  const read = (ctx: Ctx, wanted: string): Promise<Statement> =>
    readStatement(gateway.sql, ctx.tenant, wanted, gateway.clock.now());

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/statement",
    tag: "Finance",
    summary: "A month of the account",
    description:
      "What was in it, what came in, what was spent on what, what is left: `opening + topups + adjustments − spend = " +
      "closing`, of available and held together, checked against the ledger. An entry counts in the month in which it was " +
      "written: a refund or a late charge in its own, under the names of its message. A cost centre is the issue's " +
      "`metadata.cost_centre`, a text of up to 64 characters; what comes after the first 200 of a month (50 purposes) is " +
      "added up as `(other)`. 503 while the sums of many new entries are being made.",
    roles,
    query,
    answers: { 200: { description: "The statement", schema: statementSchema } },
    errors: ["invalid_request"],
    async handle({ ctx, query: asked }) {
      const statement = await read(ctx, asked.month);
      const signatures = await readSignatures(gateway.sql, ctx.tenant.id, statement.month);
      const answer = { ...statementAnswer(statement), ...signaturesAnswer(signatures) };
      return { status: 200, body: seesMargin(gateway, ctx) ? { ...answer, ...marginAnswer(statement) } : answer };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/statement/sign",
    tag: "Finance",
    summary: "Say that a month's statement was looked at and is right",
    description:
      "Once for each person (or key) and month; again it changes nothing. Written into the audit, which nobody can change. " +
      "409 while the month is not over, or when `closing` is not what the statement closes with.",
    roles: ["finance"],
    body: signBody,
    answers: {
      200: { description: "All who signed it", schema: statementSchema.pick({ month: true, signatures: true }) },
    },
    errors: [
      "invalid_request",
      "conflict",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body, claim }) {
      const statement = await read(ctx, body.month);
      const closing = parseAmount(body.closing) ?? 0n;
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const signatures = await signStatement(tx, ctx, statement, closing, gateway.clock.now());
        return { status: 200, body: { month: statement.month, ...signaturesAnswer(signatures) } };
      });
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/balance/statement.csv",
    tag: "Finance",
    summary: "A month of the account, for a spreadsheet",
    roles,
    query,
    columns: statementColumns,
    money: ["charged", "refunded", "amount"],
    forPeople: true,
    file: (asked) => `statement-${asked.month}.csv`,
    async pages(ctx, asked) {
      const rows = statementRows(await read(ctx, asked.month));
      return (async function* () {
        yield rows;
      })();
    },
  });

  rawEndpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/statement.html",
    tag: "Finance",
    summary: "A month of the account, to be printed",
    description:
      "A page for A4, in the language of `locale` or the tenant's own. A browser asks for the key as a password.",
    roles,
    query: query.extend({ locale: z.enum(languages).optional() }),
    content: "text/html",
    errors: ["invalid_request"],
    page: true,
    async handle({ c, ctx, query: asked }) {
      const statement = await read(ctx, asked.month);
      const locale = asked.locale ?? languageOf(ctx.tenant.settings.default_locale);
      const signatures = await readSignatures(gateway.sql, ctx.tenant.id, statement.month);
      const page = await statementPage(statement, ctx.tenant, locale, gateway.clock.now(), signatures);
      return respond(c, 200, "text/html; charset=utf-8", page, {
        "Content-Security-Policy": PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
      });
    },
  });
}

function signaturesAnswer(signatures: readonly Signature[]) {
  return {
    signatures: signatures.map(({ actor, actorName, at }) => ({ actor, actor_name: actorName, at: isoMs(at) })),
  };
}

function marginAnswer({ margin: { messages, unknown, spend: paid, cost, margin } }: Statement) {
  const amounts = { spend: formatAmount(paid), cost: formatAmount(cost), margin: formatAmount(margin) };
  return { margin: { messages, unknown, ...amounts } };
}

function statementAnswer(statement: Statement) {
  const { opening, closing, topups, adjustments, lateCharges, refunds, spend: all } = statement;
  const movementOf = ({ count, amount }: Statement["topups"]) => ({ count, amount: formatAmount(amount) });
  const spendOf = ({ messages, charged, refunded, spend: rest }: Statement["spend"]) => ({
    messages,
    charged: formatAmount(charged),
    refunded: formatAmount(refunded),
    spend: formatAmount(rest),
  });
  const namedAs = (field: string, list: readonly NamedSpend[]) =>
    list.map((item) => ({ [field]: item.name === "" ? null : item.name, ...spendOf(item) }));
  return {
    month: statement.month,
    time_zone: statement.timeZone,
    from: iso(statement.from),
    until: iso(statement.until),
    status: statement.final ? "final" : "provisional",
    currency: statement.currency,
    entries: statement.entries,
    opening: formatAmount(opening.total),
    opening_held: formatAmount(opening.held),
    topups: movementOf(topups),
    adjustments: movementOf(adjustments),
    spend: {
      ...spendOf(all),
      refunds: refunds.count,
      late_charges: movementOf(lateCharges),
      by_channel: namedAs("channel", statement.byChannel),
      by_provider: namedAs("provider", statement.byProvider),
      by_purpose: namedAs("purpose", statement.byPurpose),
      by_cost_centre: namedAs("cost_centre", statement.byCostCentre),
    },
    closing: formatAmount(closing.total),
    closing_held: formatAmount(closing.held),
  };
}
