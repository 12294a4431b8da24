import { parseArgs } from "node:util";
import os from "node:os";
import { factors, perSecond, quantiles, share } from "./figures.ts";
import { startBenchGateway } from "./gateway.ts";
import { besideAHangingProvider } from "./hang.ts";
import { limitsOnAndOff } from "./limits.ts";
import { bareInserts, cycles, durableIssues, requestToWire } from "./load.ts";
import { BenchProvider } from "./provider.ts";
import { openLimits, useProvider, useSandbox } from "./setup.ts";

/**
 * One run, one machine: load generator, provider, gateway and PostgreSQL share its cores. Prints durable 201s beside a
 * bare insert by the same driver on the same server, the whole cycle, and the time from request to the provider's wire,
 * alone and beside a provider that hangs. `--only limits`: durable 201s with no limit and with every limit on, in turns.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    only: { type: "string", default: "insert,issue,cycle,wire,hang" },
    cycles: { type: "string", default: "0" },
    profile: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const only = new Set(values.only.split(","));

const gateway = await startBenchGateway(values.profile);
const provider = new BenchProvider();
try {
  const providerUrl = await provider.listen();
  await openLimits(gateway.sql);
  const [server] = await gateway.sql<{ version: string }[]>`select current_setting('server_version') as version`;
  print(
    `node ${process.version}, PostgreSQL ${server?.version ?? "?"}, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? ""}`,
  );

  if (only.has("insert")) {
    const rate = await bareInserts(gateway.sql, seconds);
    print(`bare one-row insert, 64 clients, 10 connections      ${perSecond(rate)}`);
  }
  if (only.has("issue")) {
    await useSandbox(gateway.sql);
    await durableIssues(gateway, 64, 2);
    const { rate, latency } = await durableIssues(gateway, 64, seconds);
    print(`durable 201s, 64 clients, deliveries held back       ${perSecond(rate)}   ${quantiles(latency)}`);
    print(`  memory of the gateway with them held               ${await gateway.memoryMb()} MB`);
  }
  if (only.has("limits")) {
    await useSandbox(gateway.sql);
    const { without, withAll } = await limitsOnAndOff(gateway, 4, seconds);
    print(`durable 201s, 64 clients, no limit                   ${without.map(perSecond).join("  ")}`);
    print(`  every limit on, in turns with the above            ${withAll.map(perSecond).join("  ")}`);
    print(`  all rounds together                                ${share(withAll, without)}`);
    await openLimits(gateway.sql);
  }
  await useProvider(gateway, providerUrl);
  if (only.has("cycle")) {
    await cycles(gateway, provider, 32, 1);
    const { rate, latency } = await cycles(gateway, provider, 32, seconds);
    print(`whole cycle, 32 clients                              ${perSecond(rate)}   ${quantiles(latency)}`);
  }
  if (only.has("wire")) {
    const latency = await requestToWire(gateway, provider, 8, Math.min(seconds, 5));
    print(`request to the provider's wire, 8 clients            ${quantiles(latency)}`);
  }
  if (only.has("hang")) {
    const { usual, beside, hanging } = await besideAHangingProvider(gateway, provider, Math.min(seconds, 5));
    print(`request to the wire, 8 clients, every provider well  ${quantiles(usual)}`);
    print(
      `  while ${hanging} messages hang at another provider       ${quantiles(beside)}   ${factors(usual, beside)}`,
    );
  }
  if (Number(values.cycles) > 0) {
    const before = await gateway.memoryMb();
    let done = 0;
    while (done < Number(values.cycles)) done += (await cycles(gateway, provider, 32, 5)).count;
    print(
      `memory of the gateway after ${done} more cycles        ${await gateway.memoryMb()} MB (before: ${before} MB)`,
    );
  }
} finally {
  provider.close();
  await gateway.stop();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
