import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface StubErp {
  /** Where it takes people back. */
  returnUrl: string;
  /** Another origin that only sends people on to that. */
  detourUrl: string;
  /** What it was told, in the order in which people came back. */
  seen: { query: Record<string, string>; redeemed: { status: number; user?: string | null; reason?: string } | null }[];
  close(): Promise<void>;
}

/** An ERP behind the hosted page: redeems the ticket that a browser brings, and greets or says why not. */
export async function startStubErp(gatewayUrl: string, key: string): Promise<StubErp> {
  const seen: StubErp["seen"] = [];
  let returnUrl = "";
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://erp");
    if (url.pathname === "/detour") {
      response.writeHead(302, { location: `${returnUrl}&${url.search.slice(1)}` }).end();
      return;
    }
    if (url.pathname !== "/back") {
      response.writeHead(404).end();
      return;
    }
    const query = Object.fromEntries(url.searchParams);
    void redeem(gatewayUrl, key, query["ticket"]).then((redeemed) => {
      seen.push({ query, redeemed });
      const words = redeemed?.status === 200 ? `Welcome ${redeemed.user}` : `Not signed in: ${query["error"] ?? ""}`;
      response.writeHead(200, { "content-type": "text/html" }).end(`<title>ERP</title><h1>${words}</h1>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  returnUrl = `http://127.0.0.1:${port}/back?from=otp`;
  return {
    returnUrl,
    detourUrl: `http://localhost:${port}/detour`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function redeem(gatewayUrl: string, key: string, ticket: string | undefined) {
  if (ticket === undefined) return null;
  const response = await fetch(`${gatewayUrl}/v1/otp/redeem`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
  return { status: response.status, ...((await response.json()) as { user?: string | null; reason?: string }) };
}
