import { z } from "@hono/zod-openapi";
import { invalidField } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId } from "../kit/id.ts";
import { shownRecipient } from "../kit/mask.ts";
import { affectedPeople, type Affected } from "../privacy/affected.ts";
import { erasePerson } from "../privacy/erase.ts";
import { exportPerson } from "../privacy/export.ts";
import { countedSince } from "../privacy/forget-erased.ts";
import { findPerson } from "../privacy/person.ts";
import { retention } from "../privacy/retention.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint } from "./csv.ts";
import { spanQuery } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { erasedSchema, personBody, personExportSchema } from "./privacy-words.ts";
import { revealed, revealQuery } from "./reveal.ts";

const tag = "Privacy";
const columns = ["number", "users", "first_at", "last_at", "messages", "purposes", "channels", "providers"];

/** What a law of personal data asks for: one person's data given to them or erased, and whom a breach concerns. */
export function privacyRoutes(app: App, gateway: Gateway): void {
  const { sql, keyring, defaultCountry, clock } = gateway;

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/privacy/erase",
    tag,
    summary: "Erase what is kept of one person",
    description:
      "Give `to`, a number in any form or an address, or `user`. What is pending for them is cancelled; then numbers, the " +
      "user, what the ERP gave along and what is left of codes are emptied wherever they are kept, and the stored user is " +
      "deleted. Money stays, and names nobody. What limits count by stays, sealed, until no limit counts it any more. Erasing " +
      "twice does no harm. `complete: false`: there was more than one call may take; call again, with another key.",
    roles: [],
    body: z.strictObject(personBody).openapi("ErasePerson"),
    answers: { 200: { description: "What was erased, and what is left and why", schema: erasedSchema } },
    errors: ["invalid_request", "idempotency_in_progress", "idempotency_mismatch", "unsupported_media_type"],
    async handle({ ctx, body, claim }) {
      let ended: readonly string[] = [];
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const now = clock.now();
        const person = await findPerson(sql, keyring, ctx.tenant, defaultCountry, body);
        const since = countedSince([ctx.tenant], now);
        const erased = await erasePerson(tx, keyring, ctx, person, since, now);
        ended = erased.cancelled;
        const counted = {
          limits: `Sealed, what limits count by, of OTPs since ${isoMs(since)}; gone once they are over.`,
        };
        return {
          status: 200,
          body: {
            erased: {
              otps: erased.otps,
              messages: erased.messages,
              provider_ids: erased.providerIds,
              guess_streaks: erased.guessStreaks,
              sandbox_messages: erased.sandboxMessages,
              users: erased.users,
            },
            cancelled: erased.cancelled.length,
            left: { ...(erased.counted ? counted : {}), ...retention },
            complete: erased.complete,
          },
        };
      });
      if (kept.replayed) return replay(kept);
      for (const id of ended) gateway.delivery.otpEndedLater(ctx.tenant.id, id);
      return { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/privacy/export",
    tag,
    summary: "All that is kept of one person, for them",
    description:
      "Give `to` or `user`. Their number is in clear, since it is theirs; codes are never in it. The newest 500 OTPs; " +
      "`next_before` goes on as `before`. Each call is audited, and its answer is not kept for a replay.",
    roles: [],
    idempotency: "none",
    body: z
      .strictObject({
        ...personBody,
        before: z.string().max(64).optional().describe("`next_before` of the answer before"),
      })
      .openapi("ExportPerson"),
    answers: { 200: { description: "What is kept of them", schema: personExportSchema } },
    errors: ["invalid_request", "unsupported_media_type"],
    async handle({ ctx, body }) {
      const before = body.before === undefined ? null : parsePublicId("otp", body.before);
      if (body.before !== undefined && before === null) {
        throw invalidField("before", "is not a next_before of an export, like otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f");
      }
      const person = await findPerson(sql, keyring, ctx.tenant, defaultCountry, body);
      return { status: 200, body: await exportPerson(sql, keyring, ctx, person, before, clock.now()) };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/privacy/affected.csv",
    tag,
    summary: "Whom a breach concerns: one line for each person to whom something was sent from `from` until `until`",
    roles: [],
    query: z.object({ from: spanQuery.from.unwrap(), until: spanQuery.until.unwrap(), ...revealQuery }),
    columns,
    async pages(ctx, { from, until, reveal: asked }) {
      if (from >= until) throw invalidField("until", "must be later than from");
      const target = `${isoMs(from)}/${isoMs(until)}`;
      const reveal = await revealed(gateway, ctx, asked, { action: "affected.reveal", target });
      return linesOf(affectedPeople(sql, keyring, ctx.tenant.id, from, until), reveal);
    },
  });
}

async function* linesOf(pages: AsyncIterable<Affected[]>, reveal: boolean): AsyncGenerator<string[][]> {
  for await (const page of pages) yield page.map((person) => affectedLine(person, reveal));
}

export const affectedColumns: readonly string[] = columns;

export function affectedLine(person: Affected, reveal: boolean): string[] {
  const { number, users, first, last, messages, purposes, channels, providers } = person;
  const lists = [purposes, channels, providers].map((words) => words.join(" "));
  return [shownRecipient(number, reveal), users.join(" "), isoMs(first), isoMs(last), String(messages), ...lists];
}
