import { describe, expect } from "vitest";
import { badGateway, unreadable, type Rig } from "./rig.ts";

/** Whether what a provider sends with works, where the vendor can be asked. */
export function conformsInHealth(rig: Rig): void {
  const { subject } = rig;
  const { provider } = subject;

  describe("its health", () => {
    const known = subject.health;
    if (known === undefined) {
      rig.guarantee([], "cannot be asked for", () => expect(provider).not.toHaveProperty("health"));
      return;
    }

    const health = (secrets = rig.secrets()) => {
      const settings = rig.settings();
      return provider.health?.(settings, secrets, rig.io(settings));
    };

    rig.guarantee(["health"], "is what the vendor says of the very session that sends", async () => {
      expect(await health()).toEqual({ ok: true });
      known.check(rig.vendor.requests);
    });

    for (const { name, answer, reason } of known.broken) {
      rig.guarantee(["health"], `is broken with ${name}: ${reason}`, async () => {
        rig.vendor.next(answer);
        expect(await health()).toEqual({ ok: false, reason });
      });
    }

    const strange = [...unreadable, ["a gateway's page", badGateway] as const, ...(known.silent ?? [])] as const;
    for (const [name, answer] of strange) {
      rig.guarantee(["health"], `is unknown after ${name}`, async () => {
        rig.vendor.next(answer);
        expect(await health()).toBeNull();
      });
    }

    rig.guarantee(["health"], "is unknown, and nobody is asked, while no secret is set", async () => {
      expect(await health({})).toBeNull();
      expect(rig.vendor.requests).toEqual([]);
    });

    rig.guarantee(["health"], "is a transport error when nobody answers", async () => {
      await rig.vendor.close();
      await expect(health()).rejects.toThrow("refused");
    });
  });
}
