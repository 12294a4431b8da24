import type { BootstrapKeys } from "./tenants/bootstrap.ts";

export interface BannerFacts {
  /** Where it listens, as a browser on this machine would write it. */
  url: string;
  /** Made just now, shown this once. */
  keys: BootstrapKeys | null;
  /** With the sandbox, so that the two calls work at once. */
  demo: boolean;
}

/** What an operator reads at the start. Every `curl` line works when pasted. */
export function banner({ url, keys, demo }: BannerFacts): string {
  const lines = ["", `Gerbang is ready on ${url}`, `  console    ${url}/console`, `  reference  ${url}/docs`, ""];
  if (keys !== null) {
    lines.push(
      "API keys, shown this once (Simpan sekarang, tidak ditampilkan lagi):",
      `  admin      ${keys.admin}`,
      `  erp        ${keys.erp}`,
      "",
    );
  }
  if (keys !== null && demo)
    lines.push("Issue an OTP, then verify it with the code from the sandbox:", "", ...curls(url, keys.erp), "");
  else if (keys !== null) lines.push("Next: connect a provider (README, “Connect Meta”), then prices and routes.", "");
  else lines.push("Keys were shown at the first start; `npm run cli -- key create --role erp` makes another.", "");
  return lines.join("\n");
}

function curls(url: string, key: string): string[] {
  const number = "0812-3456-7890";
  const auth = `-H 'Authorization: Bearer ${key}'`;
  const json = "-H 'Content-Type: application/json'";
  const inbox = `$(curl -s ${auth} '${url}/v1/sandbox/messages?to=${number}&limit=1' | sed 's/.*"code":"\\([0-9]*\\)".*/\\1/')`;
  return [
    `curl -s ${auth} ${json} ${url}/v1/otp/issue -d '{"to":"${number}","wait_ms":2000}'`,
    "",
    `curl -s ${auth} ${json} ${url}/v1/otp/verify -d '{"to":"${number}","code":"'"${inbox}"'"}'`,
  ];
}
