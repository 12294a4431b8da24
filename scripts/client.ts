import { writeFile } from "node:fs/promises";
import { clientSchema } from "./client-schema.ts";

/** `npm run client`: the types of the TypeScript client, anew. */
await writeFile(new URL("../examples/typescript/schema.d.ts", import.meta.url), await clientSchema());
