export * from "./tenants.ts";
export * from "./settings.ts";
export * from "./otp.ts";
export * from "./ledger.ts";
export * from "./delivery.ts";
export * from "./ledger-sums.ts";
export * from "./reconciliations.ts";
