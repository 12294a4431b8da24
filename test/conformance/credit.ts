import { describe, expect } from "vitest";
import { badGateway, unreadable, type Rig } from "./rig.ts";

/** What is left with the vendor, where it can be asked. */
export function conformsInCredit(rig: Rig): void {
  const { subject } = rig;
  const { provider } = subject;

  describe("its credit", () => {
    const { balance } = subject;
    if (balance === undefined) {
      rig.guarantee([], "cannot be asked for", () => expect(provider).not.toHaveProperty("credit"));
      return;
    }

    const credit = () => {
      const settings = rig.settings();
      return provider.credit?.(settings, rig.secrets(), rig.io(settings));
    };
    rig.guarantee(["balance"], "is what the vendor says", async () => {
      rig.vendor.next(balance.answer);
      expect(await credit()).toEqual({ amount: balance.amount, currency: balance.currency });
    });

    for (const [name, answer] of [...unreadable, ["a gateway's page", badGateway]] as const) {
      rig.guarantee(["balance"], `is unknown after ${name}`, async () => {
        rig.vendor.next(answer);
        expect(await credit()).toBeNull();
      });
    }

    rig.guarantee(["balance"], "is a transport error when nobody answers", async () => {
      await rig.vendor.close();
      await expect(credit()).rejects.toThrow("refused");
    });
  });
}
