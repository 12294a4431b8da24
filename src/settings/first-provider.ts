import type { Channel } from "../providers/provider.ts";
import type { RoutesDocument, RouteStep } from "./documents.ts";

/** Its share when no other has one is all. */
const WHOLE = 100;

/**
 * Pure: all first tries of the channel go to this provider; the others are standby, in the order they had. One that was
 * not in the routes comes in.
 */
export function withFirst(routes: RoutesDocument, channel: Channel, provider: string): RoutesDocument {
  const steps = routes.channels[channel] ?? [];
  const own = steps.find((step) => step.provider === provider);
  const first: RouteStep = { ...own, provider, weight: WHOLE };
  const others = steps.filter((step) => step !== own).map((step) => ({ ...step, weight: 0 }));
  return { ...routes, channels: { ...routes.channels, [channel]: [first, ...others] } };
}
