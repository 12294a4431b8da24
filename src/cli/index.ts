import { GatewayError } from "../errors.ts";
import { UnknownMasterKey } from "../kit/secret.ts";
import { StartError } from "../start-error.ts";
import { print, readArgs, UsageError, type Command } from "./command.ts";
import { doctor } from "./doctor/index.ts";
import { createKeyCommand } from "./key-create.ts";
import { exportMessagesCommand } from "./messages-export.ts";
import { migrateCommand } from "./migrate.ts";
import { normaliseNumbersCommand } from "./numbers-normalise.ts";
import { privacyCommands } from "./privacy.ts";
import { reconcileCommand } from "./reconcile.ts";
import { rekeyCommand } from "./rekey.ts";
import { retentionRunCommand } from "./retention-run.ts";
import { sendTestCommand } from "./send-test.ts";
import { exportTemplatesCommand } from "./template/export.ts";
import { importTemplatesCommand } from "./template/import.ts";
import { listTemplatesCommand } from "./template/list.ts";
import { lintTemplatesCommand } from "./template/lint.ts";
import { templateSyncCommand } from "./template/sync.ts";
import { createTenantCommand } from "./tenant-create.ts";
import { topUpDecisionCommands } from "./topup-decide.ts";
import { topUpCommand } from "./topup.ts";
import { userCommands } from "./users.ts";

const commands: readonly Command[] = [
  migrateCommand,
  createKeyCommand,
  createTenantCommand,
  ...userCommands,
  topUpCommand,
  ...topUpDecisionCommands,
  reconcileCommand,
  sendTestCommand,
  listTemplatesCommand,
  exportTemplatesCommand,
  importTemplatesCommand,
  lintTemplatesCommand,
  templateSyncCommand,
  normaliseNumbersCommand,
  retentionRunCommand,
  ...privacyCommands,
  exportMessagesCommand,
  rekeyCommand,
  doctor,
];

function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length)) + 2;
  return [
    "gerbang: works on the installation that DATABASE_URL or DATA_DIR names, whether its gateway runs or not.",
    "",
    ...commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}${summary}`),
    "",
    "The settings are those of the gateway's environment (README, “Settings”). Without a tenant named, the first one is meant.",
  ].join("\n");
}

function find(words: readonly string[]): { command: Command; rest: string[] } {
  for (const length of [2, 1]) {
    const command = commands.find(({ name }) => name === words.slice(0, length).join(" "));
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `)).map(({ name }) => name);
  if (group.length > 0) throw new UsageError(`did you mean ${group.join(" or ")}?`);
  throw new UsageError(`there is no command "${words[0]}"; \`gerbang help\` lists them`);
}

async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words[0] === "help" || words[0] === "--help" || words[0] === "-h") {
    print(help());
    return words.length === 0 ? 2 : 0;
  }
  const { command, rest } = find(words);
  if (rest.includes("--help") || rest.includes("-h")) {
    print(`gerbang ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  try {
    return await command.run(readArgs(command, rest));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message} (gerbang ${command.usage})`);
    throw error;
  }
}

/** One line for whoever typed it; a stack only for a bug. */
function explain(error: unknown): { text: string; code: number } {
  if (error instanceof UsageError) return { text: `gerbang: ${error.message}`, code: 2 };
  if (error instanceof UnknownMasterKey) {
    return { text: `gerbang: GATEWAY_SECRET: ${error.message}; \`gerbang doctor\` says more`, code: 1 };
  }
  if (error instanceof StartError || error instanceof GatewayError) {
    return { text: `gerbang: ${error.message}`, code: 1 };
  }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 };
}

// Whoever reads what we write, as `head` does, may have enough of it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { text, code } = explain(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = code;
}
