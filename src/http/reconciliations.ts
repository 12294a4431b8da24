import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import { spooled } from "../kit/spool.ts";
import { presets, type InvoiceColumns, type Preset } from "../ledger/reconcile/columns.ts";
import { listDifferences, listReconciliations } from "../ledger/reconcile/list.ts";
import { reconcile } from "../ledger/reconcile/reconcile.ts";
import { name } from "../settings/documents.ts";
import type { Gateway } from "../wire.ts";
import { csvFile, localeQuery, ROWS_A_PAGE } from "./csv.ts";
import { pageOf, readCursor, spanQuery, uuidForm } from "./cursor.ts";
import { badFields, endpoint, send, type App } from "./endpoint.ts";
import { readParts } from "./body/bytes.ts";
import { rawEndpoint } from "./raw-endpoint.ts";
import {
  differenceAnswer,
  differenceColumns,
  reconciliationAnswer,
  reconciliationReadSchema,
  reconciliationSchema,
  SHOWN_DIFFERENCES,
} from "./reconciliation-answer.ts";
import { line, listOf, listQuery } from "./schemas.ts";

const INVOICE_LIMIT = 20 * 1024 * 1024;
const fileTypes = /^(text\/csv|application\/(csv|octet-stream|vnd\.ms-excel))$/i;

const columnName = line(100).optional();
const invoiceQuery = z.object({
  provider: name.describe("Whose invoice it is"),
  preset: z
    .enum(Object.keys(presets) as [Preset, ...Preset[]])
    .optional()
    .describe("The columns of a vendor's own file"),
  id_column: columnName.describe("The provider's id of the message; needed without a preset"),
  amount_column: columnName.describe("What it takes for it; needed without a preset"),
  currency_column: columnName,
  status_column: columnName,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three capital letters, like USD")
    .optional()
    .describe("Of amounts without a currency column; the tenant's own by default"),
  charges: z.enum(["positive", "negative"]).optional().describe("How the vendor writes what it takes"),
  decimal: z.enum(["point", "comma"]).optional().describe("Found out from each amount, where it can be"),
  delimiter: z.enum(["comma", "semicolon", "tab", "pipe"]).optional().describe("Found out from the header"),
  ...spanQuery,
});

const delimiters = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
const roles = ["finance", "auditor"] as const;

export function reconciliationRoutes(app: App, gateway: Gateway): void {
  rawEndpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/reconciliations",
    tag: "Finance",
    summary: "Hold a provider's invoice against what was sent",
    description:
      "The body is the vendor's CSV file, up to 20 MiB, one message a row, with a header. Columns are found by name, " +
      "without regard to case and signs. Amounts finer than a millionth are rounded. Of the file only ids, amounts and " +
      "statuses of the first 1,000 differences of each kind are kept, no phone number. An invoice goes to whose provider " +
      "it is: that of a shared one is the first tenant's.",
    roles: ["finance"],
    query: invoiceQuery,
    content: "text/csv",
    answers: { 201: { description: "What came of it", schema: reconciliationSchema } },
    errors: [
      "invalid_request",
      "not_found",
      "payload_too_large",
      "unsupported_media_type",
      "idempotency_in_progress",
      "idempotency_mismatch",
    ],
    async handle({ c, ctx, query, claim }) {
      const type = (c.req.header("content-type") ?? "text/csv").split(";")[0]?.trim() ?? "";
      if (!fileTypes.test(type)) throw new GatewayError("unsupported_media_type", "Content-Type: send text/csv.");
      const { from, until, delimiter } = query;
      if ((from === undefined) !== (until === undefined)) {
        throw badFields([{ path: from === undefined ? "from" : "until", message: "is needed with the other one" }]);
      }
      const invoice = {
        provider: query.provider,
        columns: columnsOf(query),
        currency: query.currency ?? ctx.tenant.currency,
        decimal: query.decimal === undefined ? null : query.decimal === "comma" ? ("," as const) : ("." as const),
        ...(delimiter === undefined ? {} : { delimiter: delimiters[delimiter] }),
        span: from === undefined || until === undefined ? null : { from, until },
      };
      const { status, body, replayed } = await reconcile(
        gateway,
        ctx,
        invoice,
        spooled(readParts(c, INVOICE_LIMIT)),
        (fileHash, work) =>
          gateway.answers.once(claim({ query, fileHash }), async (tx) => ({
            status: 201,
            body: reconciliationAnswer(await work(tx)),
          })),
      );
      const headers: Record<string, string> = replayed ? { "Idempotent-Replayed": "true" } : {};
      return send(c, { status, body }, headers, false);
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/reconciliations",
    tag: "Finance",
    summary: "Reconciliations, newest first",
    roles,
    query: listQuery,
    answers: { 200: { description: "The reconciliations", schema: listOf(reconciliationSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "reconciliations", uuidForm);
      const rows = await listReconciliations(gateway.sql, ctx.tenant.id, { before, limit: query.limit + 1 });
      return { status: 200, body: pageOf(rows, query.limit, "reconciliations", (row) => row.id, reconciliationAnswer) };
    },
  });

  rawEndpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/reconciliations/{id}",
    tag: "Finance",
    summary: "A reconciliation with its first differences",
    description:
      "With `.csv` after the id: all differences that were kept, as a file; `locale` makes it one for a spreadsheet.",
    roles,
    params: z.object({ id: z.string() }),
    query: localeQuery,
    content: "application/json",
    answers: { 200: { description: "The reconciliation", schema: reconciliationReadSchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ c, ctx, params, query }) {
      const asked = params.id.replace(/\.csv$/, "");
      const id = parsePublicId("rec", asked);
      const [row] = id === null ? [] : await listReconciliations(gateway.sql, ctx.tenant.id, { id, limit: 1 });
      if (row === undefined) throw new GatewayError("not_found", "There is no such reconciliation.");
      if (asked === params.id) {
        const shown = await listDifferences(gateway.sql, ctx.tenant.id, row.id, SHOWN_DIFFERENCES, 0);
        return send(
          c,
          { status: 200, body: { ...reconciliationAnswer(row), shown: shown.map(differenceAnswer) } },
          {},
          false,
        );
      }
      const file = {
        name: `${asked}.csv`,
        columns: differenceColumns,
        money: ["invoiced", "expected"],
        locale: query.locale,
      };
      return csvFile(gateway, c, file, differencePages(gateway, ctx.tenant.id, row.id));
    },
  });
}

function columnsOf(query: z.output<typeof invoiceQuery>): InvoiceColumns {
  const preset: InvoiceColumns | undefined = query.preset === undefined ? undefined : presets[query.preset];
  const missing = [
    ...((query.id_column ?? preset?.id) === undefined ? ["id_column"] : []),
    ...((query.amount_column ?? preset?.amount) === undefined ? ["amount_column"] : []),
  ];
  if (missing.length > 0) throw badFields(missing.map((path) => ({ path, message: "is required without a preset" })));
  return {
    id: query.id_column ?? preset?.id ?? "",
    amount: query.amount_column ?? preset?.amount ?? "",
    currency: query.currency_column ?? preset?.currency ?? null,
    status: query.status_column ?? preset?.status ?? null,
    negative: query.charges === undefined ? (preset?.negative ?? false) : query.charges === "negative",
  };
}

async function* differencePages(gateway: Gateway, tenantId: string, id: string): AsyncGenerator<string[][]> {
  for (let after = 0; ;) {
    const rows = await listDifferences(gateway.sql, tenantId, id, ROWS_A_PAGE, after);
    if (rows.length > 0) {
      yield rows.map((row) => {
        const difference = differenceAnswer(row);
        return differenceColumns.map((column) => String(difference[column] ?? ""));
      });
    }
    const last = rows.at(-1);
    if (rows.length < ROWS_A_PAGE || last === undefined) return;
    after = last.n;
  }
}
