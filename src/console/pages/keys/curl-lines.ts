import type { Role } from "../../../tenants/actor.ts";

/** Pure: what a role's key is good for, each as one line that works when pasted. The first names what the line does. */
export function curlLines(role: Role, key: string, publicUrl: string): ["issue" | "verify" | "read", string][] {
  const url = publicUrl.replace(/\/+$/, "");
  const auth = `-H 'Authorization: Bearer ${key}'`;
  const post = `${auth} -H 'Content-Type: application/json'`;
  const read = (path: string): ["read", string] => ["read", `curl -s ${auth} '${url}${path}'`];
  switch (role) {
    case "erp":
      return [
        ["issue", `curl -s ${post} ${url}/v1/otp/issue -d '{"to":"0812-3456-7890","wait_ms":2000}'`],
        ["verify", `curl -s ${post} ${url}/v1/otp/verify -d '{"to":"0812-3456-7890","code":"123456"}'`],
      ];
    case "ops":
      return [read("/v1/providers"), read("/v1/messages?limit=5")];
    case "finance":
      return [read("/v1/balance"), read("/v1/balance/entries?limit=5")];
    case "auditor":
      return [read("/v1/audit?limit=5"), read("/v1/balance")];
    case "admin":
      return [read("/v1/keys"), read("/v1/audit?limit=5")];
  }
}
