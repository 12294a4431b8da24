import { onTestFinished } from "vitest";
import type { TestGateway } from "./gateway.ts";

/** Until the test is over no time passes but what it asks for: seconds are exact, however busy the machine is. */
export function stopClock({ clock }: TestGateway): void {
  clock.stop();
  onTestFinished(() => clock.go());
}
