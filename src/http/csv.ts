import type { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { errorForLog } from "../kit/log.ts";
import type { Role } from "../tenants/actor.ts";
import type { Gateway } from "../wire.ts";
import { authenticate, keyOf } from "./auth.ts";
import { check, failure, send, type App } from "./endpoint.ts";
import { problemSchema } from "./problem.ts";
import { respond } from "./respond.ts";

export const ROWS_A_PAGE = 1000;

interface Export<Q extends z.ZodType> {
  path: string;
  tag: string;
  summary: string;
  roles: readonly Role[];
  query: Q;
  columns: readonly string[];
  /** Page after page of rows, until there are none; only one page is in memory. Throws first what a caller should see. */
  pages: (ctx: Ctx, query: z.output<Q>) => Promise<AsyncIterable<string[][]>>;
}

/** A list as a streamed CSV file (RFC 4180). */
export function csvEndpoint<Q extends z.ZodType>(app: App, gateway: Gateway, spec: Export<Q>): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: spec.path,
    tags: [spec.tag],
    summary: spec.summary,
    description: `Roles: ${["admin", ...spec.roles].join(", ")}. Cells that a spreadsheet would run get a leading \`'\`.`,
    security: [{ bearer: [] }, { apiKey: [] }, { basic: [] }],
    request: { query: spec.query as unknown as z.ZodObject },
    responses: {
      200: { description: "The file", content: { "text/csv": { schema: { type: "string" } } } },
      ...Object.fromEntries(
        (
          [
            [400, "invalid_request"],
            [401, "unauthorized"],
            [403, "forbidden"],
          ] as const
        ).map(([status, description]) => [
          status,
          { description, content: { "application/problem+json": { schema: problemSchema } } },
        ]),
      ),
    },
  });
  app.get(spec.path, async (c) => {
    c.set("route", spec.path);
    try {
      const caller = authenticate(gateway, c, keyOf(c), spec.roles);
      c.set("tenant", caller.tenant.name);
      c.set("actor", caller.actor.name);
      const ctx: Ctx = { tenant: caller.tenant, actor: caller.actor, requestId: c.get("requestId") };
      const pages = await spec.pages(ctx, check(spec.query, c.req.query(), "query"));
      const stream = streamOf(spec.columns, pages, (error) => {
        gateway.log.error(
          { request_id: ctx.requestId, route: spec.path, error: errorForLog(error) },
          "an export broke off",
        );
      });
      const file = spec.path.split("/").at(-1) ?? "export.csv";
      return respond(c, 200, "text/csv; charset=utf-8; header=present", stream, {
        "Content-Disposition": `attachment; filename="${file}"`,
        "X-Content-Type-Options": "nosniff",
      });
    } catch (error) {
      const { problem, headers } = failure(gateway, c, error);
      return send(c, { status: problem.status, body: problem }, headers, false);
    }
  });
}

/** A page is read when the one before has been taken: a slow reader costs no memory. */
function streamOf(
  columns: readonly string[],
  pages: AsyncIterable<string[][]>,
  broke: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const iterator = pages[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from(csvLine(columns)));
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) return controller.close();
        controller.enqueue(Buffer.from(next.value.map(csvLine).join("")));
      } catch (error) {
        broke(error);
        // A file that ends early must not look whole.
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What a spreadsheet would run is made text; a plain number is no formula. */
export function csvCell(value: string): string {
  const number = /^-?\d+(\.\d+)?$/.test(value);
  const safe = !number && /^[\s]*[=+\-@]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Pages of a list, one after another, each from where the one before ended. */
export async function* pagesOf<R>(
  read: (limit: number, before: string | null) => Promise<R[]>,
  positionOf: (row: R) => string,
  rowOf: (row: R) => string[],
): AsyncGenerator<string[][]> {
  let before: string | null = null;
  for (;;) {
    const rows: R[] = await read(ROWS_A_PAGE, before);
    if (rows.length > 0) yield rows.map(rowOf);
    const last = rows.at(-1);
    if (rows.length < ROWS_A_PAGE || last === undefined) return;
    before = positionOf(last);
  }
}
