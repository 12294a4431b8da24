import { migrate, pendingMigrations } from "../db/migrate.ts";
import { print, type Command } from "./command.ts";
import { readSettings, withDatabase } from "./installation.ts";

export const migrateCommand: Command = {
  name: "migrate",
  usage: "migrate",
  summary: "bring the database's schema up to this version's (a start does it too)",
  options: {},
  async run() {
    return withDatabase(readSettings(), async (connection) => {
      const pending = await pendingMigrations(connection);
      await migrate(connection);
      print(pending > 0 ? `${pending} migration${pending === 1 ? "" : "s"} applied.` : "The schema is up to date.");
      return 0;
    });
  },
};
