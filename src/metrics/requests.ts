import { Counter, Histogram, type Registry } from "prom-client";
import type { SignInResult } from "../console-users/visit.ts";
import type { OtpMeasures } from "../otp/measures.ts";
import type { RefusedKey } from "../tenants/refused-keys.ts";
import { BoundedNames } from "./bounded.ts";

export interface RequestMeasure {
  method: string;
  /** The pattern, never the path; undefined where no endpoint was found. */
  route: string | undefined;
  status: number;
  ms: number;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);
/** There are some dozen; a limit's name comes from the room that refuses. */
const MOST_LIMITS = 50;

/** Calls as HTTP sees them. */
export function requestMeasures(registry: Registry): (request: RequestMeasure) => void {
  const registers = [registry];
  const requests = new Counter({
    name: "gerbang_http_requests_total",
    help: "Answers by route pattern, method and class of status",
    labelNames: ["method", "route", "status"] as const,
    registers,
  });
  const durations = new Histogram({
    name: "gerbang_http_request_duration_seconds",
    help: "From the request to the beginning of its answer; with wait_ms, the wait is in it",
    labelNames: ["method", "route"] as const,
    buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return ({ method: asked, route = "none", status, ms }) => {
    const method = methods.has(asked) ? asked : "other";
    requests.inc({ method, route, status: `${Math.floor(status / 100)}xx` });
    durations.observe({ method, route }, ms / 1000);
  };
}

export function refusedKeyMeasure(registry: Registry): (reason: RefusedKey) => void {
  const refused = new Counter({
    name: "gerbang_refused_keys_total",
    help: "Requests refused for their API key, or for want of one",
    labelNames: ["reason"] as const,
    registers: [registry],
  });
  return (reason) => refused.inc({ reason });
}

export function signInMeasure(registry: Registry): (result: SignInResult) => void {
  const signIns = new Counter({
    name: "gerbang_console_sign_ins_total",
    help: "Steps of signing in to the console by what came of them; limited: refused before anything was looked at",
    labelNames: ["result"] as const,
    registers: [registry],
  });
  // What an alert waits for to grow is there from the first scrape on.
  for (const result of ["wrong_password", "wrong_code", "limited"] as const) signIns.inc({ result }, 0);
  return (result) => signIns.inc({ result });
}

/** The same calls by what came of them, through whichever door they came. */
export function otpMeasures(registry: Registry): OtpMeasures {
  const of = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ["result"] as const, registers: [registry] });
  const issues = of("gerbang_issues_total", "Issues by result: created, replayed, or the code of the refusal");
  const resends = of("gerbang_resends_total", "Resends by result: created, replayed, or the code of the refusal");
  const verifies = of("gerbang_verifies_total", "Verifies by result: valid, the reason why not, replayed, or a code");
  const limits = new Counter({
    name: "gerbang_limits_hit_total",
    help: "Refusals by the limit that they name; guard: a prefix or country that is blocked",
    labelNames: ["limit"] as const,
    registers: [registry],
  });
  const names = new BoundedNames(MOST_LIMITS);
  // What an alert divides by, or waits for to grow, is there from the first scrape on.
  issues.inc({ result: "created" }, 0);
  verifies.inc({ result: "valid" }, 0);
  limits.inc({ limit: names.of("guard") }, 0);
  return {
    issued: (result) => issues.inc({ result }),
    resent: (result) => resends.inc({ result }),
    checked: (result) => verifies.inc({ result }),
    limited: (limit) => limits.inc({ limit: names.of(limit) }),
  };
}
