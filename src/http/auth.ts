import type { Context } from "hono";
import { getConnInfo } from "@hono/node-server/conninfo";
import ipaddr from "ipaddr.js";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import { hashApiKey } from "../kit/secret.ts";
import type { KeyConfig, TenantConfig } from "../settings/snapshot.ts";
import type { Actor, Role } from "../tenants/actor.ts";
import type { Facade } from "../tenants/facades.ts";
import type { RefusedKey } from "../tenants/refused-keys.ts";
import type { Gateway } from "../wire.ts";
import { insideCaller } from "./inside.ts";
import { refuseForeign } from "./origin.ts";

/** The API key a request carries, by whichever of the ways; never from the URL. */
export function keyOf(c: Context): string | null {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const [scheme = "", ...rest] = header.trim().split(/\s+/);
    const value = rest.join(" ");
    if (scheme.toLowerCase() === "bearer") return value;
    return basicPair(c)?.password ?? null;
  }
  return c.req.header("x-api-key") ?? null;
}

/** What Basic carries; null where a request carries none. */
export function basicPair(c: Context): { user: string; password: string } | null {
  const encoded = /^\s*basic\s+(\S.*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const pair = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const at = pair.indexOf(":");
  return at < 0 ? null : { user: pair.slice(0, at), password: pair.slice(at + 1) };
}

export interface Caller {
  actor: Actor;
  tenant: TenantConfig;
}

export interface KeyCaller extends Caller {
  key: KeyConfig;
}

/** Who calls, and for which tenant; throws 401 or 403. `roles`: who may, beside admins. */
export function authenticate(gateway: Gateway, c: Context, key: string | null, roles: readonly Role[]): Caller {
  const person = insideCaller(c);
  return person === null ? authenticateKey(gateway, c, key, roles) : admitPerson(person, roles);
}

/** A person at the console may do what a key of that role may. */
function admitPerson(person: Caller, roles: readonly Role[]): Caller {
  const { role } = person.actor;
  if (role === "admin" || roles.includes(role)) return person;
  throw new GatewayError("forbidden", `The role ${role} may not do this; it needs ${["admin", ...roles].join(", ")}.`);
}

/** By a key alone. `facade`: the one that is called, where it takes only keys made for it. */
export function authenticateKey(
  gateway: Gateway,
  c: Context,
  key: string | null,
  roles: readonly Role[],
  facade: Facade | null = null,
): KeyCaller {
  const { keysByHash } = gateway.settings.current;
  const known = key === null || key === "" ? undefined : keysByHash.get(hashApiKey(key));
  return admit(gateway, c, known, roles, facade, key === null ? NO_KEY : UNKNOWN_KEY);
}

const NO_KEY = "No API key: send it as Authorization: Bearer KEY, as X-API-Key, or as the password of Basic.";
const UNKNOWN_KEY = "This API key is not known, has expired or was revoked.";

/** The same for a key that is known by its id, as a façade's token names it. */
export function admit(
  gateway: Gateway,
  c: Context,
  known: KeyConfig | undefined,
  roles: readonly Role[],
  facade: Facade | null,
  unknown = UNKNOWN_KEY,
): KeyCaller {
  refuseForeign(c, gateway.config.publicUrl);
  const snapshot = gateway.settings.current;
  const address = (): string | null => clientAddress(c, gateway.config.trustProxy);
  const refuse = (reason: RefusedKey, error: GatewayError): GatewayError => {
    const key = known === undefined ? null : publicId("key", known.id);
    const requestId = c.get("requestId") as string | undefined;
    gateway.refusedKeys.note({
      reason,
      key,
      address: address(),
      route: c.get("route") as string | undefined,
      requestId,
    });
    return error;
  };
  const whyUnauthorized = unauthorized(gateway, known, facade, unknown === NO_KEY);
  if (known === undefined || whyUnauthorized !== null) {
    throw refuse(whyUnauthorized ?? "unknown", new GatewayError("unauthorized", unknown));
  }
  if (known.ips.length > 0 && !inRanges(address(), known.ips)) {
    throw refuse("address", new GatewayError("forbidden", "This API key may not be used from this address."));
  }
  if (known.role !== "admin" && !roles.includes(known.role)) {
    const needed = ["admin", ...roles].join(", ");
    throw refuse(
      "role",
      new GatewayError("forbidden", `A key of role ${known.role} may not do this; it needs ${needed}.`),
    );
  }
  const own = snapshot.tenants.get(known.tenantId);
  if (own === undefined) throw new Error(`key ${known.id} belongs to no tenant`);
  const actor: Actor = {
    name: publicId("key", known.id),
    label: known.name,
    role: known.role,
    tenantId: known.tenantId,
    // Only changes are audited: an issue need not work out where it came from.
    get address() {
      return address();
    },
  };
  const asked = c.req.header("x-tenant");
  if (asked === undefined || asked === own.name) return { actor, key: known, tenant: own };
  if (known.role !== "admin" || !own.first) {
    throw refuse(
      "tenant",
      new GatewayError("forbidden", "Only admin keys of the first tenant may name another with X-Tenant."),
    );
  }
  return { actor, key: known, tenant: otherTenant(gateway, asked) };
}

/** Null where the key opens this door. */
function unauthorized(
  gateway: Gateway,
  known: KeyConfig | undefined,
  facade: Facade | null,
  noKey: boolean,
): RefusedKey | null {
  if (known === undefined) return noKey ? "missing" : "unknown";
  if (known.expiresAt !== null && known.expiresAt <= gateway.clock.now()) return "expired";
  return known.facade === facade ? null : "wrong_door";
}

/** Admin keys of the first tenant may act for another. */
function otherTenant(gateway: Gateway, name: string): TenantConfig {
  const tenant = gateway.settings.current.tenantsByName.get(name);
  if (tenant === undefined) throw new GatewayError("not_found", `X-Tenant: there is no tenant ${name.slice(0, 63)}.`);
  return tenant;
}

/**
 * The caller's address. `X-Forwarded-For` is believed only as far as trusted proxies wrote it: from the right, the first
 * address that is not one of them.
 */
export function clientAddress(c: Context, trusted: readonly string[]): string | null {
  let address: string | null;
  try {
    address = getConnInfo(c).remote.address ?? null;
  } catch {
    return null; // Called without a socket: a test's `app.request()`.
  }
  const hops = (c.req.header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  while (address !== null && inRanges(address, trusted)) {
    const next = hops.pop();
    if (next === undefined || !ipaddr.isValid(next)) break;
    address = next;
  }
  return address;
}

export function inRanges(address: string | null, ranges: readonly string[]): boolean {
  if (address === null || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(
      range.includes("/") ? range : `${range}/${range.includes(":") ? 128 : 32}`,
    );
    return parsed.kind() === network.kind() && parsed.match(network, bits);
  });
}
