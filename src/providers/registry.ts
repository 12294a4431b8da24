import { metaCloud } from "./meta-cloud/index.ts";
import type { Provider } from "./provider.ts";
import { sandbox } from "./sandbox/index.ts";

/** Every kind there is. A new one is a folder, a line here, and a green run of the shared conformance test. */
export const registry: ReadonlyMap<string, Provider> = new Map(
  [sandbox, metaCloud].map((provider) => [provider.kind, provider as unknown as Provider]),
);
