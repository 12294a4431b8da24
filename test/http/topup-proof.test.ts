import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant } from "../support/roles.ts";

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\ncanary: Budi, BCA 1234567890\n%%EOF\n");
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(64, 7)]);
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 9)]);
const MIB = 1024 * 1024;

let gateway: TestGateway;
let http: HttpServer;
let tenant: string;
let keys: Awaited<ReturnType<typeof makeTenant>>;
let id: string;
let n = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
  http = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
});
beforeEach(async () => {
  tenant = `till-${(n += 1)}`;
  keys = await makeTenant(gateway, tenant);
  const body = { brand: tenant, topup_approval: true };
  await gateway.admin(`/v1/tenants/${tenant}`, { method: "PUT", body });
  const made = await gateway.request("/v1/balance/topups", {
    key: keys.finance,
    body: { amount: "5", reference: "T" },
  });
  id = made.json.id as string;
});
afterAll(async () => {
  await http.close(100);
  await gateway.close();
});

interface Sent {
  type?: string;
  key?: string;
  query?: string;
}

/** Over a socket, as a client sends it. */
async function put(body: Uint8Array | FormData, { type, key = keys.finance, query = "" }: Sent = {}): Promise<Reply> {
  const response = await fetch(`${http.url}/v1/balance/topups/${id}/proof${query}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}`, ...(type === undefined ? {} : { "content-type": type }) },
    body: body instanceof FormData ? body : (body as Uint8Array<ArrayBuffer>),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith("{") ? JSON.parse(text) : {},
  };
}

async function get(query = "", key = keys.auditor): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(`${http.url}/v1/balance/topups/${id}/proof${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

const form = (file: Uint8Array, name: string, type: string): FormData => {
  const fields = new FormData();
  fields.set("file", new File([file], name, { type }));
  return fields;
};

describe("a proof file", () => {
  test.each([
    ["application/pdf", pdf, "slip.pdf"],
    ["image/png", png, "slip.png"],
    ["image/jpeg", jpeg, "slip.jpg"],
  ])("of %s is kept and comes back as it was, to be saved and never shown", async (type, content, name) => {
    const kept = await put(content, { type, query: `?name=${name}` });
    expect(kept.status, kept.text).toBe(200);
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(kept.json).toMatchObject({ version: 1, type, size: content.byteLength, sha256 });
    const { response, bytes } = await get();
    expect(bytes.equals(content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": type,
      "content-length": String(content.byteLength),
      "content-disposition": `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "no-store",
    });
    const topUp = await gateway.request(`/v1/balance/topups/${id}`, { key: keys.auditor });
    expect(topUp.json.proof).toEqual(kept.json);
  });

  test("comes as the field of a form too, with a name made safe", async () => {
    const kept = await put(form(pdf, '../bukti "Ámanda".exe', "application/pdf"));
    expect(kept.status, kept.text).toBe(200);
    const { response, bytes } = await get();
    expect(bytes.equals(pdf)).toBe(true);
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="bukti _manda.pdf"; filename*=UTF-8''bukti%20%C3%81manda.pdf`,
    );
  });

  test("is at rest in no clear text, and its reading is audited", async () => {
    await put(pdf, { type: "application/pdf", query: "?name=Budi.pdf" });
    await get();
    const [row] = await gateway.database.sql<{ clear: boolean; name: boolean }[]>`
      select position('canary'::bytea in content) > 0 as clear, position('Budi'::bytea in name) > 0 as name
      from topup_proofs where tenant_id = (select id from tenants where name = ${tenant})`;
    expect(row).toEqual({ clear: false, name: false });
    const audit = await gateway.request("/v1/audit", { key: keys.auditor });
    expect([audit.json.data[0], audit.json.data[1]]).toMatchObject([
      { action: "balance.topup.proof.read", target: "T", after: { version: 1 } },
      { action: "balance.topup.proof", target: "T", after: { version: 1, type: "application/pdf" } },
    ]);
    expect(gateway.logged()).not.toContain("Budi");
  });

  test("may be followed by another while nobody has decided; the first is still there", async () => {
    await put(pdf, { type: "application/pdf" });
    expect((await put(pdf, { type: "application/pdf" })).json.version).toBe(1);
    expect((await put(png, { type: "image/png" })).json.version).toBe(2);
    expect((await get()).bytes.equals(png)).toBe(true);
    expect((await get("?version=1")).bytes.equals(pdf)).toBe(true);
    expect((await get("?version=3")).response.status).toBe(404);
    expect((await get("?version=x")).response.status).toBe(400);
  });

  test("stays once somebody has decided by it; what came after the decision may be corrected", async () => {
    await put(pdf, { type: "application/pdf" });
    const other = (await keysOfRoles(gateway, tenant)).finance;
    await gateway.request(`/v1/balance/topups/${id}/approve`, { key: other, body: {} });
    expectProblem(await put(png, { type: "image/png" }), 409, "conflict");
    expect((await put(pdf, { type: "application/pdf" })).status).toBe(200);
    expect((await get()).bytes.equals(pdf)).toBe(true);

    const body = { amount: "6", reference: "without" };
    id = (await gateway.request("/v1/balance/topups", { key: keys.finance, body })).json.id as string;
    await gateway.request(`/v1/balance/topups/${id}/approve`, { key: other, body: {} });
    expect((await put(png, { type: "image/png" })).status).toBe(200);
    expect((await put(jpeg, { type: "image/jpeg" })).json.version).toBe(2);
  });

  test("that came after the approver looked holds the approval up", async () => {
    const other = (await keysOfRoles(gateway, tenant)).finance;
    const approve = (proof_version: number) =>
      gateway.request(`/v1/balance/topups/${id}/approve`, { key: other, body: { proof_version } });
    await put(pdf);
    expectProblem(await approve(0), 409, "conflict");
    await put(png);
    expectProblem(await approve(1), 409, "conflict");
    expect((await approve(2)).json).toMatchObject({ status: "posted", proof: { version: 2 } });
    const [newest] = (await gateway.request("/v1/audit", { key: keys.auditor })).json.data as { after: object }[];
    expect(newest).toMatchObject({ action: "balance.topup.approve", after: { proof_version: 2 } });
  });

  test("has at most ten versions", async () => {
    for (let i = 1; i <= 10; i += 1) expect((await put(Buffer.concat([pdf, Buffer.from([i])]))).json.version).toBe(i);
    expectProblem(await put(png), 409, "conflict");
  });

  test("of many at once, each is a version", async () => {
    const files = [1, 2, 3, 4].map((i) => Buffer.concat([pdf, Buffer.from([i])]));
    const replies = await Promise.all(files.map((file) => put(file)));
    expect(replies.map(({ json }) => json.version as number).sort()).toEqual([1, 2, 3, 4]);
  });
});

describe("what is no proof file", () => {
  test.each([
    ["of another type than it says", pdf, "image/png", 415, "says image/png, and the content is application/pdf"],
    ["that only says it is one", Buffer.from("<html>"), "application/pdf", 415, "its content is none of"],
    ["of a type that is not taken", Buffer.from("GIF89a"), "image/gif", 415, "its content is none of"],
    ["with a page in front", Buffer.from("<html>%PDF-1.7"), "application/pdf", 415, "its content is none of"],
    ["that is empty", Buffer.alloc(0), "application/pdf", 400, "is empty"],
  ])("one %s is refused", async (_, content, type, status, words) => {
    const reply = await put(content, { type });
    expectProblem(reply, status, status === 415 ? "unsupported_media_type" : "invalid_request");
    expect(reply.json.detail).toContain(words);
    expect((await get()).response.status).toBe(404);
  });

  test("a form's part that says another type is refused; one that says nothing is not", async () => {
    expectProblem(await put(form(pdf, "a.png", "image/png")), 415, "unsupported_media_type");
    expect((await put(form(pdf, "a", "application/octet-stream"))).status).toBe(200);
  });

  test("five mebibytes are taken, a byte more is not, by body and by form", async () => {
    const file = (size: number) => Buffer.concat([pdf, Buffer.alloc(size - pdf.byteLength)]);
    expect((await put(file(5 * MIB))).status).toBe(200);
    const { bytes } = await get();
    expect(bytes.byteLength).toBe(5 * MIB);
    expect((await put(form(file(5 * MIB), "a.pdf", "application/pdf"))).status).toBe(200);
    expectProblem(await put(file(5 * MIB + 1)), 413, "payload_too_large");
    expectProblem(await put(form(file(5 * MIB + 1), "a.pdf", "application/pdf")), 413, "payload_too_large");
    expectProblem(await put(form(file(5 * MIB + 100_000), "a.pdf", "application/pdf")), 413, "payload_too_large");
  });

  test.each([
    ["cut off", (whole: string) => whole.slice(0, -20)],
    ["without its end", (whole: string) => whole.replace(/--b--\r\n$/, "")],
    ["of another boundary", (whole: string) => whole.replaceAll("--b", "--c")],
    ["that is empty", () => ""],
  ])("a form %s is a 400", async (_, broken) => {
    const head = 'content-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf';
    const whole = `--b\r\n${head}\r\n\r\n%PDF-1.7\r\n--b--\r\n`;
    const type = "multipart/form-data; boundary=b";
    expect((await put(Buffer.from(whole), { type })).status).toBe(200);
    expectProblem(await put(Buffer.from(broken(whole)), { type }), 400, "invalid_request");
  });

  test.each<[string, (fields: FormData) => void, string]>([
    ["another name for it", (fields) => fields.set("files", "x"), "files"],
    ["two files", (fields) => fields.append("file", new File(["%PDF-"], "b.pdf")), "file"],
    ["a text in its place", (fields) => fields.set("file", "%PDF-"), "file"],
    ["another field", (fields) => fields.set("note", "x"), "note"],
  ])("a form with %s names the field", async (what, change, path) => {
    const fields = what === "another name for it" ? new FormData() : form(pdf, "a.pdf", "application/pdf");
    change(fields);
    const reply = await put(fields);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe(path);
  });

  test("a body that breaks off is kept nowhere", async () => {
    const { port, hostname } = new URL(http.url);
    const socket = connect(Number(port), hostname);
    const head = `PUT /v1/balance/topups/${id}/proof HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${keys.finance}\r\n`;
    socket.write(`${head}content-type: application/pdf\r\ncontent-length: 1000\r\n\r\n%PDF-1.7`);
    await new Promise((resolve) => socket.end(() => resolve(null)));
    await new Promise((resolve) => socket.once("close", resolve).resume());
    expect((await get()).response.status).toBe(404);
  });
});

test("finance brings it, finance and auditors read it, another tenant does neither", async () => {
  const mayPut: string[] = [];
  const mayGet: string[] = [];
  for (const [role, key] of Object.entries(keys)) {
    if ((await put(pdf, { key })).status === 200) mayPut.push(role);
    if ((await get("", key)).response.status === 200) mayGet.push(role);
  }
  expect(mayPut).toEqual(["finance", "admin"]);
  expect(mayGet).toEqual(["finance", "auditor", "admin"]);
  const stranger = (await makeTenant(gateway, `${tenant}-other`)).finance;
  expectProblem(await put(pdf, { key: stranger }), 404, "not_found");
  expect((await get("", stranger)).response.status).toBe(404);
  expectProblem(await put(pdf, { key: "nobody" }), 401, "unauthorized");
});

test("the reference says how a file is sent and what comes back", async () => {
  const { json } = await gateway.request("/openapi.json", { key: null });
  const path = json.paths["/v1/balance/topups/{id}/proof"];
  const types = ["application/pdf", "image/png", "image/jpeg"];
  expect(Object.keys(path.put.requestBody.content as object)).toEqual([...types, "multipart/form-data"]);
  expect(Object.keys(path.put.responses as object)).toEqual(expect.arrayContaining(["200", "409", "413", "415"]));
  expect(Object.keys(path.get.responses[200].content as object)).toEqual(types);
});
