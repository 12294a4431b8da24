import { describe, expect } from "vitest";
import type { DeliveryReport } from "../../src/providers/provider.ts";
import { expectNothingHidden, expectReport } from "./expectations.ts";
import { badGateway, unreadable, usualMessage, type Rig } from "./rig.ts";

/** What became of messages, where the vendor can be asked. */
export function conformsInPolling(rig: Rig): void {
  const { subject } = rig;
  const { provider, polls } = subject;

  describe("what became of messages", () => {
    if (polls === undefined) {
      rig.guarantee([], "cannot be asked for", () => expect(provider).not.toHaveProperty("poll"));
      return;
    }

    const ask = (references: readonly string[], changed: Record<string, unknown> = {}): Promise<DeliveryReport[]> => {
      const settings = rig.settings({ ...polls[0]?.settings, ...changed });
      const answer = provider.poll?.(references, settings, rig.secrets(), rig.io(settings));
      return answer ?? expect.unreachable("the kind can't be asked");
    };
    const [usual] = polls;
    const references = usual?.references ?? expect.unreachable("the subject has no poll");

    rig.guarantee([], "is asked for only when the settings say how often", () => {
      expect(provider.pollsPerMinute?.(rig.settings()) ?? null).toBeNull();
      for (const { settings } of polls) expect(provider.pollsPerMinute?.(rig.settings(settings))).toBeGreaterThan(0);
    });

    for (const { name, settings, references: asked, answers, reports, ...wire } of polls) {
      rig.guarantee(["reports"], `like ${name} is read`, async () => {
        rig.vendor.next(...(answers ?? []));
        const read = await ask(asked, settings);
        expect(read).toMatchObject(reports);
        wire.check(rig.vendor.requests);
        for (const report of read) expectReport(report);
        expectNothingHidden(read, subject.secrets, usualMessage);
      });
    }

    for (const [name, answer] of [...unreadable, ["a gateway's page", badGateway]] as const) {
      rig.guarantee(["reports"], `is unknown after ${name}`, async () => {
        rig.vendor.next(...references.map(() => answer));
        expect(await ask(references)).toEqual([]);
      });
    }

    rig.guarantee(["reports"], "is a transport error when nobody answers", async () => {
      await rig.vendor.close();
      await expect(ask(references)).rejects.toThrow("refused");
    });
  });
}
