import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { proofTypes } from "../ledger/proof-type.ts";
import { putProof, readProof, type OpenedProof } from "../ledger/top-up-proof.ts";
import type { Role } from "../tenants/actor.ts";
import type { Gateway } from "../wire.ts";
import { authenticate, keyOf } from "./auth.ts";
import { check, failure, send, type Answer, type App, type Env } from "./endpoint.ts";
import { problemSchema } from "./problem.ts";
import { readProofUpload } from "./proof-upload.ts";
import { respond } from "./respond.ts";
import { proofAnswer, proofSchema, topUpId, topUpParams } from "./topup-answer.ts";

const PATH = "/v1/balance/topups/{id}/proof";
const proofQuery = z.object({
  version: z.coerce.number().int().min(1).optional().describe("An earlier version; the newest when left out"),
});
const file = z.string().openapi({ type: "string", format: "binary" });
const byType = Object.fromEntries(proofTypes.map((type) => [type, { schema: file }]));

/** A file comes in and goes out as it is, so neither is one of the JSON endpoints. */
export function proofRoutes(app: App, gateway: Gateway): void {
  app.openAPIRegistry.registerPath({
    method: "put",
    path: PATH,
    tags: ["Finance"],
    summary: "Keep a proof file beside a top-up",
    description:
      "PDF, PNG or JPEG of at most 5 MiB, as the body (its name in `?name=`) or as the field `file` of a form. What it is " +
      "is read from its content; a Content-Type that says otherwise is refused. A further file is a further version; " +
      "once a second person has decided by the one that is there, 409; one that came after the decision may be followed by " +
      "another. Kept encrypted.\n\nRoles: admin, finance.",
    security: [{ bearer: [] }, { apiKey: [] }, { basic: [] }],
    request: {
      params: topUpParams,
      query: z.object({ name: z.string().max(255).optional().describe("The file's name, for a body that has none") }),
      body: {
        required: true,
        content: { ...byType, "multipart/form-data": { schema: z.object({ file }) } },
      },
    },
    responses: {
      200: { description: "What is kept", content: { "application/json": { schema: proofSchema } } },
      ...problems(
        [400, "invalid_request"],
        [409, "conflict"],
        [413, "payload_too_large"],
        [415, "unsupported_media_type"],
      ),
    },
  });
  app.put(honoPath(PATH), (c) =>
    serve(gateway, c, ["finance"], async (ctx) => {
      const id = topUpId(check(topUpParams, c.req.param(), "path").id);
      const upload = await readProofUpload(c);
      const facts = await gateway.sql.begin((tx) => putProof(tx, gateway, ctx, { id, file: upload }));
      return { status: 200, body: proofAnswer(facts) };
    }),
  );

  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    tags: ["Finance"],
    summary: "The proof file of a top-up, to be saved",
    description:
      "The newest version, or the one named. That it was read is audited.\n\nRoles: admin, finance, auditor.",
    security: [{ bearer: [] }, { apiKey: [] }, { basic: [] }],
    request: { params: topUpParams, query: proofQuery },
    responses: { 200: { description: "The file", content: byType }, ...problems([400, "invalid_request"]) },
  });
  app.get(honoPath(PATH), (c) =>
    serve(gateway, c, ["finance", "auditor"], async (ctx) => {
      const id = topUpId(check(topUpParams, c.req.param(), "path").id);
      const { version = null } = check(proofQuery, c.req.query(), "query");
      return download(c, await readProof(gateway.sql, gateway, ctx, { id, version }));
    }),
  );
}

async function serve(
  gateway: Gateway,
  c: Context<Env>,
  roles: readonly Role[],
  work: (ctx: Ctx) => Promise<Answer | Response>,
): Promise<Response> {
  c.set("route", PATH);
  try {
    // Nothing of a stranger's body is read.
    const { tenant, actor } = authenticate(gateway, c, keyOf(c), roles);
    c.set("tenant", tenant.name);
    c.set("actor", actor.name);
    const done = await work({ tenant, actor, requestId: c.get("requestId") });
    return done instanceof Response ? done : send(c, done, {}, false);
  } catch (error) {
    const { problem, headers } = failure(gateway, c, error);
    return send(c, { status: problem.status, body: problem }, headers, false);
  }
}

/** A browser saves it and never shows it: what is in it came from outside. */
function download(c: Context<Env>, { name, type, content }: OpenedProof): Response {
  const plain = name.replace(/[^\x20-\x7e]/g, "_").replaceAll("\\", "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return respond(c, 200, type, content as Uint8Array<ArrayBuffer>, {
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
  });
}

function problems(...more: [number, string][]) {
  const all: [number, string][] = [[401, "unauthorized"], [403, "forbidden"], [404, "not_found"], ...more];
  return Object.fromEntries(
    all.map(([status, description]) => [
      status,
      { description, content: { "application/problem+json": { schema: problemSchema } } },
    ]),
  );
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
