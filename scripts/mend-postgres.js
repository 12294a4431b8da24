// Run by npm after an install. postgres.js 3.4.9 does not survive a database that restarts: a write that was put off to
// the next turn meets a socket that is gone by then (a TypeError nobody can catch), or is never made up for, and the
// connection hangs for ever. Known since 2025 and unreleased: https://github.com/porsager/postgres/pull/1168,
// https://github.com/porsager/postgres/issues/1208. To go when a release has it; test/process/crash.test.ts tells.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const mends = [
  // A statement on a connection that was lost: refused at once, and the connection stays in the pool. Between a
  // socket's error and its close the driver would take it, and never answer.
  [
    `    if (q.cancelled)
      return

    try {
      q.state = backend`,
    `    if (q.cancelled)
      return

    if (socket === null || socket.destroyed)
      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true

    try {
      q.state = backend`,
  ],
  // What was put off for a socket that is gone goes with it.
  [
    `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  ],
  [
    `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
  ],
  // Not a bug: what is sent in one turn goes in one write, not each statement by itself as soon as there is 1 KB.
  [`    if (fn || chunk.length >= 1024)`, `    if (fn || chunk.length >= 65536)`],
  // A connection lost while it reads the types: its first query is told, nobody waits for this one.
  [`        return fetchArrayTypes()\n`, `        return fetchArrayTypes().catch(() => {})\n`],
  [
    `    const x = socket.write(chunk, fn)
    nextWriteTimer`,
    `    const x = socket === null || socket.write(chunk, fn)
    nextWriteTimer`,
  ],
  // Its query was told: with that one still in hand, a closed connection never counts as ended and holds up a stop.
  [
    `(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n`,
    `(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = null\n`,
  ],
];

const entry = createRequire(import.meta.url).resolve("postgres");
const root = entry.slice(0, entry.lastIndexOf(`${path.sep}postgres${path.sep}`) + `${path.sep}postgres`.length);
const file = path.join(root, "src", "connection.js");
const before = readFileSync(file, "utf8");
let after = before;
for (const [old, mended] of mends) if (!after.includes(mended)) after = after.replace(old, mended);
if (mends.some(([, mended]) => !after.includes(mended))) {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  process.stderr.write(`scripts/mend-postgres.js does not know postgres ${version}: is it mended there?\n`);
} else if (after !== before) writeFileSync(file, after);
