export const roles = ["erp", "ops", "finance", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

/** Who acts: an API key, a person at the console, the command line, or the gateway itself. Written to every entry and audit row. */
export interface Actor {
  /** `key_…`, `user_…` (a person at the console), `cli`, `gateway`, `page`, `visitor` (whoever failed to sign in). */
  readonly name: string;
  /** What people call it: a key's or a person's name, or who is logged in where a command runs. */
  readonly label?: string;
  readonly role: Role;
  readonly address?: string | null;
  /** Whose key it is: the first tenant's may act for others. */
  readonly tenantId?: string;
}

/**
 * What the ERP does to an OTP is on record with the OTP. What somebody else does to one, by hand and in the ERP's place,
 * is audited too.
 */
export function actsByHand({ role }: Pick<Actor, "role">): boolean {
  return role !== "erp";
}

export const gatewayActor: Actor = { name: "gateway", role: "admin" };
export const cliActor: Actor = { name: "cli", role: "admin" };
/** The person whom an OTP is to prove, on the hosted page: may do what its address allows, and nothing else. */
export const pageActor: Actor = { name: "page", role: "erp" };
