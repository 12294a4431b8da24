import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { databaseError } from "../db/coalesce.ts";
import { GatewayError, shownName, type ErrorCode, type FieldError } from "../errors.ts";
import { errorForLog } from "../kit/log.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import type { Role } from "../tenants/actor.ts";
import type { Gateway } from "../wire.ts";
import { authenticate, keyOf } from "./auth.ts";
import { carriesKey, parseBody } from "./body/read.ts";
import { formatNamed, formatOf } from "./formats.ts";
import { fromForm, kindsOf, listsOf, type Kind } from "./from-form.ts";
import {
  asksForDerived,
  claimMaker,
  idempotencyHeader,
  keyInBody,
  type ClaimMaker,
  type KeyUse,
} from "./idempotency-key.ts";
import { honoPath, jsonResponses, operation, operationId } from "./operation.ts";
import { pathParams } from "./path-params.ts";
import { problemOf } from "./problem.ts";
import { respond } from "./respond.ts";
import { secretInUrl } from "./secrets-in-url.ts";
import { writeAnswer } from "./write-answer.ts";

export type Env = { Variables: { requestId: string; route: string; tenant: string; actor: string } };
export type App = OpenAPIHono<Env>;

/** What a handler answers; the format is not its business. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** In place of the body. */
  file?: { name: string; contentType: string; text: string };
  /** The kept answer of the first request with the same Idempotency-Key. */
  replayed?: boolean;
}

export interface Call<P, Q, B> {
  gateway: Gateway;
  ctx: Ctx;
  params: P;
  query: Q;
  body: B;
  claim: ClaimMaker;
  /** The claim is to be derived from the request. */
  derived: boolean;
  c: Context<Env>;
}

export interface Endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: "get" | "post" | "put" | "delete";
  /** OpenAPI's way: `/v1/otp/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Who may call it; admins always may. */
  roles: readonly Role[];
  params?: P;
  query?: Q;
  /** Headers that it heeds, for the OpenAPI document; the handler reads them. */
  headers?: z.ZodObject;
  body?: B;
  /** In bytes, where it may be larger than most; a call of the ERP's may not. */
  bodyLimit?: number;
  /** Media types beside JSON, of a body that the handler reads by itself. */
  upload?: readonly string[];
  /** One of the ERP's calls: forms and XML in, text and XML out, `?http_status=200`. */
  erp?: boolean;
  /** Of a POST; without it: by the client's own key. */
  idempotency?: Exclude<KeyUse, "own">;
  answers: Record<number, { description: string; schema?: z.ZodType }>;
  errors: readonly ErrorCode[];
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer>;
}

const formatQuery = z.object({
  format: z
    .string()
    .refine((name) => formatNamed(name) !== null, "json, text or xml")
    .optional()
    .describe("The answer's format, where Accept can't be set: json, text or xml"),
  http_status: z.literal("200").optional().describe("Answer 200 always; the status is in the body of an error"),
});

export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  gateway: Gateway,
  spec: Endpoint<P, Q, B>,
): void {
  describe(app, spec);
  const kinds = kindsOf(spec.body);
  const dialects: Dialects | null = spec.erp === true ? { kinds, lists: listsOf(kinds) } : null;
  app[spec.method](honoPath(spec.path), async (c) => {
    c.set("route", spec.path);
    const headers: Record<string, string> = {};
    let answer: Answer;
    try {
      answer = await run(gateway, c, spec, dialects);
      if (answer.replayed === true) headers["Idempotent-Replayed"] = "true";
      Object.assign(headers, answer.headers);
    } catch (error) {
      const failed = failure(gateway, c, error);
      Object.assign(headers, failed.headers);
      answer = { status: failed.problem.status, body: failed.problem };
    }
    return send(c, answer, headers, spec.erp === true);
  });
}

/** What of a body's fields the schema can't be asked each time. */
interface Dialects {
  kinds: ReadonlyMap<string, Kind>;
  lists: ReadonlySet<string>;
}

async function run<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  gateway: Gateway,
  c: Context<Env>,
  spec: Endpoint<P, Q, B>,
  dialects: Dialects | null,
): Promise<Answer> {
  const takesBody = spec.method === "post" || spec.method === "put";
  const forms = dialects !== null;
  const lists = dialects?.lists ?? null;
  let key = keyOf(c);
  let parsed = null;
  // A client that can set no header sends its key in the form; else nothing of a stranger's body is read.
  if (key === null && takesBody && forms && carriesKey(c)) {
    parsed = await parseBody(c, lists);
    key = formKey(parsed.fields);
  }
  const misplaced = dialects === null ? null : secretInUrl(c, dialects.kinds, key);
  if (misplaced?.code === "unauthorized") throw misplaced;
  const caller = authenticate(gateway, c, key, spec.roles);
  if (misplaced !== null) throw misplaced;
  c.set("tenant", caller.tenant.name);
  c.set("actor", caller.actor.name);
  const ctx: Ctx = { tenant: caller.tenant, actor: caller.actor, requestId: c.get("requestId") };
  const params = spec.params === undefined ? undefined : check(spec.params, pathParams(c, spec.path), "path");
  if (forms && c.req.url.includes("?"))
    check(formatQuery, { format: c.req.query("format"), http_status: c.req.query("http_status") }, "query");
  const query = spec.query === undefined ? undefined : check(spec.query, forms ? queryOf(c) : c.req.query(), "query");
  let idempotencyKey = c.req.header("idempotency-key");
  let body: unknown;
  if (takesBody && spec.upload === undefined) {
    parsed ??= await parseBody(c, lists, spec.bodyLimit);
    let fields = parsed.fields;
    if (dialects !== null && isRecord(fields)) {
      const { api_key: _key, idempotency_key: inBody, ...rest } = fields;
      if (parsed.text) fields = fromForm(rest, dialects.kinds);
      else fields = _key === undefined ? rest : { ...rest, api_key: _key };
      idempotencyKey ??= keyInBody(inBody, parsed.text);
    }
    body = spec.body === undefined ? undefined : check(spec.body, fields, "");
  }
  const claim = claimMaker(gateway, c, ctx, keyUse(spec), idempotencyKey, { params, query, body }, forms);
  const derived = spec.idempotency === "auto" && asksForDerived(idempotencyKey);
  const call = { gateway, ctx, params, query, body, claim, derived, c };
  return spec.handle(call as Call<z.output<P>, z.output<Q>, z.output<B>>);
}

function keyUse({ method, idempotency }: { method: string; idempotency?: Exclude<KeyUse, "own"> }): KeyUse {
  return method === "post" ? (idempotency ?? "own") : "none";
}

function formKey(fields: unknown): string | null {
  const key = isRecord(fields) ? fields["api_key"] : undefined;
  return typeof key === "string" ? key : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function queryOf(c: Context): Record<string, string> {
  const { format: _format, http_status: _status, ...query } = c.req.query();
  return query;
}

/** Parses, or throws a 400 that names each field that is wrong. */
export function check<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badFields(parsed.error.issues.flatMap((issue) => fieldErrors(issue, value, where)));
}

const LONGEST_PATH = 100;

function fieldErrors(issue: z.core.$ZodIssue, value: unknown, where: string): FieldError[] {
  const path =
    issue.path
      .map((name) => shownName(String(name)))
      .join(".")
      .slice(0, LONGEST_PATH) ||
    where ||
    "body";
  if (issue.code === "unrecognized_keys") {
    const prefix = issue.path.length === 0 ? "" : `${path}.`;
    return issue.keys.map((key) => ({ path: `${prefix}${shownName(key)}`, message: "is not a known field" }));
  }
  if (issue.code === "invalid_type" && valueAt(value, issue.path) === undefined) {
    return [{ path, message: "is required" }];
  }
  return [{ path, message: issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : null),
    value,
  );
}

export function badFields(errors: FieldError[]): GatewayError {
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new GatewayError("invalid_request", detail.slice(0, 1000), { errors: errors.slice(0, 50) });
}

export function failure(gateway: Gateway, c: Context<Env>, error: unknown) {
  const refused = databaseError(error);
  const failed = problemOf(refused, c.get("requestId"));
  if (failed.problem.status >= 500) {
    const cause = refused instanceof GatewayError ? refused.extras.cause : error;
    const line = { request_id: c.get("requestId"), route: c.get("route"), error: errorForLog(cause ?? error) };
    if (failed.problem.status === 500) gateway.log.error(line, "a request failed");
    else gateway.log.warn(line, "a request could not be served");
  }
  return failed;
}

export function send(c: Context<Env>, answer: Answer, headers: Record<string, string>, erp: boolean): Response {
  if (answer.file !== undefined) {
    const { name, contentType, text: whole } = answer.file;
    const download = { ...headers, "Content-Disposition": `attachment; filename="${name}"` };
    return respond(c, answer.status, contentType, whole, { ...download, "X-Content-Type-Options": "nosniff" });
  }
  const format = erp ? formatOf(c) : "json";
  const ok = answer.status < 400;
  const { text, contentType } = writeAnswer(format, answer.body, ok);
  const status = erp && c.req.query("http_status") === "200" ? 200 : answer.status;
  return respond(c, status, contentType, status === 204 ? null : text, headers);
}

export function replay(kept: KeptAnswer): Answer {
  return { status: kept.status, body: kept.body, replayed: true };
}

const dialectTypes = ["application/x-www-form-urlencoded", "multipart/form-data", "application/xml"] as const;

const BESIDE =
  "A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no " +
  "are written as text there: see docs/dialects.md.";

const besideFields = {
  api_key: z.string().optional().describe("The API key, where no header can be set"),
  idempotency_key: z.string().max(255).optional().describe("As the header Idempotency-Key"),
};

function dialectsOf(schema: z.ZodType, name: string) {
  const form =
    schema instanceof z.ZodObject ? z.strictObject({ ...schema.shape, ...besideFields }).openapi(name) : schema;
  return Object.fromEntries(dialectTypes.map((type) => [type, { schema: form }]));
}

type Responses = Record<string, { description: string; content?: Record<string, { schema: z.ZodType }> }>;

/** The same answers as lines of text and as XML. */
function inEveryFormat(responses: Responses): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]): [string, Responses[string]] => {
      const [json] = Object.values(response.content ?? {});
      if (json === undefined) return [status, response];
      const others = { "text/plain": { schema: lines }, "application/xml": { schema: json.schema } };
      return [status, { ...response, content: { ...response.content, ...others } }];
    }),
  );
}

const lines = z.string().describe("`result=ok` or `result=error`, then `name=value` a line").openapi("Lines");

function describe<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  spec: Endpoint<P, Q, B>,
): void {
  const body = spec.body;
  const query = spec.query ?? z.object({});
  app.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    ...operation(spec),
    request: {
      ...(spec.params === undefined ? {} : { params: spec.params as unknown as z.ZodObject }),
      query: (spec.erp === true && query instanceof z.ZodObject
        ? query.extend(formatQuery.shape)
        : query) as z.ZodObject,
      headers: z.object({
        ...idempotencyHeader(keyUse(spec), spec.erp === true),
        ...spec.headers?.shape,
      }),
      ...(body === undefined
        ? {}
        : {
            body: {
              required: true,
              ...(spec.erp === true ? { description: BESIDE } : {}),
              content: {
                "application/json": { schema: body },
                ...(spec.erp === true ? dialectsOf(body, `${operationId(spec.method, spec.path)}Form`) : {}),
                ...Object.fromEntries((spec.upload ?? []).map((type) => [type, { schema: z.string() }])),
              },
            },
          }),
    },
    responses:
      spec.erp === true
        ? inEveryFormat(jsonResponses(spec.answers, [...new Set<ErrorCode>(["invalid_request", ...spec.errors])]))
        : jsonResponses(spec.answers, spec.errors),
  });
}
