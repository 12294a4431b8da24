import { z } from "@hono/zod-openapi";
import { setToCsv } from "../templates/set/csv.ts";
import { importModes, importOutcomes, type ImportStep } from "../templates/set/decide.ts";
import { exportSet, LARGEST_SET, type SetEntry } from "../templates/set/entry.ts";
import { importTemplates, type Imported } from "../templates/set/import.ts";
import { readSet } from "../templates/set/read.ts";
import type { Gateway } from "../wire.ts";
import { findings } from "./documents.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { readJsonOrCsv } from "./body/read.ts";
import { channel } from "./schemas.ts";

const IMPORT_LIMIT = 20 * 1024 * 1024;

const entrySchema = z
  .looseObject({
    key: z.string(),
    channel,
    locale: z.string(),
    version: z.number().int().optional().describe("Of the export; an import counts for itself"),
  })
  .describe("And the fields of a PUT of this variant");
const setSchema = z.object({ templates: z.array(entrySchema) }).openapi("TemplateSet");

const importQuery = z.object({
  mode: z.enum(importModes).default("merge").describe("`replace` takes what is not in the file out of use"),
  dry_run: z.enum(["true", "false"]).default("false").describe("`true`: says what would be, and changes nothing"),
});

const importedSchema = z
  .object({
    dry_run: z.boolean(),
    ...Object.fromEntries(importOutcomes.map((outcome) => [outcome, z.number().int()])),
    templates: z.array(
      z.object({
        key: z.string(),
        channel,
        locale: z.string(),
        outcome: z.enum(importOutcomes),
        version: z.number().int().describe("In use after it; of a deleted one the last that was"),
      }),
    ),
    findings,
  })
  .openapi("ImportedTemplates");

/** A tenant's whole set as one file. */
export function templateSetRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/templates/export",
    tag: "Templates",
    summary: "Every variant of the tenant's own, as one file",
    description:
      "JSON, or CSV (RFC 4180) with a row for each variant; cells that a spreadsheet would run get a leading `'`, which an " +
      "import takes away again. What an export gives, an import takes back unchanged.",
    roles: ["ops", "auditor"],
    query: z.object({ format: z.enum(["json", "csv"]).default("json") }),
    answers: { 200: { description: "The file", schema: setSchema } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const entries = exportSet(ctx.tenant);
      const name = `templates-${ctx.tenant.name}.${query.format}`;
      if (query.format === "csv") {
        const contentType = "text/csv; charset=utf-8; header=present";
        return { status: 200, body: null, file: { name, contentType, text: setToCsv(entries) } };
      }
      return { status: 200, body: { templates: entries.map(entryAnswer) } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/templates/import",
    tag: "Templates",
    summary: "Put many variants in one commit: all of them, or none",
    description:
      `JSON as an export gives it, or CSV with \`,\`, \`;\` or tabs, up to 20 MiB and ${LARGEST_SET} variants. Errors name the row ` +
      "(the header is row 1) or the place in the list, and the field. A variant that stays as it is gets no version; what " +
      "providers said of bindings that are as they were stays.",
    roles: ["ops"],
    query: importQuery,
    body: setSchema,
    upload: ["text/csv"],
    answers: { 200: { description: "What became of each variant", schema: importedSchema } },
    errors: [
      "invalid_request",
      "conflict",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, query, claim, c }) {
      const entries = readSet(await readJsonOrCsv(c, IMPORT_LIMIT));
      const dryRun = query.dry_run === "true";
      const request = { entries, mode: query.mode, dryRun };
      const answer = (done: Imported) => ({ status: 200, body: importedAnswer(done, dryRun) });
      const done = await importTemplates(gateway, ctx, request, { claim: claim(0, entries), answer });
      return done.replay === null ? answer(done) : replay(done.replay);
    },
  });
}

function entryAnswer({ document, ...variant }: SetEntry) {
  return { ...variant, ...document };
}

function importedAnswer({ steps, findings: said }: Imported, dryRun: boolean) {
  const count = (wanted: ImportStep["outcome"]) => steps.filter(({ outcome }) => outcome === wanted).length;
  return {
    dry_run: dryRun,
    ...Object.fromEntries(importOutcomes.map((outcome) => [outcome, count(outcome)])),
    templates: steps.map(({ key, channel: on, locale, outcome, version }) => ({
      key,
      channel: on,
      locale,
      outcome,
      version,
    })),
    findings: said,
  };
}
