import { createUser, resetUser, setupUrl, type Invitation } from "../console-users/invite.ts";
import { findUser, listUsers, readUser } from "../console-users/list.ts";
import { updateUser } from "../console-users/update.ts";
import { consoleRoles, nameKey, userName, type ConsoleUser } from "../console-users/user.ts";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { iso } from "../kit/clock.ts";
import { print, UsageError, type Command } from "./command.ts";
import { withInstallation, type Installation } from "./installation.ts";

const MOST_LISTED = 10_000;

const list: Command = {
  name: "user list",
  usage: "user list [--tenant NAME]",
  summary: "the people who may sign in to the console",
  options: { tenant: { type: "string" } },
  async run(args) {
    return withInstallation(async (installation) => {
      const { tenant } = installation.context(args.optional("tenant"));
      const users = await listUsers(installation.sql, tenant.id, MOST_LISTED, null);
      const width = Math.max(0, ...users.map(({ name }) => name.length)) + 2;
      for (const user of users) print(`${user.name.padEnd(width)}${user.role.padEnd(9)}${stateOf(user)}`);
      if (users.length === 0) print(`${tenant.name} has no user of the console: gerbang user create NAME --role admin`);
      return 0;
    });
  },
};

const create: Command = {
  name: "user create",
  usage: "user create NAME --role ROLE [--tenant NAME]",
  summary: `let somebody sign in to the console; roles: ${consoleRoles.join(", ")}`,
  options: { role: { type: "string" }, tenant: { type: "string" } },
  positionals: ["NAME"],
  async run(args) {
    const role = args.oneOf("role", consoleRoles);
    if (role === null) throw new UsageError(`--role is needed: ${consoleRoles.join(", ")}`);
    const name = userName.safeParse(args.positional(0));
    if (!name.success) throw new UsageError(`NAME is ${name.error.issues[0]?.message ?? "not valid"}`);
    return withInstallation(async (installation) => {
      const ctx = installation.context(args.optional("tenant"));
      const { sql, clock } = installation;
      const user = { name: name.data, role, language: null };
      const made = await sql.begin((tx) => createUser(tx, ctx, user, clock.now()));
      print(`${user.name} may sign in to the console of ${ctx.tenant.name}, in the role ${role}.`);
      printInvitation(installation, made);
      return 0;
    });
  },
};

const reset: Command = {
  name: "user reset",
  usage: "user reset NAME",
  summary: "for who has lost the password or the telephone: a new password, a new second factor",
  options: {},
  positionals: ["NAME"],
  async run(args) {
    return withInstallation(async (installation) => {
      const { ctx, user } = await known(installation, args.positional(0));
      const { sql, clock } = installation;
      const made = await sql.begin((tx) => resetUser(tx, ctx, user.id, clock.now()));
      print(`${user.name} is signed out everywhere; password, second factor and recovery codes are gone.`);
      printInvitation(installation, made);
      return 0;
    });
  },
};

const disable: Command = {
  name: "user disable",
  usage: "user disable NAME",
  summary: "sign somebody out everywhere, and let them in no more",
  options: {},
  positionals: ["NAME"],
  async run(args) {
    return withInstallation(async (installation) => {
      const { ctx, user } = await known(installation, args.positional(0));
      const { sql, clock } = installation;
      const { id, name, role, language } = user;
      await sql.begin((tx) => updateUser(tx, ctx, id, { name, role, language, state: "off" }, clock.now()));
      print(`${name} is off, and signed out everywhere.`);
      return 0;
    });
  },
};

/** One signs in by name alone, so a name says whose tenant it is too. */
async function known(installation: Installation, name: string): Promise<{ ctx: Ctx; user: ConsoleUser }> {
  const { sql, settings } = installation;
  const found = await findUser(sql, nameKey(name));
  const user = found === null ? null : await readUser(sql, found.tenantId, found.id);
  const tenant = settings.current.tenants.get(found?.tenantId ?? "");
  if (user === null || tenant === undefined) {
    throw new GatewayError("not_found", `the console has no user ${name}; \`gerbang user list\` shows who there is`);
  }
  return { ctx: installation.context(tenant.name), user };
}

function printInvitation({ config }: Installation, { token, expiresAt }: Invitation): void {
  print(`They choose a password here, once, until ${iso(expiresAt)}:\n\n  ${setupUrl(config.publicUrl, token)}\n`);
}

function stateOf({ disabledAt, ready, enrolled }: ConsoleUser): string {
  if (disabledAt !== null) return "off";
  if (!ready) return "has no password yet";
  return enrolled ? "on" : "on, without a second factor";
}

export const userCommands: readonly Command[] = [list, create, reset, disable];
