import type { Context } from "hono";
import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import type { ErrorCode } from "../errors.ts";
import type { Role } from "../tenants/actor.ts";
import type { IdempotencyClaim } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import { authenticate, keyOf } from "./auth.ts";
import { check, failure, send, type App, type Env } from "./endpoint.ts";
import { claimMaker } from "./idempotency-key.ts";
import { honoPath, jsonResponses, operation } from "./operation.ts";
import { problemResponses } from "./problem.ts";

interface RawEndpoint<P extends z.ZodType, Q extends z.ZodObject> {
  method: "get" | "post";
  path: string;
  tag: string;
  summary: string;
  description?: string;
  roles: readonly Role[];
  params?: P;
  query: Q;
  /** Media type of the answer, or of what is sent in. */
  content: string;
  answers?: Record<number, { description: string; schema: z.ZodType }>;
  errors: readonly ErrorCode[];
  /** A page that a person opens: the browser asks for the key. */
  page?: boolean;
  handle: (call: {
    c: Context<Env>;
    ctx: Ctx;
    params: z.output<P>;
    query: z.output<Q>;
    /** What a POST brings to be done once, for a request of these fields. */
    claim: (fields: object) => IdempotencyClaim | null;
  }) => Promise<Response>;
}

/** An endpoint of which one side is no JSON: a file, a page, an upload. Errors are those of all others. */
export function rawEndpoint<P extends z.ZodType, Q extends z.ZodObject>(
  app: App,
  gateway: Gateway,
  spec: RawEndpoint<P, Q>,
): void {
  const file = { [spec.content]: { schema: z.string() } };
  const sends = spec.method === "post";
  app.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    ...operation(spec),
    request: {
      ...(spec.params === undefined ? {} : { params: spec.params as unknown as z.ZodObject }),
      query: spec.query,
      ...(sends ? { body: { required: true, content: file } } : {}),
    },
    responses:
      spec.answers === undefined
        ? { 200: { description: "The file", content: file }, ...problemResponses(spec.errors) }
        : jsonResponses(spec.answers, spec.errors),
  });
  app[spec.method](honoPath(spec.path), (c) =>
    serve(gateway, c, spec, async (ctx) => {
      const params = spec.params === undefined ? undefined : check(spec.params, c.req.param(), "path");
      const query = check(spec.query, c.req.query(), "query");
      const claim = (fields: object) =>
        claimMaker(gateway, c, ctx, sends ? "own" : "none", c.req.header("idempotency-key"), fields)();
      return await spec.handle({ c, ctx, params: params as z.output<P>, query, claim });
    }),
  );
}

/** Nothing of a stranger's body is read; errors are those of all endpoints. `page`: a browser asks for the key. */
export async function serve(
  gateway: Gateway,
  c: Context<Env>,
  spec: { path: string; roles: readonly Role[]; page?: boolean },
  work: (ctx: Ctx) => Promise<Response>,
): Promise<Response> {
  c.set("route", spec.path);
  try {
    const { tenant, actor } = authenticate(gateway, c, keyOf(c), spec.roles);
    c.set("tenant", tenant.name);
    c.set("actor", actor.name);
    return await work({ tenant, actor, requestId: c.get("requestId") });
  } catch (error) {
    const { problem, headers } = failure(gateway, c, error);
    if (spec.page === true && problem.status === 401) headers["WWW-Authenticate"] = BASIC;
    return send(c, { status: problem.status, body: problem }, headers, false);
  }
}

const BASIC = 'Basic realm="gerbang", charset="UTF-8"';
