import { connect } from "node:net";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { withoutTimesAndIds } from "./by-chance.ts";
import { putLimits } from "./erp.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";

/** A gateway that really listens, with the limits out of the way: old clients of other vendors call it. */
export async function startFacade(): Promise<{ gateway: TestGateway; server: HttpServer; close(): Promise<void> }> {
  const gateway = await startTestGateway();
  await putLimits(gateway);
  const server = await listen({ host: "127.0.0.1", port: 0, fetch: (request, env) => gateway.app.fetch(request, env) });
  const close = async (): Promise<void> => {
    await server.close(1000);
    await gateway.close();
  };
  return { gateway, server, close };
}

/** A key of role erp that is made for a façade, with its id. */
export async function facadeKey(
  gateway: TestGateway,
  facade: string,
  more: object = {},
  tenant?: string,
): Promise<{ id: string; key: string }> {
  const headers: Record<string, string> = tenant === undefined ? {} : { "x-tenant": tenant };
  const body = { role: "erp", name: `for ${facade}`, facade, ...more };
  const reply = await gateway.admin("/v1/keys", { body, headers });
  if (reply.status !== 201) throw new Error(`no key: ${reply.text}`);
  return reply.json as { id: string; key: string };
}

/** Bytes on a socket, and the whole answer as text, headers and all. */
export function rawCall(server: HttpServer, lines: string[], body: string | Buffer = ""): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part));
  const bytes = Buffer.from(body);
  const length = bytes.length === 0 ? [] : [`Content-Length: ${bytes.length}`];
  socket.write(Buffer.concat([Buffer.from([...lines, ...length, "", ""].join("\r\n"), "latin1"), bytes]));
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => resolve(Buffer.concat(parts).toString("utf8")));
  });
}

/** Every code, key and full number that a test has used must be in none of the lines. */
export function expectNotLogged(gateway: TestGateway, secrets: readonly string[]): void {
  const whole = gateway.logged();
  const said = withoutTimesAndIds(whole);
  const found = secrets.filter((secret) => {
    const logged = /^\d+$/.test(secret) ? said : whole;
    return logged.includes(secret) || logged.includes(encodeURIComponent(secret));
  });
  if (found.length > 0) throw new Error(`in the log: ${found.join(", ")}`);
}
