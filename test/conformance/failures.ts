import fc from "fast-check";
import { describe, expect } from "vitest";
import type { HttpAnswer, RenderedMessage } from "../../src/providers/provider.ts";
import { lend } from "../support/provider-io.ts";
import { expectOutcome } from "./expectations.ts";
import { badGateway, unreadable, usualMessage, type Rig } from "./rig.ts";
import type { Column } from "./table.ts";
import type { Accident } from "./vendor-server.ts";

/** How long a vendor that never answers is waited for. */
const SHORT_TIMEOUT_MS = 200;

/** In words, and what the client for HTTP calls it. */
const accidents: Record<Accident, [words: string, overHttp: string]> = {
  hang: ["never answers", "timeout"],
  reset: ["resets the connection", "reset"],
  half_closed: ["answers half and leaves", "reset"],
  garbled: ["answers something of another protocol", "garbled"],
};

/** The vendor's own errors, the network's accidents, and answers that nobody understands. */
export function conformsInFailing(rig: Rig): void {
  const { subject } = rig;
  const { provider } = subject;

  describe("an error", () => {
    for (const { name, answer, outcome } of subject.errors) {
      const columns: Column[] = outcome.scope === "template" ? ["errors", "template"] : ["errors"];
      rig.guarantee(columns, `like ${name} is ${outcome.errorClass}/${outcome.scope}`, async () => {
        rig.vendor.next(answer);
        expect(await rig.send()).toMatchObject({ ok: false, ...outcome });
      });
    }
  });

  describe("a vendor that", () => {
    for (const accident of Object.keys(accidents) as Accident[]) {
      const [words, providerCode] = accidents[accident];
      const expected = {
        errorClass: "ambiguous",
        scope: "provider",
        ...(rig.overHttp ? { providerCode } : {}),
        ...subject.accidents?.[accident],
      };
      rig.guarantee(["errors"], `${words} leaves the message ${expected.errorClass}`, async () => {
        // Once before, so that the short time is not spent on the connection.
        expect(await rig.send()).toMatchObject({ ok: true });
        rig.vendor.next(accident);
        const settings = accident === "hang" ? { timeout_ms: SHORT_TIMEOUT_MS } : {};
        expect(await rig.send({ settings })).toMatchObject({ ok: false, ...expected });
      });
    }

    rig.guarantee(["errors"], "refuses the connection leaves the message transient", async () => {
      await rig.vendor.close();
      const refused = { ok: false, errorClass: "transient", scope: "provider", providerCode: "refused" };
      expect(await rig.send()).toMatchObject(refused);
    });
  });

  if (!rig.overHttp) return;
  describe("an answer that nobody understands,", () => {
    for (const [name, answer] of unreadable) {
      rig.guarantee(["errors"], `like ${name}, may have been sent`, async () => {
        rig.vendor.next(answer);
        expect(await rig.send()).toMatchObject({ ok: false, errorClass: "ambiguous" });
      });
    }

    rig.guarantee(["errors"], "like a gateway's page, is not accepted", async () => {
      rig.vendor.next(badGateway);
      expect(await rig.send()).toMatchObject({ ok: false, scope: "provider" });
    });

    rig.guarantee(["errors"], "like a redirect, is neither followed nor accepted", async () => {
      rig.vendor.next({ status: 307, headers: { location: `${rig.vendor.url}/elsewhere` }, body: "" });
      expect(await rig.send()).toMatchObject({ ok: false });
      const paths = rig.vendor.requests.map(({ path }) => path);
      expect(paths).not.toContain("/elsewhere");
      expect(new Set(paths).size).toBe(paths.length);
    });

    rig.guarantee(["errors"], "whatever it is, is an outcome and never accepted", async () => {
      const settings = rig.settings(rig.usualSend.settings);
      const message: RenderedMessage = { ...usualMessage, ...rig.usualSend.message };
      const answers = fc.record({
        status: fc.integer({ min: 200, max: 599 }),
        headers: fc.dictionary(fc.constantFrom("retry-after", "date", "location"), fc.string(), {
          noNullPrototype: true,
        }),
        text: fc.oneof(fc.string(), fc.json()),
      });
      await fc.assert(
        fc.asyncProperty(answers, async (answer: HttpAnswer) => {
          const outcome = await provider.send(
            message,
            settings,
            rig.secrets(),
            lend({ http: () => Promise.resolve(answer) }),
          );
          expectOutcome(outcome);
          expect(outcome.ok).toBe(false);
        }),
      );
    });
  });
}
