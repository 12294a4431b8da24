import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** No operator may open these: cloud metadata services live here. */
const never = ["169.254.0.0/16", "fe80::/10"].map((cidr) => ipaddr.parseCIDR(cidr));

/** What is routed on the IPv6 internet today; the rest is reserved, translated or local. */
const globalUnicastV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** IPv6 ranges that carry an IPv4 address, and the byte at which it starts. */
const carriers: readonly (readonly [range: [ipaddr.IPv6, number], byte: number, sameHost: boolean])[] = [
  [ipaddr.IPv6.parseCIDR("::ffff:0:0/96"), 12, true], // IPv4-mapped: the very same host
  [ipaddr.IPv6.parseCIDR("64:ff9b::/96"), 12, true], // NAT64: how an IPv6-only network reaches it
  [ipaddr.IPv6.parseCIDR("::/96"), 12, false], // IPv4-compatible, deprecated
  [ipaddr.IPv6.parseCIDR("::ffff:0:0:0/96"), 12, false], // IPv4-translated
  [ipaddr.IPv6.parseCIDR("2002::/16"), 2, false], // 6to4
];

/**
 * May we connect to this address? Public addresses, yes; private, loopback, carrier-grade NAT, multicast, reserved and
 * the like only when a range of `allowed` holds them; link-local never. An address that can't be read is refused.
 */
export function isAllowedTarget(ip: string, allowed: readonly string[]): boolean {
  // ipaddr.js would also read 010.0.0.1 and 0x7f.1, on which resolvers disagree.
  if (isIP(ip) === 0) return false;
  const given = ipaddr.parse(ip);
  const carried = given instanceof ipaddr.IPv6 ? carriedIpv4(given) : null;
  if (isIn(given, never) || (carried !== null && isIn(carried.address, never))) return false;

  const judged = carried?.sameHost ? carried.address : given;
  return isPublic(judged) || isIn(judged, ranges(allowed));
}

/**
 * Why this URL can't be a target, or null. For the moment it is saved: a name is judged by what it resolves to when we
 * connect, so only addresses in the URL itself, and `localhost`, which is one, are refused here.
 */
export function checkUrlTarget(url: string, allowed: readonly string[]): "not_a_url" | "target_not_allowed" | null {
  if (!URL.canParse(url)) return "not_a_url";
  // The parser has already turned 0x7f.1, 2130706433 and full-width digits into a dotted address.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host === "") return "not_a_url";
  const addresses = /(^|\.)localhost$/i.test(host) ? ["127.0.0.1", "::1"] : [host];
  if (addresses.length === 1 && isIP(host) === 0) return null;
  return addresses.some((address) => isAllowedTarget(address, allowed)) ? null : "target_not_allowed";
}

/** This machine itself. An address that can't be read is not. */
export function isLoopback(ip: string): boolean {
  return isIP(ip) !== 0 && ipaddr.process(ip).range() === "loopback";
}

function isPublic(address: Address): boolean {
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(globalUnicastV6);
}

function isIn(address: Address, list: readonly [Address, number][]): boolean {
  // `match` throws on an address of the other family.
  return list.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

function carriedIpv4(address: ipaddr.IPv6): { address: ipaddr.IPv4; sameHost: boolean } | null {
  const carrier = carriers.find(([range]) => address.match(range));
  if (carrier === undefined) return null;
  const [, byte, sameHost] = carrier;
  return { address: new ipaddr.IPv4(address.toByteArray().slice(byte, byte + 4)), sameHost };
}

/** Entries nobody can read open nothing; the configuration names them at the start. */
function ranges(allowed: readonly string[]): [Address, number][] {
  return allowed.flatMap((entry): [Address, number][] => {
    const text = entry.trim();
    if (ipaddr.isValidCIDR(text)) return [ipaddr.parseCIDR(text)];
    if (!ipaddr.isValid(text)) return [];
    const address = ipaddr.parse(text);
    return [[address, address.kind() === "ipv4" ? 32 : 128]];
  });
}

/** The /64 of an IPv6 address, which one household or server has to itself; null for an IPv4 address. */
export function networkOf(ip: string): string | null {
  if (isIP(ip) === 0) return null;
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return null;
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

/** A client's address in its one normal form. A zone names an interface of one machine, and is no part of it. */
export function clientAddress(ip: string): string {
  return ipaddr.process(ip.replace(/%.*$/, "")).toString();
}
