import type { BootstrapKeys } from "./tenants/bootstrap.ts";

export interface BannerFacts {
  /** Where it listens, as a browser on this machine would write it. */
  url: string;
  /** Where `/metrics` needs no key; null: nowhere. */
  metricsUrl: string | null;
  /** Of the first start, shown this once. */
  keys: BootstrapKeys | null;
  /** Which of them came from the environment: a secret that came in never goes out, to a log least of all. */
  given: { admin: boolean; erp: boolean };
  /** With the sandbox, so that the two calls work at once. */
  demo: boolean;
}

/** What an operator reads at the start. Every `curl` line works when pasted. */
export function banner({ url, metricsUrl, keys, given, demo }: BannerFacts): string {
  const lines = ["", `Gerbang is ready on ${url}`, `  console    ${url}/console`, `  docs       ${url}/docs`];
  if (metricsUrl !== null) lines.push(`  metrics    ${metricsUrl}/metrics`);
  lines.push("");
  if (keys !== null) {
    lines.push(
      "API keys, shown this once (Simpan sekarang, tidak ditampilkan lagi):",
      `  admin      ${given.admin ? "the one in BOOTSTRAP_ADMIN_KEY" : keys.admin}`,
      `  erp        ${given.erp ? "the one in BOOTSTRAP_ERP_KEY" : keys.erp}`,
      "",
    );
  }
  if (keys !== null && demo)
    lines.push(
      "Issue an OTP, then verify it with the code from the sandbox:",
      "",
      ...curls(url, given.erp ? null : keys.erp),
      "",
    );
  else if (keys !== null) lines.push("Next: connect a provider (README, “Connect Meta”), then prices and routes.", "");
  else lines.push("Keys were shown at the first start; `npm run cli -- key create --role erp` makes another.", "");
  return lines.join("\n");
}

/** A key that was given is named as the shell knows it. */
function curls(url: string, key: string | null): string[] {
  const number = "0812-3456-7890";
  const auth = key === null ? '-H "Authorization: Bearer $BOOTSTRAP_ERP_KEY"' : `-H 'Authorization: Bearer ${key}'`;
  const json = "-H 'Content-Type: application/json'";
  const inbox = `$(curl -s ${auth} '${url}/v1/sandbox/messages?to=${number}&limit=1' | sed 's/.*"code":"\\([0-9]*\\)".*/\\1/')`;
  return [
    `curl -s ${auth} ${json} ${url}/v1/otp/issue -d '{"to":"${number}","wait_ms":2000}'`,
    "",
    `curl -s ${auth} ${json} ${url}/v1/otp/verify -d '{"to":"${number}","code":"'"${inbox}"'"}'`,
  ];
}
