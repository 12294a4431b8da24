import type { App } from "../../src/http/endpoint.ts";
import type { Gateway } from "../../src/wire.ts";
import type { AttackedGateway } from "./pumping.ts";

/** A gateway with the demo's data, whose time somebody else moves. */
export interface Attackable {
  gateway: Gateway;
  app: App;
  adminKey: string;
  clock: { advance(ms: number): void };
}

let tenants = 0;

/** A tenant of its own, with credit and no limit but the guard and those given; the sandbox carries its messages. */
export async function attackedTenant(
  { gateway, app, adminKey, clock }: Attackable,
  guard: object,
  limits: object = {},
): Promise<{ world: AttackedGateway; tenantId: string; name: string; admin: AttackedTenantCall }> {
  tenants += 1;
  const name = `attacked-${tenants}`;
  const call = async (method: string, path: string, key: string, body: object | undefined, tenant?: string) => {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(tenant === undefined ? {} : { "x-tenant": tenant }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const admin: AttackedTenantCall = async (method, path, body) => {
    const reply = await call(method, path, adminKey, body, name);
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.json)}`);
    return reply.json;
  };
  await call("PUT", `/v1/tenants/${name}`, adminKey, { brand: "Attacked" });
  await admin("POST", "/v1/balance/topups", { amount: "100000000", reference: "credit" });
  const none = { cooldown_seconds: 0, recipient: [], client_ip: [], user: [], prefix: [], tenant: [] };
  await admin("PUT", "/v1/limits", { ...none, countries: ["ID", "LV"], guard, ...limits });
  const { key } = await admin("POST", "/v1/keys", { role: "erp", name: "erp" });
  const tenantId = gateway.settings.current.tenantsByName.get(name)?.id;
  if (tenantId === undefined) throw new Error("the tenant was not made");
  const world: AttackedGateway = {
    gateway,
    async post(path, body) {
      const { status, json } = await call("POST", path, String(key), body);
      return { status, id: String(json["id"]) };
    },
    async advance(ms) {
      const beat = () => gateway.sql`update workers set alive_until = alive_until + ${ms} * interval '1 millisecond'`;
      await beat();
      clock.advance(ms);
      await beat();
    },
  };
  return { world, tenantId, name, admin };
}

export type AttackedTenantCall = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;
