import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { proofTypes } from "../ledger/proof-type.ts";
import { putProof, readProof, type OpenedProof } from "../ledger/top-up-proof.ts";
import type { Role } from "../tenants/actor.ts";
import type { Gateway } from "../wire.ts";
import { check, send, type App, type Env } from "./endpoint.ts";
import { honoPath, jsonResponses, operation } from "./operation.ts";
import { problemResponses } from "./problem.ts";
import { readProofUpload } from "./proof-upload.ts";
import { serve } from "./raw-endpoint.ts";
import { respond } from "./respond.ts";
import { proofAnswer, proofSchema, topUpId, topUpParams } from "./topup-answer.ts";

const PATH = "/v1/balance/topups/{id}/proof";
const keepers: readonly Role[] = ["finance"];
const readers: readonly Role[] = ["finance", "auditor"];
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
    ...operation({
      tag: "Finance",
      summary: "Keep a proof file beside a top-up",
      description:
        "PDF, PNG or JPEG of at most 5 MiB, as the body (its name in `?name=`) or as the field `file` of a form. What it is " +
        "is read from its content; a Content-Type that says otherwise is refused. A further file is a further version; " +
        "once a second person has decided by the one that is there, 409; one that came after the decision may be followed by " +
        "another. Kept encrypted.",
      roles: keepers,
    }),
    request: {
      params: topUpParams,
      query: z.object({ name: z.string().max(255).optional().describe("The file's name, for a body that has none") }),
      body: {
        required: true,
        content: { ...byType, "multipart/form-data": { schema: z.object({ file }) } },
      },
    },
    responses: jsonResponses({ 200: { description: "What is kept", schema: proofSchema } }, [
      "invalid_request",
      "not_found",
      "conflict",
      "payload_too_large",
      "unsupported_media_type",
    ]),
  });
  app.put(honoPath(PATH), (c) =>
    serve(gateway, c, { path: PATH, roles: keepers }, async (ctx) => {
      const id = topUpId(check(topUpParams, c.req.param(), "path").id);
      const upload = await readProofUpload(c);
      const facts = await gateway.sql.begin((tx) => putProof(tx, gateway, ctx, { id, file: upload }));
      return send(c, { status: 200, body: proofAnswer(facts) }, {}, false);
    }),
  );

  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    ...operation({
      tag: "Finance",
      summary: "The proof file of a top-up, to be saved",
      description: "The newest version, or the one named. That it was read is audited.",
      roles: readers,
    }),
    request: { params: topUpParams, query: proofQuery },
    responses: {
      200: { description: "The file", content: byType },
      ...problemResponses(["invalid_request", "not_found"]),
    },
  });
  app.get(honoPath(PATH), (c) =>
    serve(gateway, c, { path: PATH, roles: readers }, async (ctx) => {
      const id = topUpId(check(topUpParams, c.req.param(), "path").id);
      const { version = null } = check(proofQuery, c.req.query(), "query");
      return download(c, await readProof(gateway.sql, gateway, ctx, { id, version }));
    }),
  );
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
