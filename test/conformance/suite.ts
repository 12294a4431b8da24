import { describe } from "vitest";
import { conformsInCredit } from "./credit.ts";
import { conformsInFailing } from "./failures.ts";
import { conformsInHealth } from "./health.ts";
import { conformsInReporting } from "./hooks.ts";
import { conformsInPolling } from "./polls.ts";
import { nameOf, Rig } from "./rig.ts";
import { conformsInSending } from "./sends.ts";
import type { Subject } from "./subject.ts";
import { conformsInTemplates } from "./templates.ts";

/**
 * What every kind promises to delivery, whoever its vendor is: over the real client for providers, against a server on
 * loopback that behaves as the vendor does.
 */
export function conformance(subject: Subject): void {
  describe(`kind ${nameOf(subject)}`, () => {
    const rig = new Rig(subject);
    conformsInSending(rig);
    conformsInFailing(rig);
    conformsInReporting(rig);
    conformsInPolling(rig);
    conformsInCredit(rig);
    conformsInHealth(rig);
    conformsInTemplates(rig);
  });
}
