import type { ConsoleRole } from "./session.ts";
import type { Words } from "./words.ts";

export interface Entry {
  name: keyof Words["nav"];
  /** Under the console's base. */
  path: string;
  /** A page of the same subject that stands elsewhere. */
  also?: string;
  /** Beside admins and auditors. */
  roles: readonly ConsoleRole[];
  /** Not even auditors. */
  closed?: boolean;
}

const all: { group: keyof Words["groups"]; pages: Entry[] }[] = [
  {
    group: "watch",
    pages: [
      { name: "overview", path: "", roles: ["ops", "finance"] },
      { name: "messages", path: "/messages", also: "/explain", roles: ["ops"] },
    ],
  },
  {
    group: "run",
    pages: [
      { name: "providers", path: "/providers", roles: ["ops"] },
      { name: "routes", path: "/routes", roles: ["ops"] },
      { name: "templates", path: "/templates", roles: ["ops"] },
      { name: "limits", path: "/limits", roles: ["ops"] },
    ],
  },
  { group: "money", pages: [{ name: "balance", path: "/balance", roles: ["finance"] }] },
  {
    group: "build",
    pages: [
      { name: "sandbox", path: "/sandbox", roles: ["ops"], closed: true },
      { name: "try", path: "/try", roles: [], closed: true },
      { name: "webhooks", path: "/webhooks", roles: ["ops"] },
      { name: "keys", path: "/keys", roles: [] },
    ],
  },
  {
    group: "manage",
    pages: [
      { name: "tenants", path: "/tenants", roles: [] },
      { name: "users", path: "/users", roles: [] },
      { name: "audit", path: "/audit", roles: [] },
    ],
  },
];

/** The menu shows what a role may see; the API decides, whatever the menu shows. */
export function navigation(role: ConsoleRole): typeof all {
  const may = (page: Entry): boolean =>
    role === "admin" || page.roles.includes(role) || (role === "auditor" && page.closed !== true);
  return all.map(({ group, pages }) => ({ group, pages: pages.filter(may) })).filter(({ pages }) => pages.length > 0);
}
