import type { components } from "../../../../examples/typescript/schema.d.ts";

export type WholeTopUp = components["schemas"]["TopUp"];
export type Reversal = NonNullable<components["schemas"]["TopUpReversal"]>;
