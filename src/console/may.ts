import { GatewayError } from "../errors.ts";
import type { ConsoleRole } from "./session.ts";
import type { View } from "./view.ts";

/** For a page that asks nothing of the API before its form is sent: nobody fills in what would be refused. */
export function only({ session }: View, ...roles: ConsoleRole[]): void {
  if (session.role === "admin" || roles.includes(session.role)) return;
  throw new GatewayError("forbidden", `The role ${session.role} may not do this.`);
}
