#!/usr/bin/env node
// From a clone the sources are run as they are; an image has only what was built.
import { existsSync } from "node:fs";

const source = new URL("../src/cli/index.ts", import.meta.url);
if (existsSync(source)) {
  const { register } = await import("tsx/esm/api");
  register();
  await import(source.href);
} else {
  await import(new URL("../dist/cli/index.js", import.meta.url).href);
}
