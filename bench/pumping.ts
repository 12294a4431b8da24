import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { openDatabase } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApp } from "../src/http/app.ts";
import type { Clock } from "../src/kit/clock.ts";
import { bootstrap } from "../src/tenants/bootstrap.ts";
import { wire } from "../src/wire.ts";
import { attackedTenant } from "../test/support/attacked-tenant.ts";
import {
  attack,
  seeded,
  sequentialBurst,
  slowDrip,
  spreadOverCountry,
  type AttackFigures,
} from "../test/support/pumping.ts";

/**
 * What a pumping attack costs, with the guard off, monitoring and blocking, and with a window on prefixes or a ceiling on
 * money in its place: a whole gateway with a priced sandbox, driven by a clock of our own. `npm run bench:pumping`, and
 * where that takes too long, with how many numbers and which settings: `-- 1000 block,ceiling`.
 */
class DrivenClock implements Clock {
  #ahead = 0;
  now(): number {
    return Date.now() + this.#ahead;
  }
  advance(ms: number): void {
    this.#ahead += ms;
  }
}

const count = Number(process.argv[2] ?? "10000");
if (!Number.isInteger(count) || count < 100 || count > 10_000) throw new Error("give 100 to 10000 numbers");

const wanted = (process.argv[3] ?? "").split(",");

const off = { mode: "off" };
const settings: [name: string, guard: object, limits: object][] = [
  ["guard off", off, {}],
  ["monitor", { mode: "monitor" }, {}],
  ["block", { mode: "block" }, {}],
  ["prefix window 300/h", off, { prefix: [{ max: 300, per_seconds: 3600 }] }],
  ["ceiling 500000/h", off, { ceilings: { per_hour: "500000" } }],
];
const shapes = [
  () => sequentialBurst(count),
  () => slowDrip(count, seeded(1)),
  () => spreadOverCountry(count, seeded(2)),
];

const dataDir = await mkdtemp(path.join(os.tmpdir(), "gerbang-pumping-"));
const database = await startEmbedded({ dataDir });
const clock = new DrivenClock();
await migrate(database.connection);
const db = openDatabase(database.connection, { max: 1 });
const keys = await bootstrap(db, { demo: true, currency: "IDR", adminKey: null, erpKey: null, now: clock.now() });
await db.close();
if (keys === null) throw new Error("the database is not empty");
const gateway = await wire({
  config: {
    publicUrl: "http://gateway.test",
    defaultCountry: "ID",
    currency: "IDR",
    trustProxy: [],
    allowPrivateTargets: [],
  },
  connection: database.connection,
  masterKeys: [randomBytes(32)],
  log: pino({ level: "silent" }),
  clock,
  alone: true,
});
const attackable = { gateway, app: createApp(gateway), adminKey: keys.admin, clock };

console.log(`${count} numbers, 500 IDR a message, beside people who log in\n`);
console.log("| attack | setting | sent | lost, IDR | stopped after | people asked | of them refused |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
for (const shape of shapes) {
  for (const [name, guard, limits] of settings.filter(([name]) => wanted.some((word) => name.includes(word)))) {
    const bots = shape();
    const { world, tenantId } = await attackedTenant(attackable, guard, limits);
    console.log(line(bots.name, name, await attack(world, tenantId, bots, seeded(3))));
  }
}
await gateway.close();
await database.stop();
await rm(dataDir, { recursive: true, force: true });

function line(attacked: string, setting: string, figures: AttackFigures): string {
  const { sent, lost, stoppedAfter, honestAsked, honestRefused } = figures;
  const stopped = stoppedAfter === null ? "never" : `${stoppedAfter} s`;
  return `| ${attacked} | ${setting} | ${sent} | ${lost} | ${stopped} | ${honestAsked} | ${honestRefused} |`;
}
