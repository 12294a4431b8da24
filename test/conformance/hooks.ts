import fc from "fast-check";
import { describe, expect } from "vitest";
import { expectNothingHidden, expectReport } from "./expectations.ts";
import { usualMessage, type Rig } from "./rig.ts";
import type { Column } from "./table.ts";

/** What the vendor reports, and what others would like us to believe. */
export function conformsInReporting(rig: Rig): void {
  const { subject } = rig;
  const { provider } = subject;

  describe("a report", () => {
    for (const { name, hook, content, ...changed } of subject.reports) {
      const columns: Column[] = content.templates === undefined ? ["reports"] : ["reports", "template"];
      rig.guarantee(columns, `like ${name} is read, and read the same again`, () => {
        const first = rig.read(hook, changed);
        expect(first).toMatchObject({ ok: true, ...content });
        if (!first.ok) return;
        expect(rig.read(hook, changed)).toEqual(first);
        expect(first.answer.status).toBeGreaterThanOrEqual(200);
        expect(first.answer.status).toBeLessThan(300);
        for (const report of first.reports) expectReport(report);
        expectNothingHidden([first.reports, first.templates], { ...subject.secrets, ...changed.secrets }, usualMessage);
      });

      rig.guarantee(["signature"], `like ${name} is refused while no secret is set`, () => {
        expect(provider.readHook?.(hook, rig.settings(changed.settings), {})).toMatchObject({ ok: false });
      });
    }

    rig.guarantee(["signature"], "that nobody proves tells nothing", () => {
      const url = "https://gateway.example/hooks/provider";
      const query = new URLSearchParams();
      const hook = { method: "POST", url, headers: {}, query, body: Buffer.from("{}"), token: null, receivedAt: 0 };
      const content = provider.readHook?.(hook, rig.settings(), rig.secrets());
      // Believed only where the vendor calls like this to see whether the address answers.
      if (content?.ok) expect([...content.reports, ...content.templates]).toEqual([]);
    });

    for (const { name, hook, ...changed } of subject.forged) {
      rig.guarantee(["signature"], `with ${name} is refused`, () => {
        const content = rig.read(hook, changed);
        if (content.ok) return expect.unreachable("the forged hook was believed");
        expect(content.why).not.toBe("");
        expectNothingHidden(content, { ...subject.secrets, ...changed.secrets }, usualMessage);
      });
    }

    const [known] = subject.reports;
    if (known !== undefined) {
      rig.guarantee(["reports"], "never throws, whatever it holds", () => {
        const bodies = fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.json().map((text) => Buffer.from(text)),
          fc.webQueryParameters().map((text) => Buffer.from(text)),
        );
        const methods = fc.constantFrom("GET", "POST", "PUT");
        const values = fc.dictionary(fc.constantFrom(...Object.keys(known.hook.headers), "x-other"), fc.string(), {
          noNullPrototype: true,
        });
        fc.assert(
          fc.property(bodies, methods, fc.option(values), fc.webQueryParameters(), (body, method, headers, query) => {
            const hook = { ...known.hook, body, method, query: new URLSearchParams(query) };
            const content = rig.read(headers === null ? hook : { ...hook, headers }, known);
            if (!content.ok) expectNothingHidden(content, subject.secrets, usualMessage);
          }),
        );
      });
    }
  });
}
