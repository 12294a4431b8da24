import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Gerbang,
  GerbangConnectionError,
  GerbangError,
  type GerbangOptions,
} from "../../examples/typescript/gerbang.ts";
import { clientSchema } from "../../scripts/client-schema.ts";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { delivered, phone, putTenant } from "../support/erp.ts";
import { feedSettled } from "../support/feed.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let server: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway();
  server = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
});
afterAll(async () => {
  await server.close(1000);
  await gateway.close();
});

const client = (options: Partial<GerbangOptions> = {}): Gerbang =>
  new Gerbang({ baseUrl: server.url, key: gateway.erpKey, backoffMs: 1, ...options });

/** What a call was refused with. */
async function refused<E extends Error>(
  call: Promise<unknown>,
  kind: abstract new (...args: never[]) => E,
): Promise<E> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  return error as E;
}

interface Seen {
  url: string;
  key: string | undefined;
  body: string;
}

/** A server that answers each request by the next of `answers`, the last one from then on, and tells what it saw. */
async function stub(
  answers: ((request: Seen, response: ServerResponse) => unknown)[],
  work: (url: string, seen: Seen[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = [];
  const take = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const request = { url: incoming.url ?? "", key: incoming.headers["idempotency-key"] as string | undefined, body };
    seen.push(request);
    await answers[Math.min(seen.length, answers.length) - 1]?.(request, response);
  };
  const http = createServer((incoming, response) => void take(incoming, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  try {
    await work(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, seen);
  } finally {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
}

const problem =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  (_: Seen, response: ServerResponse) =>
    response
      .writeHead(status, { "content-type": "application/problem+json", ...headers })
      .end(JSON.stringify({ type: `/docs#${code}`, title: code, status, detail: code, code, request_id: "r1" }));
const verdict = { id: "otp_1", valid: true, status: "verified", reason: null, attempts_left: 4 };
const fine = (_: Seen, response: ServerResponse) => response.writeHead(200).end(JSON.stringify(verdict));
const cut = (_: Seen, response: ServerResponse) => response.socket?.destroy();

test("schema.d.ts is what the OpenAPI document says now; `npm run client` makes it anew", async () => {
  const kept = await readFile(new URL("../../examples/typescript/schema.d.ts", import.meta.url), "utf8");
  expect(kept === (await clientSchema())).toBe(true);
});

describe("against a gateway", () => {
  test("issue, read, a wrong code, the right one; the balance pays", async () => {
    const gerbang = client();
    const to = phone();
    const before = await gerbang.balance();
    const otp = await gerbang.issue({ to, user: "budi", wait_ms: 3000 });
    expect(otp).toMatchObject({ status: "pending", user: "budi", attempts_left: 5 });
    const { code } = await delivered(gateway, to);
    const wrong = await gerbang.verify({ id: otp.id, code: code === "000000" ? "000001" : "000000" });
    expect(wrong).toMatchObject({ valid: false, reason: "wrong_code", attempts_left: 4 });
    expect(await gerbang.verify({ to, user: "budi", code })).toMatchObject({ valid: true, reason: null });
    expect(await gerbang.read(otp.id)).toMatchObject({ id: otp.id, status: "verified" });
    expect(Number((await gerbang.balance()).total)).toBeLessThan(Number(before.total));
  });

  test("users, events, numbers, the hosted page and what it redeems", async () => {
    const gerbang = client();
    const number = phone();
    const { next_cursor: after } = await gerbang.events({ after: "now" });
    const user = await gerbang.putUser("sari/1", { active: true, destination: "own", number });
    expect(user).toMatchObject({ id: "sari/1", active: true });
    const checked = await gerbang.normalise({ numbers: [number, "12"] });
    expect(checked.counts).toMatchObject({ valid: 1, invalid: 1 });
    await putTenant(gateway, { return_urls: ["https://erp.example/back"] });
    const otp = await gerbang.issue({ user: "sari/1", hosted: true, return_url: "https://erp.example/back" });
    const page: string | undefined = otp.hosted_url;
    expect(page).toMatch(/\/p\//);
    const { code } = await delivered(gateway, number);
    const { proof } = await gerbang.verify({ id: otp.id, code });
    expect(await gerbang.redeem({ proof })).toMatchObject({ id: otp.id, user: "sari/1" });
    expect(await refused(gerbang.redeem({ proof }), GerbangError)).toMatchObject({ code: "conflict" });
    await feedSettled(gateway.database.sql);
    const page1 = await gerbang.events({ after, limit: 200, type: "otp.*" });
    expect(page1.data.map(({ type }) => type)).toContain("otp.verified");
    expect(page1.next_cursor).not.toBe(after);
  });

  test("resend inside the cool-down is a typed refusal at once: half a minute is the caller's to wait", async () => {
    const gerbang = client();
    const otp = await gerbang.issue({ to: phone() });
    const error = await refused(gerbang.resend(otp.id, { channel: "sms" }), GerbangError);
    expect(error).toMatchObject({ code: "rate_limited", status: 429 });
    expect(error.retryAfterSeconds).toBeGreaterThan(5);
    expect(error.problem.otp).toMatchObject({ id: otp.id });
    expect(await gerbang.cancel(otp.id)).toMatchObject({ status: "cancelled" });
  });

  test("a refusal names the code, the request and each field that is wrong", async () => {
    const error = await refused(client().issue({ to: phone(), ttl_seconds: 5 }), GerbangError);
    expect(error).toMatchObject({ code: "invalid_request", status: 400, retryAfterSeconds: null });
    expect(error.errors.map(({ path }) => path)).toEqual(["ttl_seconds"]);
    expect(gateway.logged()).toContain(error.requestId);
    expect(await refused(client({ key: "wrong" }).balance(), GerbangError)).toMatchObject({ code: "unauthorized" });
    expect(await refused(client().read("otp_none"), GerbangError)).toMatchObject({ code: "otp_not_found" });
  });

  test("an answer that was lost on the way is asked for again, and nothing is done twice", async () => {
    const to = phone();
    const forward = async (lose: boolean, request: Seen, response: ServerResponse) => {
      const answer = await fetch(server.url + request.url, {
        method: "POST",
        headers: {
          authorization: `Bearer ${gateway.erpKey}`,
          "content-type": "application/json",
          "idempotency-key": request.key ?? "",
        },
        body: request.body,
      });
      const text = await answer.text();
      if (lose) response.socket?.destroy();
      else response.writeHead(answer.status, { replayed: answer.headers.get("idempotent-replayed") ?? "" }).end(text);
    };
    const line = [
      (request: Seen, response: ServerResponse) => forward(true, request, response),
      (request: Seen, response: ServerResponse) => forward(false, request, response),
    ];
    await stub(line, async (baseUrl, seen) => {
      const otp = await client({ baseUrl }).issue({ to });
      expect(seen.map(({ key }) => key)).toEqual([seen[0]?.key, seen[0]?.key]);
      expect(seen[0]?.key).toMatch(/^[0-9a-f]{32}$/);
      const listed = await gateway.admin(`/v1/messages?to=${to}`);
      expect(listed.json.data).toHaveLength(1);
      expect(otp.message?.id).toBe(listed.json.data[0].id);
    });
  });
});

describe("tries", () => {
  test.each([
    ["a connection that breaks", cut],
    ["the first request still running", problem(409, "idempotency_in_progress")],
    ["503 with Retry-After", problem(503, "overloaded", { "Retry-After": "0" })],
    ["429 with a short Retry-After", problem(429, "rate_limited", { "Retry-After": "0" })],
    ["a proxy's 502", (_: Seen, response: ServerResponse) => response.writeHead(502).end("<h1>Bad gateway</h1>")],
  ])("%s: again, with the same key", async (_, first) => {
    await stub([first, fine], async (baseUrl, seen) => {
      expect(await client({ baseUrl }).verify({ id: "otp_1", code: "123456" })).toEqual(verdict);
      expect(seen.map(({ key }) => key)).toEqual([seen[0]?.key, seen[0]?.key]);
    });
  });

  test.each([
    ["a refusal", problem(422, "invalid_recipient"), GerbangError],
    ["a longer Retry-After than it waits", problem(429, "rate_limited", { "Retry-After": "6" }), GerbangError],
    ["a bug of the gateway", problem(500, "internal"), GerbangError],
    [
      "a page that is not the gateway's",
      (_: Seen, r: ServerResponse) => r.writeHead(404).end("?"),
      GerbangConnectionError,
    ],
    ["a 200 without JSON", (_: Seen, r: ServerResponse) => r.writeHead(200).end("<html>"), GerbangConnectionError],
  ])("%s: no further try", async (_, answer, kind: abstract new (...args: never[]) => Error) => {
    await stub([answer], async (baseUrl, seen) => {
      await refused(client({ baseUrl }).verify({ id: "otp_1", code: "123456" }), kind);
      expect(seen).toHaveLength(1);
    });
  });

  test("they end, and the last failure is told", async () => {
    await stub([cut], async (baseUrl, seen) => {
      const error = await refused(client({ baseUrl, retries: 2 }).balance(), GerbangConnectionError);
      expect(error.message).toBe(`${baseUrl} could not be reached`);
      expect(seen).toHaveLength(3);
      expect(seen[0]?.key).toBeUndefined();
    });
  });

  test("a server that says nothing is given up in time", async () => {
    await stub([() => undefined], async (baseUrl) => {
      const error = await refused(client({ baseUrl, retries: 0, timeoutMs: 50 }).balance(), GerbangConnectionError);
      expect(error.message).toBe(`${baseUrl} did not answer within 50 ms`);
    });
  });

  test("the caller's own key is used, and its signal ends the wait", async () => {
    const leave = new AbortController();
    const busy = problem(503, "overloaded", { "Retry-After": "4" });
    const busyThenGone = (request: Seen, response: ServerResponse) => {
      response.on("close", () => leave.abort(new Error("the user left")));
      return busy(request, response);
    };
    await stub([busyThenGone], async (baseUrl, seen) => {
      const call = client({ baseUrl }).cancel("otp_1", { idempotencyKey: "order-7", signal: leave.signal });
      expect(await refused(call, Error)).toMatchObject({ message: "the user left" });
      expect(seen.map(({ key }) => key)).toEqual(["order-7"]);
    });
  });
});
