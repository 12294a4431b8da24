import { readFileSync } from "node:fs";
import type { VendorAnswer } from "../vendor-server.ts";

function sample(kind: string, name: string): { status: number; body: unknown } {
  const file = new URL(`../../fixtures/${kind}/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as { status: number; body: unknown };
}

export function recordedBody(kind: string, name: string): unknown {
  return sample(kind, name).body;
}

export function recordedAnswer(kind: string, name: string): VendorAnswer {
  const { status, body } = sample(kind, name);
  return { status, body: JSON.stringify(body) };
}
