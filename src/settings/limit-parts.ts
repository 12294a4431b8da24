import { z } from "@hono/zod-openapi";

/** Parts of the limits document that need nothing of the other documents. */
const window = z.strictObject({
  max: z.number().int().min(1).max(10_000_000).describe("So many in any span of `per_seconds`"),
  per_seconds: z.number().int().min(1).max(604_800).describe("The span in seconds, sliding; at most a week"),
});
export type LimitWindow = z.infer<typeof window>;

export const windows = z.array(window).max(8);

export const cooldownSeconds = z
  .number()
  .int()
  .min(0)
  .max(3600)
  .describe("Seconds between two sends to one recipient; 0: none");

const asTheTenant = (what: string) => windows.optional().describe(`${what}; left out: as the tenant's`);

/** Tests have counters of their own. What is left out has the tenant's windows, counted apart all the same. */
export const sandboxLimits = z
  .strictObject({
    cooldown_seconds: cooldownSeconds.optional(),
    recipient: asTheTenant("Each recipient"),
    user: asTheTenant("Each user"),
    client_ip: asTheTenant("Each client address"),
    client_net: asTheTenant("Each /64 of IPv6 client addresses"),
    prefix: asTheTenant("Each prefix"),
    country: asTheTenant("Each country"),
    tenant: asTheTenant("The whole tenant"),
  })
  .describe("In place of the same members where only providers of kind `sandbox` can carry the message");

/** NIST SP 800-63B-4 allows no more than 100 consecutive failed tries an account. */
export const guesses = z
  .strictObject({
    free: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(100)
      .describe("Wrong codes in a row, over all OTPs of a recipient or user, before there are waits"),
    first_wait_seconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(60)
      .describe("The first wait in seconds; each further wrong code doubles it"),
    longest_wait_seconds: z.number().int().min(1).max(86_400).default(3600).describe("No wait in seconds is longer"),
  })
  .refine((rules) => rules.longest_wait_seconds >= rules.first_wait_seconds, {
    path: ["longest_wait_seconds"],
    message: "must not be shorter than first_wait_seconds",
  });
export type GuessRules = z.infer<typeof guesses>;
