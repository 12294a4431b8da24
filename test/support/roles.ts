import { roles, type Role } from "../../src/tenants/actor.ts";
import type { TestGateway } from "./gateway.ts";

/** A key of each role, for the first tenant or another. */
export async function keysOfRoles(gateway: TestGateway, tenant?: string): Promise<Record<Role, string>> {
  const headers: Record<string, string> = tenant === undefined ? {} : { "x-tenant": tenant };
  const made = await Promise.all(
    roles.map(async (role) => {
      const reply = await gateway.admin("/v1/keys", { body: { role, name: `${role} of a test` }, headers });
      if (reply.status !== 201) throw new Error(`no key: ${reply.text}`);
      return [role, String(reply.json.key)] as const;
    }),
  );
  return Object.fromEntries(made) as Record<Role, string>;
}

/** A tenant of its own, made by the first tenant's admin, with a key of each role. */
export async function makeTenant(gateway: TestGateway, name: string): Promise<Record<Role, string>> {
  const reply = await gateway.admin(`/v1/tenants/${name}`, { method: "PUT", body: { brand: name } });
  if (reply.status !== 200) throw new Error(`no tenant: ${reply.text}`);
  return keysOfRoles(gateway, name);
}

/** Which of the roles may, by asking with a key of each: everyone but them gets 403. */
export async function rolesThatMay(
  gateway: TestGateway,
  keys: Record<Role, string>,
  path: string,
  call: { method?: string; body?: unknown } = {},
): Promise<Role[]> {
  const allowed: Role[] = [];
  for (const role of roles) {
    const { status } = await gateway.request(path, { ...call, key: keys[role] });
    if (status !== 403) allowed.push(role);
  }
  return allowed;
}
