import { z } from "@hono/zod-openapi";
import { GatewayError, type FieldError } from "../errors.ts";
import { descriptionShape, type Description } from "../providers/http/description.ts";
import { described, http } from "../providers/http/index.ts";
import { presetNames, presets } from "../providers/http/presets.ts";
import { checkVectors, type VectorResult } from "../providers/http/vectors.ts";
import { providerDocument } from "../settings/documents.ts";
import { readSettings } from "../settings/put-provider.ts";
import { readSecrets } from "../settings/read-secrets.ts";
import type { Gateway } from "../wire.ts";
import { putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel, listOf } from "./schemas.ts";

const declared = z.array(
  z
    .object({ name: z.string(), about: z.string(), required: z.boolean() })
    .describe("What it is for, and whether a put needs it"),
);

const checkSchema = z
  .object({
    ok: z.boolean().describe("A put of the same would be taken"),
    findings: z.array(z.object({ path: z.string(), message: z.string() })).describe("What a put would name as wrong"),
    channels: z.array(channel),
    secrets: declared.describe("That the description names"),
    options: declared.describe("That the description names, for `settings.options`"),
    vectors: z
      .array(
        z.object({
          path: z.string().describe("Where the example stands, like settings.description.vectors.answers.0"),
          name: z.string(),
          passes: z.boolean(),
          expected: z.unknown().describe("What the example says should come out"),
          actual: z.unknown().describe("What the description's rules make of it"),
        }),
      )
      .describe("Each example; none while the description's fields themselves can't be read"),
  })
  .openapi("HttpDescriptionCheck");

const presetSchema = z
  .object({
    preset: z.enum(presetNames),
    about: z.string().nullable(),
    channels: z.array(channel),
    secrets: declared,
    options: declared,
    description: z.record(z.string(), z.unknown()).describe("Whole, to begin one of your own with"),
  })
  .openapi("HttpPreset");

const checkBody = putBody(
  providerDocument.pick({ settings: true }).extend({
    secrets: providerDocument.shape.secrets
      .unwrap()
      .optional()
      .describe("As a new provider would be given them; left out: they are not looked at"),
  }),
).openapi("CheckHttpDescription");

/** Beside the kind `http`: what ships with the gateway, and a look at what an operator is writing. */
export function httpDescriptionRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/providers/kinds/http/descriptions",
    tag: "Providers",
    summary: "The descriptions of vendors that come with the kind http",
    roles: readers,
    answers: { 200: { description: "The descriptions, by the name of their preset", schema: listOf(presetSchema) } },
    errors: [],
    async handle() {
      const data = presetNames.map((preset) => {
        const description = presets[preset];
        return { preset, about: description.about ?? null, ...namesIn(description), description };
      });
      return { status: 200, body: { data, next_cursor: null } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/providers/kinds/http/check",
    tag: "Providers",
    summary: "Check the settings of a provider of kind http without saving them",
    description:
      "Reads the description as `PUT /v1/providers/{name}` would, and tries its rules on each of its examples. Nothing is " +
      "stored, and no request leaves. What is wrong is an answer with `ok: false`.",
    roles: readers,
    idempotency: "none",
    body: checkBody,
    answers: { 200: { description: "What a put would say, and each example", schema: checkSchema } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ body: { settings, secrets } }) {
      const description = descriptionIn(settings);
      const findings = findingsIn(gateway, settings, secrets);
      const body = {
        ok: findings.length === 0,
        findings,
        ...(description === null ? { channels: [], secrets: [], options: [] } : namesIn(description)),
        vectors: description === null ? [] : vectorsOf(description),
      };
      return { status: 200, body };
    },
  });
}

/** As far as its fields can be read: what they get wrong of each other is among the findings. */
function descriptionIn({ preset, description }: Record<string, unknown>): Description | null {
  const named = presetNames.find((name) => name === preset);
  if (named !== undefined) return presets[named];
  const parsed = descriptionShape.safeParse(description);
  return parsed.success ? parsed.data : null;
}

/** What a put of a new provider would be refused with. */
function findingsIn(
  { keyring, config }: Gateway,

  given: Record<string, unknown>,
  secrets: Record<string, string | null> | undefined,
): FieldError[] {
  try {
    const settings = readSettings(http, given, config.allowPrivateTargets);
    if (secrets !== undefined)
      readSecrets(keyring, http, null, { kind: "http", state: "on", settings, secrets }, settings);
    return [];
  } catch (error) {
    if (error instanceof GatewayError && error.code === "invalid_request") return error.extras.errors ?? [];
    throw error;
  }
}

function namesIn(description: Description) {
  const adapter = described(description);
  const { properties = {}, required = [] } = z.toJSONSchema(adapter.secrets, { io: "input" });
  return {
    channels: adapter.channels,
    secrets: Object.entries(properties).map(([name, schema]) => ({
      name,
      about: (typeof schema === "object" ? schema.description : undefined) ?? name,
      required: required.includes(name),
    })),
    options: Object.entries(description.options).map(([name, { about, default: preset }]) => ({
      name,
      about,
      required: preset === undefined,
    })),
  };
}

function vectorsOf(description: Description) {
  return checkVectors(description).map((result) => ({
    path: ["settings", "description", ...result.path].join("."),
    name: result.name,
    passes: result.passes,
    expected: expectedBy(description, result),
    actual: result.got,
  }));
}

function expectedBy({ vectors }: Description, { path: [, list, index] }: VectorResult): unknown {
  switch (list) {
    case "answers":
      return vectors.answers[index]?.outcome;
    case "hooks":
      return vectors.hooks[index]?.reports;
    case "balances":
      return vectors.balances[index]?.amount;
  }
}
