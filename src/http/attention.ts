import { z } from "@hono/zod-openapi";
import { attentionKinds, type ToldAttention } from "../insight/attention/model.ts";
import { readAttention } from "../insight/attention/read.ts";
import { isoMs } from "../kit/clock.ts";
import { severities } from "../settings/findings.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";
import { textSchema } from "./guard.ts";
import { seesMargin } from "./sees-margin.ts";

const attentionSchema = z
  .object({
    kind: z.enum(attentionKinds),
    severity: z
      .enum(severities)
      .describe("`error`: something can't work; `warning`: it costs money or loses messages; `info`: somebody waits"),
    since: z.iso.datetime().nullable().describe("Null: nobody kept it"),
    subject: z.string().describe("The provider, channel, template, prefix, webhook or tenant that it is about"),
    link: z.string().describe("Where it is read or changed").openapi({ example: "/v1/providers/meta" }),
    facts: z
      .record(z.string(), z.unknown())
      .describe("What the text is made of; which there are follows from the kind"),
    text: textSchema.describe("What is wrong and what it does, for people"),
  })
  .openapi("Attention");

const count = z.number().int();

export function attentionRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/attention",
    tag: "Messages",
    summary: "What needs a person's attention now, the worst first",
    description:
      "Providers that are left out or fail, routes, templates and prices that can't work, money that runs out, top-ups that " +
      "wait, what the fraud guard holds against prefixes, webhooks, invoices and a ledger that differ, and channels on which " +
      "three times as many messages fail as in the week before. It is what stands now, not a history: what is over is not in it. " +
      "Each key hears of what it may read. What speaks against a provider is as this replica sees it. At most twenty of a " +
      "kind and severity; `counts` has all.",
    roles: ["ops", "finance", "auditor"],
    answers: {
      200: {
        description: "What stands now; empty when all is well",
        schema: z
          .object({
            data: z.array(attentionSchema),
            counts: z.object({ error: count, warning: count, info: count }),
          })
          .openapi("AttentionList"),
      },
    },
    errors: [],
    async handle({ ctx }) {
      const reader = { role: ctx.actor.role, seesMargin: seesMargin(gateway, ctx) };
      const { items, counts } = await readAttention(gateway, ctx.tenant, reader);
      return { status: 200, body: { data: items.map(attentionAnswer), counts } };
    },
  });
}

function attentionAnswer({ kind, severity, since, subject, link, facts, text }: ToldAttention) {
  return { kind, severity, since: since === null ? null : isoMs(since), subject, link, facts, text };
}
