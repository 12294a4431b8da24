import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { createApp } from "../src/http/app.ts";
import { openApiDocument } from "../src/http/openapi.ts";
import { systemClock } from "../src/kit/clock.ts";
import type { Gateway } from "../src/wire.ts";

const heading = "// Made from this gateway's OpenAPI document by `npm run client`. Do not edit it.\n";

/** The types of every call, as `examples/typescript/schema.d.ts` has them. */
export async function clientSchema(): Promise<string> {
  // Registering the calls asks a gateway for no more than this: no database, no keys.
  const described: Partial<Gateway> = {
    config: {
      publicUrl: "http://127.0.0.1:8080",
      defaultCountry: "ID",
      currency: "IDR",
      trustProxy: [],
      allowPrivateTargets: [],
    },
    clock: systemClock,
  };
  const document = openApiDocument(createApp(described as Gateway), "http://127.0.0.1:8080");
  return `${heading}${astToString(await openapiTS(document as OpenAPI3, { defaultNonNullable: false }))}`;
}
