import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../../../context.ts";
import { GatewayError } from "../../../errors.ts";
import { defaultService, type ServiceDocument } from "../../../settings/service-document.ts";
import type { Gateway } from "../../../wire.ts";
import { authenticate, basicPair, keyOf } from "../../auth.ts";
import { check, failure, type App, type Env } from "../../endpoint.ts";
import { parseBody } from "../../body/read.ts";
import { honoPath } from "../../operation.ts";
import { respond } from "../../respond.ts";
import { accountSidOf, type Seen } from "./answer.ts";
import {
  twilioError,
  twilioErrorOf,
  TwilioRefusal,
  twilioErrors,
  twilioErrorSchema,
  type TwilioCode,
  type TwilioError,
} from "./errors.ts";

const JSON_TYPE = "application/json; charset=utf-8";

export interface TwilioCall<B> {
  gateway: Gateway;
  ctx: Ctx;
  /** How the answer names whose verification it is. */
  seen: Seen;
  service: ServiceDocument;
  /** Of the path: a `VE…` or a recipient; empty where the path has none. */
  target: string;
  body: B;
}

interface TwilioEndpoint<B extends z.ZodType> {
  method: "get" | "post";
  path: string;
  summary: string;
  description: string;
  body?: B;
  status: 200 | 201;
  answer: z.ZodType;
  /** Beside those of every call. */
  errors: readonly TwilioCode[];
  handle: (call: TwilioCall<z.output<B>>) => Promise<object>;
}

const pathParams = {
  service: z
    .string()
    .describe("Any `VA…`; see /v1/services")
    .openapi({ param: { name: "service", in: "path" }, example: "VA00000000000000000000000000000001" }),
  target: z
    .string()
    .describe("A `VE…`, or the recipient: its newest")
    .openapi({ param: { name: "target", in: "path" }, example: "VE0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
};

/** A call of Twilio's API: a form in, JSON out, errors in Twilio's words. */
export function twilioEndpoint<B extends z.ZodType>(app: App, gateway: Gateway, spec: TwilioEndpoint<B>): void {
  describe(app, spec);
  app[spec.method](honoPath(spec.path), async (c) => {
    c.set("route", spec.path);
    try {
      const { tenant, actor } = authenticate(gateway, c, keyOf(c), ["erp"]);
      c.set("tenant", tenant.name);
      c.set("actor", actor.name);
      const sid = c.req.param("service") ?? "";
      if (!/^VA[0-9a-f]{32}$/.test(sid)) throw new GatewayError("not_found", "No such service.");
      const body = spec.body === undefined ? undefined : check(spec.body, await fieldsOf(c), "body");
      const answer = await spec.handle({
        gateway,
        ctx: { tenant, actor, requestId: c.get("requestId") },
        seen: {
          accountSid: accountSidOf(basicPair(c)?.user ?? null, tenant.id),
          serviceSid: sid,
          publicUrl: gateway.config.publicUrl,
        },
        service: tenant.services.get(sid) ?? defaultService,
        target: c.req.param("target") ?? "",
        body: body as z.output<B>,
      });
      return respond(c, spec.status, JSON_TYPE, JSON.stringify(answer));
    } catch (error) {
      return twilioFailure(gateway, c, error);
    }
  });
}

/** As in every form, an empty field is not set; Twilio's clients send more than we know, and that is left aside. */
async function fieldsOf(c: Context<Env>): Promise<unknown> {
  const { fields } = await parseBody(c, new Set());
  if (typeof fields !== "object" || fields === null) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}

/** Addresses of this façade, those included that have nothing behind them: their errors are Twilio's as well. */
export function isTwilioPath(path: string): boolean {
  return /^\/v2\/Services(\/|$)/.test(path);
}

export function twilioFailure(gateway: Gateway, c: Context<Env>, error: unknown): Response {
  if (error instanceof TwilioRefusal) {
    const { code, message, reason, retryAfterSeconds: wait } = error;
    return sendError(c, twilioError(code, message, reason), wait === undefined ? {} : { "Retry-After": String(wait) });
  }
  const { problem, headers } = failure(gateway, c, error);
  if (problem.status === 401) headers["WWW-Authenticate"] = 'Basic realm="gerbang"';
  const { limit } = problem;
  if (typeof limit === "string") headers["Twilio-Reached-Rate-Limit"] = limit;
  return sendError(c, twilioErrorOf(problem, c.req.path), headers);
}

function sendError(c: Context<Env>, error: TwilioError, headers: Record<string, string>): Response {
  return respond(c, error.status, JSON_TYPE, JSON.stringify(error), headers);
}

function describe<B extends z.ZodType>(app: App, spec: TwilioEndpoint<B>): void {
  app.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    tags: ["Façades"],
    summary: spec.summary,
    description: `${spec.description}\n\nRoles: admin, erp.`,
    security: [{ basic: [] }],
    request: {
      params: z.object(spec.path.includes("{target}") ? pathParams : { service: pathParams.service }),
      ...(spec.body === undefined
        ? {}
        : { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: spec.body } } } }),
    },
    responses: {
      [spec.status]: { description: "As Twilio answers", content: { "application/json": { schema: spec.answer } } },
      ...errorResponses([...spec.errors, 20003, 20403, 20404, 20500, 20503]),
    },
  });
}

function errorResponses(codes: readonly TwilioCode[]) {
  const said = new Map<number, string[]>();
  for (const code of codes) {
    const { status, says } = twilioErrors[code];
    said.set(status, [...(said.get(status) ?? []), `${code}: ${says}`]);
  }
  const content = { "application/json": { schema: twilioErrorSchema } };
  return Object.fromEntries([...said].map(([status, all]) => [status, { description: all.join(". "), content }]));
}
