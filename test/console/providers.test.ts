import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn, visit } from "../support/console.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles } from "../support/roles.ts";

let gateway: TestGateway;
let operator: string;
const secret = "canary-access-token-77";

beforeAll(async () => {
  gateway = await startTestGateway();
  operator = await signIn(gateway, { role: "ops", language: "en" });
});
afterAll(() => gateway.close());

const page = (path: string, cookie = operator) => visit(gateway, cookie, path);
const post = (path: string, form: Record<string, string>, cookie = operator) => visit(gateway, cookie, path, form);
const provider = async (name: string): Promise<Record<string, unknown>> =>
  (await gateway.admin(`/v1/providers/${name}`)).json as Record<string, unknown>;
const put = (path: string, body: object) => gateway.admin(path, { method: "PUT", body });
const tagOf = async (path: string) =>
  /name="etag" value="([^"]*)"/.exec((await page(path)).text)?.[1]?.replaceAll("&quot;", '"') ?? "";
const decode = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
const meta = {
  kind: "meta-cloud",
  "settings.phone_number_id": "200300",
  "secrets.access_token": secret,
};

describe("the list", () => {
  test.each([
    ["id", "Penyedia", "Kosongkan"],
    ["en", "Providers", "Drain"],
  ] as const)(
    "shows each with its health, its place in the routes and what can be done, in %s",
    async (language, title, drain) => {
      const { status, text } = await page("/providers", await signIn(gateway, { role: "ops", language }));
      expect(status).toBe(200);
      expect(text).toContain(`<h1>${title}</h1>`);
      expect(text).toContain('href="/console/providers/sandbox"');
      expect(text).toContain("WhatsApp: 100");
      expect(text).toContain(drain);
    },
  );

  test("offers who only reads nothing to change", async () => {
    const auditor = await signIn(gateway, { role: "auditor", language: "en" });
    expect((await page("/providers", auditor)).text).not.toContain("Drain");
    const one = (await page("/providers/sandbox", auditor)).text;
    expect(one).toMatch(/<fieldset disabled/);
    expect(one).not.toContain("Delete the provider");
  });

  test("is not for finance", async () => {
    expect((await page("/providers", await signIn(gateway, { role: "finance" }))).status).toBe(403);
  });
});

describe("a new provider", () => {
  test("begins with its kind; unofficial ones say so", async () => {
    const { text } = await page("/providers/new");
    for (const kind of gateway.gateway.registry.keys()) {
      expect(text).toContain(`/console/providers/new?kind=${kind}"`);
    }
    expect(text.match(/>unofficial</g)).toHaveLength(3);
    expect((await page("/providers/new?kind=waha")).text).toContain("against WhatsApp");
  });

  test("has a form of its kind's schema, for every kind", async () => {
    const { json } = await gateway.admin("/v1/providers/kinds");
    for (const { kind, settings, secrets } of json.data) {
      if (kind === "http") continue;
      const { text } = await page(`/providers/new?kind=${kind}`);
      for (const name of Object.keys(settings.properties)) expect(text).toContain(`name="settings.${name}"`);
      for (const name of Object.keys(secrets.properties ?? {})) expect(text).toContain(`name="secrets.${name}"`);
    }
  });

  test("that is wrong says so at its field and keeps what was typed, but for secrets", async () => {
    const { status, text } = await post("/providers/new", {
      ...meta,
      name: "wa",
      "settings.phone_number_id": "+62 811",
    });
    expect(status).toBe(422);
    expect(text).toMatch(/name="settings.phone_number_id"[^>]*aria-invalid="true"/);
    expect(text).toContain('value="+62 811"');
    expect(text).not.toContain(secret);
    expect((await gateway.admin("/v1/providers/wa")).status).toBe(404);
  });

  test("is there afterwards, and its name can't be taken again", async () => {
    const { status, headers } = await post("/providers/new", { ...meta, name: "wa" });
    expect(status).toBe(303);
    expect(headers.get("location")).toBe("/console/providers/wa?done=created");
    expect(await provider("wa")).toMatchObject({ kind: "meta-cloud", secrets: { access_token: { set: true } } });
    const again = await post("/providers/new", { ...meta, name: "wa" });
    expect(again.status).toBe(422);
    expect(again.text).toContain("there is a provider of this name already");
  });

  test.each(["", "new", "Upper"])("needs a name that can stand in an address: %j", async (name) => {
    const { status, text } = await post("/providers/new", { kind: "sandbox", name });
    expect(status).toBe(422);
    expect(text).toMatch(/name="name"[^>]*aria-invalid="true"/);
  });
});

describe("a provider's page", () => {
  test("never shows a secret, and says which are set", async () => {
    const { text } = await page("/providers/wa");
    expect(text).not.toContain(secret);
    expect(text).toContain("Set. Leave empty to keep it.");
    expect(text).toContain("http://gateway.test/hooks/demo/wa");
  });

  test("keeps, replaces and removes secrets", async () => {
    const etag = await tagOf("/providers/wa");
    const form = { ...meta, etag, "secrets.access_token": "", "secrets.app_secret": "another-secret" };
    expect((await post("/providers/wa", form)).status).toBe(303);
    expect((await provider("wa")).secrets).toMatchObject({ access_token: { set: true }, app_secret: { set: true } });
    const removed = {
      ...form,
      etag: await tagOf("/providers/wa"),
      "secrets.app_secret": "",
      "remove.app_secret": "yes",
    };
    await post("/providers/wa", removed);
    expect((await provider("wa")).secrets).toMatchObject({ access_token: { set: true }, app_secret: { set: false } });
  });

  test("saves numbers, truths and an empty limit as what they are", async () => {
    const form = { "settings.max_per_second": "", "settings.timeout_ms": "2500", "settings.charge_unreported": "yes" };
    await post("/providers/wa", { ...meta, etag: await tagOf("/providers/wa"), ...form });
    expect((await provider("wa")).settings).toMatchObject({
      max_per_second: null,
      timeout_ms: 2500,
      charge_unreported: true,
    });
  });

  test("is not saved over what somebody else did meanwhile", async () => {
    const etag = await tagOf("/providers/wa");
    await put("/v1/providers/wa/state", { state: "drain" });
    const { status, text } = await post("/providers/wa", { ...meta, etag });
    expect(status).toBe(422);
    expect(decode(text)).toContain("Somebody has changed these settings");
    expect((await provider("wa")).state).toBe("drain");
  });

  test("switches it, and says so", async () => {
    const { headers } = await post("/providers/wa/state", { state: "on" });
    const { text } = await page(headers.get("location")?.slice("/console".length) ?? "");
    expect(text).toContain("State changed, and in force.");
    expect((await provider("wa")).state).toBe("on");
  });

  test("sends a test message and shows what came of it, once however often the form is sent", async () => {
    const form = { nonce: "test-once", to: "0812-3456-7890", channel: "sms" };
    const { status, text } = await post("/providers/sandbox/test", form);
    expect(status).toBe(200);
    expect(text).toMatch(/Taken by the provider for \+62812\*\*\*\*7890 after \d+ ms/);
    await post("/providers/sandbox/test", form);
    const inbox = await gateway.admin("/v1/sandbox/messages?to=081234567890");
    expect(inbox.json.data).toHaveLength(1);
    const wrong = await post("/providers/sandbox/test", { to: "12" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/name="to"[^>]*aria-invalid="true"|role="alert"/);
  });

  test("is deleted only when no route needs it", async () => {
    const used = await post("/providers/sandbox/delete", {});
    expect(used.status).toBe(422);
    expect(decode(used.text)).toContain("take it out of them first");
    const { headers } = await post("/providers/wa/delete", {});
    expect(headers.get("location")).toBe("/console/providers?done=deleted");
    expect((await page("/providers/wa")).status).toBe(404);
  });

  test("of a tenant that shares it is only shown", async () => {
    const reply = await gateway.admin("/v1/tenants/sharing", { method: "PUT", body: { brand: "Sharing" } });
    expect(reply.status).toBe(200);
    const keys = await keysOfRoles(gateway, "sharing");
    expect((await gateway.request("/v1/providers/sandbox", { key: keys.ops })).json).toMatchObject({ shared: true });
  });
});

describe("a provider by description", () => {
  test("that ships asks for what it needs alone", async () => {
    const { text } = await page("/providers/new?kind=http&preset=fonnte");
    expect(text).toContain('name="secrets.token"');
    expect(text).not.toContain('name="settings.description"');
    const form = { kind: "http", name: "fonnte", "settings.preset": "fonnte", "secrets.token": "t" };
    expect((await post("/providers/new", form)).status).toBe(303);
    expect(await provider("fonnte")).toMatchObject({ settings: { preset: "fonnte" }, channels: ["whatsapp"] });
  });

  test("of one's own begins with one that ships, and its examples are tried as it is typed", async () => {
    const { text } = await page("/providers/new?kind=http&start=nusasms");
    const written = decode(/name="settings.description"[^>]*>([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? "");
    const description = JSON.parse(written);
    expect(text).toContain("all its examples agree");
    description.success.message_id = "nowhere";
    const seen = await post("/providers/new/check", {
      kind: "http",
      "settings.description": JSON.stringify(description),
    });
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('id="description-check"');
    expect(seen.text).toContain(">differs<");
    expect(seen.text).toContain("Expected");
    const broken = await post("/providers/new/check", { kind: "http", "settings.description": "{" });
    expect(broken.text).toContain("is no correct JSON");
    const refused = await post("/providers/new", {
      ...{ kind: "http", name: "own", "settings.description": JSON.stringify(description), "secrets.api_key": "k" },
    });
    expect(refused.status).toBe(422);
    const options = { "settings.options.sender": "TOKO", "secrets.api_key": "k" };
    const made = await post("/providers/new", {
      kind: "http",
      name: "own",
      "settings.description": written,
      ...options,
    });
    expect(made.status).toBe(303);
    expect((await provider("own")).settings).toMatchObject({ options: { sender: "TOKO" } });
    expect((await page("/providers/own")).text).toMatch(/name="settings.options.sender"[^>]*value="TOKO"/);
  });
});
