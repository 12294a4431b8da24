import { readFileSync } from "node:fs";

const pem = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), "utf8");

/** Of servers that tests start: for localhost and 127.0.0.1, signed by itself, good until 2120. */
export const certificate = { cert: pem("certificate"), key: pem("key") };
