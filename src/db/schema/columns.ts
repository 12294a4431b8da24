import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** Millionths of the account's currency. */
export const micros = (name: string) => bigint(name, { mode: "bigint" });

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
