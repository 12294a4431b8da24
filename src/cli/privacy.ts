import { once } from "node:events";
import { csvLine } from "../http/csv.ts";
import { affectedColumns, affectedLine } from "../http/privacy.ts";
import { affectedPeople } from "../privacy/affected.ts";
import { erasePerson } from "../privacy/erase.ts";
import { exportPerson, type PersonExport } from "../privacy/export.ts";
import { countedSince } from "../privacy/forget-erased.ts";
import { findPerson } from "../privacy/person.ts";
import { retention } from "../privacy/retention.ts";
import { parsePublicId } from "../kit/id.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { print, UsageError, type Args, type Command } from "./command.ts";
import { withInstallation, type Installation } from "./installation.ts";

const person = { to: { type: "string" }, user: { type: "string" }, tenant: { type: "string" } } as const;

async function named(installation: Installation, args: Args) {
  const [to, user] = [args.optional("to"), args.optional("user")];
  if ((to === null) === (user === null)) throw new UsageError("--to or --user is needed, and not both");
  const ctx = installation.context(args.optional("tenant"));
  const { sql, keyring, defaultCountry } = installation;
  const given = { to: to ?? undefined, user: user ?? undefined };
  return { ctx, who: await findPerson(sql, keyring, ctx.tenant, defaultCountry, given) };
}

const eraseCommand: Command = {
  name: "privacy erase",
  usage: "privacy erase (--to NUMBER | --user USER) [--tenant NAME]",
  summary: "erase what is kept of one person; what is pending for them is cancelled",
  options: person,
  async run(args) {
    return withInstallation(async (installation) => {
      const { sql, keyring, clock } = installation;
      const { ctx, who } = await named(installation, args);
      const now = clock.now();
      const since = countedSince([ctx.tenant], now);
      for (let complete = false; !complete;) {
        const erased = await sql.begin((tx) => erasePerson(tx, keyring, ctx, who, since, now));
        const { otps, messages, users, cancelled } = erased;
        print(
          `erased: ${otps} OTPs (${cancelled.length} of them pending), ${messages} messages, ${users} stored users`,
        );
        complete = erased.complete;
      }
      print("Left:");
      for (const why of Object.values(retention)) print(`  ${why}`);
      return 0;
    });
  },
};

const exportCommand: Command = {
  name: "privacy export",
  usage: "privacy export (--to NUMBER | --user USER) [--tenant NAME]",
  summary: "write all that is kept of one person, for them, as JSON to the standard output",
  options: person,
  async run(args) {
    return withInstallation(async (installation) => {
      const { sql, keyring, clock } = installation;
      const { ctx, who } = await named(installation, args);
      for (let before: string | null = null, more = true; more;) {
        const page: PersonExport = await exportPerson(sql, keyring, ctx, who, before, clock.now());
        print(JSON.stringify(page, null, 2));
        before = page.next_before === null ? null : parsePublicId("otp", page.next_before);
        more = before !== null;
      }
      return 0;
    });
  },
};

const affectedCommand: Command = {
  name: "privacy affected",
  usage: "privacy affected --from TIME --until TIME [--reveal] [--tenant NAME]",
  summary: "write whom a breach of that span concerns as CSV to the standard output; numbers masked without --reveal",
  options: {
    from: { type: "string" },
    until: { type: "string" },
    reveal: { type: "boolean" },
    tenant: { type: "string" },
  },
  async run(args) {
    const [from, until] = [timeOf(args, "from"), timeOf(args, "until")];
    return withInstallation(async (installation) => {
      const { sql, keyring, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const reveal = args.flag("reveal");
      const target = `${new Date(from).toISOString()}/${new Date(until).toISOString()}`;
      if (reveal) await writeAudit(sql, auditRow(ctx, { action: "affected.reveal", target }, clock.now()));
      process.stdout.write(csvLine(affectedColumns));
      let people = 0;
      for await (const page of affectedPeople(sql, keyring, ctx.tenant.id, from, until)) {
        const text = page.map((one) => csvLine(affectedLine(one, reveal))).join("");
        if (!process.stdout.write(text)) await once(process.stdout, "drain");
        people += page.length;
      }
      process.stderr.write(`${people} people\n`);
      return 0;
    });
  },
};

function timeOf(args: Args, name: string): number {
  const time = Date.parse(args.required(name));
  if (Number.isNaN(time)) throw new UsageError(`--${name} is a time like 2026-11-01T00:00:00+07:00`);
  return time;
}

export const privacyCommands: readonly Command[] = [eraseCommand, exportCommand, affectedCommand];
