import type { Config } from "../../config.ts";
import { openDatabase, type Connection } from "../../db/client.ts";
import { systemClock } from "../../kit/clock.ts";
import { Keyring } from "../../kit/secret.ts";
import { masterKeys } from "../../master-key.ts";
import { StartError } from "../../start-error.ts";
import { print, type Command } from "../command.ts";
import { readSettings, runningGateway, withDatabase } from "../installation.ts";
import { checkConfiguration, checkSecrets } from "./configuration.ts";
import { checkDatabase } from "./database.ts";
import { checkFiles } from "./files.ts";
import { lineOf, well, wrong, type Finding } from "./finding.ts";
import { checkMoney } from "./money.ts";
import { checkWork } from "./work.ts";

export const doctor: Command = {
  name: "doctor",
  usage: "doctor",
  summary: "say what is wrong with this installation, and how to mend it; exit 1 when something is",
  options: {},
  async run() {
    let failed = false;
    const say = (findings: readonly Finding[]): boolean => {
      for (const finding of findings) print(lineOf(finding));
      const healthy = !findings.some(({ mark }) => mark === "✗");
      failed ||= !healthy;
      return healthy;
    };
    await examine(say);
    print(failed ? "\nSomething is wrong: ✗ says what, → how to mend it." : "\nNothing is wrong.");
    return failed ? 1 : 0;
  },
};

type Say = (findings: readonly Finding[]) => boolean;

/** From the ground up: what stands on something that is wrong is not looked at. */
async function examine(say: Say): Promise<void> {
  let config: Config;
  try {
    config = readSettings();
  } catch (error) {
    say([wrong(`settings: ${textOf(error)}`, "set them right in the environment; README, “Settings”, has them all")]);
    return;
  }
  say([well("settings: all are valid")]);
  // Before the database is looked at: that one needs a DATA_DIR.
  const running = runningGateway(config.dataDir) !== undefined;
  if (!say(checkFiles(config)) && config.databaseUrl === null) return;
  try {
    await withDatabase(config, (connection) => examineData(config, connection, running, say));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    say([wrong(`database: ${error.message}`, "see that it runs and lets this user in")]);
  }
}

async function examineData(config: Config, connection: Connection, running: boolean, say: Say): Promise<void> {
  if (!say(await checkDatabase(connection))) return;
  const keyring = new Keyring(await masterKeys(config));
  const db = openDatabase(connection, { max: 2 });
  try {
    if (!say(await checkSecrets(db.sql, keyring))) return;
    const { snapshot, findings } = await checkConfiguration(db.orm, keyring, systemClock.now());
    say(findings);
    say(await checkMoney(db.sql, snapshot.tenants));
    say(await checkWork(db.sql, running));
  } finally {
    await db.close();
  }
}

function textOf(error: unknown): string {
  if (error instanceof StartError) return error.message;
  throw error;
}
