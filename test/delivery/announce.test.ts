import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMetaServer, type MetaServer } from "../support/meta-server.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

describe("a central number on a channel whose words are fixed", () => {
  let t: TestGateway;
  let meta: MetaServer;

  const putCentral = (number: string) =>
    t.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo", central_recipients: [number] } });

  beforeAll(async () => {
    meta = await startMetaServer({ utility: ["otp_for"] });
    t = await startTestGateway();
    await putCentral("0811-1000-0001");
    await t.admin("/v1/providers/meta", {
      method: "PUT",
      body: {
        kind: "meta-cloud",
        settings: { phone_number_id: meta.phoneNumberId, base_url: meta.baseUrl },
        secrets: { access_token: meta.accessToken },
      },
    });
    const bound = await t.admin("/v1/templates/otp/whatsapp/id", {
      method: "PUT",
      body: { category: "authentication", bindings: { meta: { name: "otp_login", language: "id" } } },
    });
    expect(bound.status).toBe(200);
    const routed = await t.admin("/v1/routes", {
      method: "PUT",
      body: {
        channels: { whatsapp: [{ provider: "meta" }], sms: [{ provider: "sandbox" }] },
        fallback: [{ channel: "whatsapp" }, { channel: "sms" }],
      },
    });
    expect(routed.status).toBe(200);
  });

  afterAll(async () => {
    await t.close();
    await meta.close();
  });

  it("skips the provider that cannot name the user, and says why", async () => {
    const issued = await t.request("/v1/otp/issue", { body: { to: "central", user: "budi", wait_ms: 5000 } });
    expect(issued.status).toBe(201);
    expect(issued.json.channel).toBe("sms");
    expect(meta.requests).toHaveLength(0);
    const message = await t.admin(`/v1/messages/${issued.json.message.id}`);
    expect(JSON.stringify(message.json)).toContain("cannot name the user");
  });

  it("announces the user just before the code, where an announce template is bound", async () => {
    const bound = await t.admin("/v1/templates/announce/whatsapp/id", {
      method: "PUT",
      body: { category: "utility", bindings: { meta: { name: "otp_for", language: "id" } } },
    });
    expect(bound.status).toBe(200);
    const issued = await t.request("/v1/otp/issue", { body: { to: "central", user: "siti", wait_ms: 5000 } });
    expect(issued.json).toMatchObject({ channel: "whatsapp", message: { status: "accepted" } });
    const sent = await eventually(
      async () => meta.requests.map((request) => JSON.stringify(request)),
      (requests) => requests.length === 2,
    );
    expect(sent[0]).toContain("otp_for");
    expect(sent[0]).toContain("siti");
    expect(sent[1]).toContain("otp_login");
  });

  it("announces a stored user by the name that people know", async () => {
    await putCentral("0811-1000-0003");
    const before = meta.requests.length;
    const user = { destination: "central", name: "Ani (kasir 2)" };
    expect((await t.request("/v1/users/u-17", { method: "PUT", body: user })).status).toBe(200);
    const issued = await t.request("/v1/otp/issue", { body: { user: "u-17", wait_ms: 9000 } });
    expect(issued.json).toMatchObject({ channel: "whatsapp", user: "u-17", message: { status: "accepted" } });
    const sent = meta.requests.slice(before).map((request) => JSON.stringify(request));
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain("Ani (kasir 2)");
    expect(sent.join()).not.toContain("u-17");
  });

  it("announces once, however often the code itself is tried", async () => {
    // Nobody there has had a message yet.
    await putCentral("0811-1000-0002");
    const before = meta.requests.length;
    meta.next("ok", { error: 131016, status: 500 });
    const issued = await t.request("/v1/otp/issue", { body: { to: "central", user: "wati", wait_ms: 9000 } });
    expect(issued.json).toMatchObject({ channel: "whatsapp", message: { status: "accepted" } });
    const sent = meta.requests.slice(before).map((request) => JSON.stringify(request));
    const templates = sent.map((text) => (text.includes("otp_for") ? "otp_for" : "otp_login"));
    expect(templates).toEqual(["otp_for", "otp_login", "otp_login"]);
  });
});
