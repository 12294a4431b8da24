import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isAllowedTarget } from "../kit/address.ts";
import { TransportError } from "../providers/provider.ts";

export interface TargetGuardOptions {
  /** Private ranges that may be reached, as CIDRs. */
  allowPrivate: string[];
  /** For tests: stands in for the system's resolver, before the address check. */
  lookup?: typeof dnsLookup;
}

/**
 * Checks where a connection really goes, at the moment it is made: a name may have resolved to something else when it
 * was saved. Every connection to a provider or webhook uses both.
 */
export interface TargetGuard {
  /** Forbidden addresses of a name are left out, so a name that has only such is refused. */
  lookup: LookupFunction;
  /** For a host that is an address already: Node asks no resolver about it. */
  refuses(host: string): boolean;
}

export function guardTargets({ allowPrivate, lookup: resolve = dnsLookup }: TargetGuardOptions): TargetGuard {
  return {
    lookup(hostname, wanted, callback) {
      const all: LookupOptions & { all: true } = { ...wanted, all: true };
      resolve(hostname, all, (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
        if (error) return callback(error, "");
        const targets = addresses.filter(({ address }) => isAllowedTarget(address, allowPrivate));
        const [first] = targets;
        if (first === undefined) return callback(new TransportError("target_not_allowed", false), "");
        if (wanted.all) return callback(null, targets);
        callback(null, first.address, first.family);
      });
    },
    refuses: (host) => isIP(host) !== 0 && !isAllowedTarget(host, allowPrivate),
  };
}

/** Why there is no connection; nothing was sent. */
export function notConnected(error: Error): TransportError {
  if (error instanceof TransportError) return error;
  return new TransportError(connectReason(codeOf(error)), false, { cause: error });
}

function connectReason(code: string): string {
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/.test(code)) return "dns";
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return "timeout";
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return "closed";
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET") return "reset";
  if (/^(ERR_TLS_|ERR_SSL_|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|INVALID_CA|CRL_)/.test(code))
    return "tls";
  return "refused";
}

export function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
