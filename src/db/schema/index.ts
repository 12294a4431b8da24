export * from "./tenants.ts";
export * from "./settings.ts";
export * from "./otp.ts";
export * from "./ledger.ts";
export * from "./delivery.ts";
export * from "./topups.ts";
export * from "./alerts.ts";
