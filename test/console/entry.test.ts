import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { codeAt, password } from "../support/console-user.ts";
import { visit, type ConsoleReply } from "../support/console.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  gateway.clock.advance(90_000);
  await gateway.database.sql`delete from console_tries`;
});

/** The session that an answer leaves in the browser. */
const cookieOf = ({ headers }: ConsoleReply): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
const whereTo = ({ status, headers }: ConsoleReply): string => `${status} ${headers.get("location")}`;
const valueOf = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
const secretOf = (text: string): string => (/id="secret"[^>]*>([A-Z2-7 ]+)</.exec(text)?.[1] ?? "").replaceAll(" ", "");

/** Enrols whoever the cookie is of; their cookie from then on, their app's secret and their recovery codes. */
async function enrol(cookie: string): Promise<{ cookie: string; secret: string; codes: string[] }> {
  const page = await visit(gateway, cookie, "/sign-in/enrol");
  const secret = secretOf(page.text);
  const form = { token: valueOf(page.text, "token"), code: codeAt(secret, gateway.clock.now()) };
  const reply = await visit(gateway, cookie, "/sign-in/enrol", form);
  expect(reply.status, reply.text).toBe(200);
  const codes = (/<pre id="codes"[^>]*>([^<]+)</.exec(reply.text)?.[1] ?? "").split("\n");
  return { cookie: cookieOf(reply), secret, codes };
}

test("the first run leads to the first user, who signs in with a second factor from elsewhere", async () => {
  expect(whereTo(await visit(gateway, null, ""))).toBe("303 /console/sign-in");
  expect(whereTo(await visit(gateway, null, "/sign-in"))).toBe("303 /console/setup");
  expect((await visit(gateway, null, "/setup")).text).toContain("<h1>Pengguna pertama</h1>");
  const form = { admin_key: gateway.adminKey, name: "Siti", password };
  const made = await visit(gateway, null, "/setup", form);
  expect(whereTo(made)).toBe("303 /console/sign-in/enrol");
  expect(made.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^gerbang_session=[\w-]{43}; Path=\/console; HttpOnly; SameSite=Lax$/),
  ]);
  const half = cookieOf(made);
  expect(whereTo(await visit(gateway, half, "/account"))).toBe("303 /console/sign-in?next=%2Faccount");
  expect(whereTo(await visit(gateway, half, "/sign-in"))).toBe("303 /console/sign-in/enrol");
  const { cookie, codes } = await enrol(half);
  expect(codes).toHaveLength(10);
  expect((await visit(gateway, cookie, "/account")).text).toContain("Siti");
  expect((await visit(gateway, half, "/account")).status).toBe(303);
  const again = await visit(gateway, null, "/setup", { ...form, name: "Another" });
  expect(again.status).toBe(409);
  expect(again.text).toContain("Tenant ini sudah punya pengguna");
  expect(gateway.logged()).not.toContain(gateway.adminKey);
});

test("what anybody may send is short: nobody makes the gateway read, and normalise, millions of letters", async () => {
  for (const path of ["/sign-in", "/setup", "/welcome", "/language"]) {
    const reply = await visit(gateway, null, path, { name: "\u00e9".repeat(70_000), password });
    expect(reply.status, path).toBe(413);
  }
});

describe("the first user", () => {
  test.each([
    ["a key that is none", { admin_key: "nope" }, 401, "f-admin_key-wrong"],
    ["a key that is no admin's", { admin_key: "erp" }, 401, "f-admin_key-wrong"],
    ["a name that can't be one", { name: "<" }, 422, "f-name-wrong"],
    ["a password that is too short", { password: "short" }, 422, "f-password-wrong"],
    ["another password the second time", { repeat: "not the same at all" }, 422, "f-repeat-wrong"],
  ] as [string, Record<string, string>, number, string][])(
    "is not made with %s, and the form says so",
    async (_, changes, status, wrong) => {
      const keys = await makeTenant(gateway, `shop${Math.floor(gateway.clock.now() / 1000)}`);
      const key = changes["admin_key"] === "erp" ? keys.erp : (changes["admin_key"] ?? keys.admin);
      const form = { name: "Wati", password, ...changes, admin_key: key };
      const reply = await visit(gateway, null, "/setup", form);
      expect(reply.status).toBe(status);
      expect(reply.text).toContain(`id="${wrong}"`);
      expect(reply.text).not.toContain(password);
      expect(reply.text).not.toContain(keys.admin);
    },
  );
});

describe("signing in", () => {
  let user: { secret: string; codes: string[] };
  const name = "Budi";
  beforeAll(async () => {
    const { json } = await gateway.admin("/v1/console-users", { body: { name, role: "ops" } });
    const welcome = await visit(gateway, null, "/welcome", { setup_token: String(json.setup_token), password });
    expect(whereTo(welcome)).toBe("303 /console/sign-in/enrol");
    user = await enrol(cookieOf(welcome));
  });
  const first = (more: Record<string, string> = {}) => visit(gateway, null, "/sign-in", { name, password, ...more });
  const second = (half: ConsoleReply, code: string, more: Record<string, string> = {}) =>
    visit(gateway, cookieOf(half), "/sign-in/code", { code, ...more });

  test("takes name, password and code, and leads to the page that was asked for", async () => {
    const half = await first({ next: "/audit?q=a" });
    expect(whereTo(half)).toBe("303 /console/sign-in/code?next=%2Faudit%3Fq%3Da");
    const full = await second(half, codeAt(user.secret, gateway.clock.now()), { next: "/audit?q=a" });
    expect(whereTo(full)).toBe("303 /console/audit?q=a");
    expect(full.headers.getSetCookie().map((cookie) => cookie.replace(/=[\w-]+;/, "=…;"))).toEqual([
      "gerbang_session=…; Max-Age=604800; Path=/console; HttpOnly; SameSite=Lax",
      "gerbang_device=…; Max-Age=15552000; Path=/console; HttpOnly; SameSite=Lax",
    ]);
    const [cookie] = cookieOf(full).split("; ");
    expect((await visit(gateway, cookie ?? "", "/account")).status).toBe(200);
    expect(whereTo(await visit(gateway, cookie ?? "", "/sign-out", {}))).toBe("303 /console/sign-in?done=ended");
    expect((await visit(gateway, cookie ?? "", "/account")).status).toBe(303);
  });

  test.each(["https://evil.example", "//evil.example", "/\\evil.example"])("leads nowhere else: %s", async (next) => {
    const full = await second(await first({ next }), codeAt(user.secret, gateway.clock.now()), { next });
    expect(whereTo(full)).toBe("303 /console");
  });

  test("takes a recovery code in place of the app's", async () => {
    const half = await first();
    expect((await visit(gateway, cookieOf(half), "/sign-in/code?recovery=1")).text).toContain("Kode pemulihan");
    const [code = ""] = user.codes;
    expect(whereTo(await second(half, code, { recovery: "1" }))).toBe("303 /console");
    const again = await second(await first(), code, { recovery: "1" });
    expect([again.status, again.text.includes("sudah pernah dipakai")]).toEqual([401, true]);
  });

  test("with a wrong name or password says no more than that, and keeps the name alone", async () => {
    const [wrong, nobody] = [await first({ password: "not the right one" }), await first({ name: "Nobody" })];
    for (const reply of [wrong, nobody]) {
      expect(reply.status).toBe(401);
      expect(reply.text).toContain("Nama atau kata sandi salah.");
      expect(reply.headers.getSetCookie()).toEqual([]);
    }
    expect(wrong.text).toContain('value="Budi"');
    expect(wrong.text).not.toContain("not the right one");
  });

  test("too often says when to come back", async () => {
    for (let tries = 0; tries < 5; tries += 1) await first({ password: "not the right one" });
    const reply = await first();
    expect(reply.status).toBe(429);
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(reply.text).toContain("Terlalu banyak percobaan");
  });

  test("half way is no way in, and can be begun over", async () => {
    const half = cookieOf(await first());
    expect((await visit(gateway, half, "/account")).status).toBe(303);
    expect((await visit(gateway, half, "/account/password", {})).status).toBe(401);
    expect(whereTo(await visit(gateway, half, "/sign-in/enrol"))).toBe("303 /console/sign-in");
    expect(whereTo(await visit(gateway, half, "/sign-in/leave", {}))).toBe("303 /console/sign-in");
    expect(whereTo(await visit(gateway, half, "/sign-in/code"))).toBe("303 /console/sign-in");
  });

  test.each(["/setup", "/sign-in", "/sign-in/code", "/sign-in/enrol", "/welcome", "/sign-out", "/users/new"])(
    "is not a form of another website's: %s",
    async (path) => {
      const foreign: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { "sec-fetch-site": "cross-site", origin: "null" },
        { "sec-fetch-site": "same-site", origin: "https://other.gateway.test" },
      ];
      for (const headers of foreign) {
        const reply = await visit(gateway, null, path, { admin_key: gateway.adminKey, name, password }, headers);
        expect(reply.status).toBe(403);
        expect(reply.headers.getSetCookie()).toEqual([]);
      }
    },
  );
});

test("an invitation's code that is none is told so", async () => {
  const reply = await visit(gateway, null, "/welcome", { setup_token: "gsetup_nope", password });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('id="f-setup_token-wrong"');
});

test("over HTTPS a cookie is this host's alone", async () => {
  const secure = await startTestGateway({ config: { publicUrl: "https://otp.example/gate" } });
  try {
    const form = { admin_key: secure.adminKey, name: "Siti", password };
    const made = await visit(secure, null, "/setup", form);
    expect(whereTo(made)).toBe("303 /gate/console/sign-in/enrol");
    const [cookie = ""] = made.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-gerbang=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const page = await visit(secure, cookie.split(";")[0] ?? "", "/sign-in/enrol");
    expect(page.text).toContain("otpauth://totp/Gerbang:Siti?");
  } finally {
    await secure.close();
  }
});
