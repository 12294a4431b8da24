import { describe, expect } from "vitest";
import { z } from "zod";
import type { Rig } from "./rig.ts";

/** What an operator configures, and what is sent with it. */
export function conformsInSending(rig: Rig): void {
  const { subject } = rig;
  const { provider } = subject;

  describe("its settings", () => {
    rig.guarantee([], "are read, with the vendor's address, and no others", () => {
      expect(provider.timeoutMs(rig.settings({ timeout_ms: 1234 }))).toBe(1234);
      expect(provider.settings.safeParse({ ...subject.settings(rig.vendor.url), colour: "blue" }).success).toBe(false);
      const elsewhere = subject.settings(rig.overHttp ? "ftp://files.example" : "smpp://files.example:0");
      expect(provider.settings.safeParse(elsewhere).success).toBe(false);
      expect(provider.secrets.safeParse({ ...subject.secrets, colour: "blue" }).success).toBe(false);
    });

    rig.guarantee([], "and secrets say what they are, to the console and to the API", () => {
      for (const schema of [provider.settings, provider.secrets]) {
        const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
        for (const [name, property] of Object.entries(properties))
          expect(property, name).toMatchObject({ description: expect.stringMatching(/./) as string });
      }
    });

    rig.guarantee([], "name channels that are all tested", () => {
      expect(provider.kind).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(new Set(subject.sends.map(({ message }) => message.channel))).toEqual(new Set(provider.channels));
      expect(provider.channels).toEqual(expect.arrayContaining([...provider.fixedText]));
    });
  });

  describe("a send", () => {
    for (const wanted of subject.sends) {
      rig.guarantee(["send"], `of ${wanted.name} is accepted`, async () => {
        const outcome = await rig.send({}, wanted);
        wanted.check(rig.vendor.requests);
        if (!outcome.ok) return expect.unreachable(`refused with ${outcome.providerCode}`);
        if (typeof wanted.providerMessageId === "string")
          expect(outcome.providerMessageId).toBe(wanted.providerMessageId);
        else expect(outcome.providerMessageId).toMatch(wanted.providerMessageId);
      });
    }

    if (rig.overHttp) {
      rig.guarantee(["send"], "takes an address with a last slash", async () => {
        const settings = subject.settings(`${rig.vendor.url}/`);
        expect(await rig.send({ settings })).toMatchObject({ ok: true });
      });
    }

    for (const channel of provider.fixedText) {
      rig.guarantee(["template"], `on ${channel} without a binding makes no request`, async () => {
        const bound = subject.sends.find(({ message }) => message.channel === channel);
        const outcome = await rig.send({ message: { binding: null } }, bound);
        expect(outcome).toMatchObject({ ok: false, errorClass: "rejected", scope: "template" });
        expect(rig.vendor.requests).toEqual([]);
      });
    }

    if (!provider.secrets.safeParse({}).success) {
      rig.guarantee(["send"], "without secrets makes no request", async () => {
        const outcome = await rig.send({ secrets: {} });
        expect(outcome).toMatchObject({ ok: false, errorClass: "credentials", scope: "provider" });
        expect(rig.vendor.requests).toEqual([]);
      });
    }
  });
}
