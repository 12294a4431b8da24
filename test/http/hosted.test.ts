import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { cancel, expectProblem, holdDeliveries, issue, phone, putLimits, read, verify } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { allowReturn, broughtBack, CODE, hosted, redeem, RETURN_URL, visit } from "../support/hosted.ts";
import { stopClock } from "../support/still.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  await allowReturn(gateway, RETURN_URL, "https://erp.example/plain");
  // No message has to go out: the codes are the tests' own.
  await holdDeliveries(gateway);
});
afterAll(() => gateway.close());

const submit = async (path: string, code: string) => {
  const { nonce } = await visit(gateway, path);
  return visit(gateway, path, { nonce, code });
};

describe("an issue that asks for a page", () => {
  test("gets its address, the same in a replay, and nothing else has it", async () => {
    const body = { to: phone(), hosted: true, return_url: RETURN_URL };
    const headers = { "idempotency-key": "page-1" };
    const first = await issue(gateway, body, { headers });
    expect(first.json.hosted_url).toMatch(/^http:\/\/gateway\.test\/p\/[A-Za-z0-9_-]{70}$/);
    const again = await issue(gateway, body, { headers });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.json).toEqual(first.json);
    expect(await read(gateway, first.json.id)).not.toHaveProperty("hosted_url");
    expect((await issue(gateway)).json).not.toHaveProperty("hosted_url");
  });

  test("may be a form, and waits for a provider as any other", async () => {
    const fields = { to: phone(), hosted: "true", return_url: RETURN_URL, state: "a b&c" };
    const reply = await gateway.request("/v1/otp/issue", {
      body: new URLSearchParams(fields).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([reply.status, typeof reply.json.hosted_url]).toEqual([201, "string"]);
  });

  test.each([
    [{ hosted: true }, "return_url", /required/],
    [{ hosted: true, return_url: "https://erp.example/back" }, "return_url", /letter by letter/],
    [{ hosted: true, return_url: `${RETURN_URL}&x=1` }, "return_url", /letter by letter/],
    [{ hosted: true, return_url: RETURN_URL, state: "x".repeat(513) }, "state", /./],
    [{ hosted: true, return_url: RETURN_URL, state: "a\nb" }, "state", /control characters/],
    [{ hosted: "yes", return_url: RETURN_URL }, "hosted", /./],
    [{ return_url: RETURN_URL }, "return_url", /without hosted/],
    [{ state: "s" }, "state", /without hosted/],
  ])("is refused with the field's name: %o", async (body, path, message) => {
    const reply = await issue(gateway, body);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test("keeps the ERP's state sealed", async () => {
    await hosted(gateway, { state: "between-us-only" });
    const rows = await gateway.database.sql`select via::text as via from otps where via is not null`;
    expect(JSON.stringify(rows)).toContain("returnUrl");
    expect(JSON.stringify(rows)).not.toContain("between-us-only");
  });
});

describe("a right code", () => {
  test("leads back with the ERP's own query, its state and a ticket", async () => {
    const { path } = await hosted(gateway, { state: "s=1&ü /" });
    const reply = await submit(path, CODE);
    expect(reply.headers.get("location")).toMatch(/^https:\/\/erp\.example\/back\?from=otp&ticket=[\w-]+&state=s%3D1/);
    expect(broughtBack(reply)).toMatchObject({ address: "https://erp.example/back", state: "s=1&ü /" });
    expect(reply.headers.get("location")).not.toContain(CODE);
    expect(reply.headers.get("referrer-policy")).toBe("no-referrer");
  });

  test.each(["482-913", "482 913", " 482913 ", "4.8.2.9.1.3", "٤٨٢٩١٣", "۴۸۲۹۱۳", "４８２　９１３"])(
    "may be written as %j",
    async (code) => {
      const { path } = await hosted(gateway);
      expect((await submit(path, code)).status).toBe(303);
    },
  );

  test.each([
    ["https://toko.例え/x", "https://toko.xn--r8jz45g/x?ticket="],
    ["https://erp.example/kembali/é", "https://erp.example/kembali/%C3%A9?ticket="],
  ])("leads back to %s in the letters of a header", async (url, location) => {
    await allowReturn(gateway, url);
    const { id, path } = await hosted(gateway, { return_url: url });
    const reply = await submit(path, CODE);
    await allowReturn(gateway, RETURN_URL, "https://erp.example/plain");
    expect(reply.status).toBe(303);
    expect(reply.headers.get("location")).toContain(location);
    expect((await read(gateway, id)).status).toBe("verified");
  });

  test("is not spent where the way back can't be built", async () => {
    const { id, path } = await hosted(gateway, { state: "s1" });
    const uuid = id.slice(4);
    await gateway.database.sql`
      update otps set via = jsonb_set(via, '{hosted,state}', to_jsonb('AAAA'::text))
      where replace(id::text, '-', '') = ${uuid}`;
    expect((await visit(gateway, path, { code: CODE })).status).toBe(500);
    expect((await read(gateway, id)).status).toBe("pending");
  });

  test("of a form that was sent twice, or again after Back, brings the same ticket", async () => {
    const { path } = await hosted(gateway);
    const { nonce } = await visit(gateway, path);
    const twice = await Promise.all([1, 2, 3].map(() => visit(gateway, path, { nonce, code: CODE })));
    const later = await visit(gateway, path, { nonce, code: CODE });
    const tickets = new Set([...twice, later].map((reply) => broughtBack(reply).ticket));
    expect(tickets.size).toBe(1);
    const [ticket] = tickets;
    expect((await redeem(gateway, { ticket })).status).toBe(200);
    expect((await redeem(gateway, { ticket })).status).toBe(409);
  });

  test("of a form that is sent again after the ticket's life brings no dead one", async () => {
    stopClock(gateway);
    const { path } = await hosted(gateway, { state: "s1" });
    const { nonce } = await visit(gateway, path);
    broughtBack(await visit(gateway, path, { nonce, code: CODE }));
    gateway.clock.advance(299_000);
    broughtBack(await visit(gateway, path, { nonce, code: CODE }));
    gateway.clock.advance(2_000);
    const late = await visit(gateway, path, { nonce, code: CODE });
    expect([late.status, late.headers.get("location")]).toEqual([
      303,
      "https://erp.example/back?from=otp&error=already_used&state=s1",
    ]);
  });

  test("of two tabs brings one of them a ticket; the other one says that it is done", async () => {
    const { path } = await hosted(gateway);
    const tabs = await Promise.all([visit(gateway, path), visit(gateway, path)]);
    const replies = await Promise.all(tabs.map(({ nonce }) => visit(gateway, path, { nonce, code: CODE })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 303]);
    expect(replies.find(({ status }) => status === 200)?.text).toContain("Terkonfirmasi");
  });

  test("after which the page says so, and has nothing to press", async () => {
    const { path } = await hosted(gateway, { state: "s1", locale: "en" });
    await submit(path, CODE);
    const { status, text } = await visit(gateway, path);
    expect(status).toBe(200);
    expect(text).toContain("Go back to the window where you started.");
    expect(text).not.toMatch(/<form|class="button"|erp\.example/);
  });
});

describe("a wrong code", () => {
  test("is said with what is left; the same form again costs nothing; the last one locks", async () => {
    const { id, path } = await hosted(gateway, { locale: "en" });
    const { nonce } = await visit(gateway, path);
    for (let times = 0; times < 2; times += 1) {
      const { status, text } = await visit(gateway, path, { nonce, code: "000000" });
      expect([status, text]).toEqual([200, expect.stringContaining("This code is wrong. 4 tries are left.")]);
      expect(text).not.toContain("000000");
    }
    expect((await read(gateway, id)).attempts_left).toBe(4);
    expect((await visit(gateway, path, { nonce, code: "000001" })).text).toContain("3 tries are left");
    expect((await submit(path, "000000")).text).toContain("2 tries are left");
    expect((await submit(path, "000000")).text).toContain("1 try is left");
    const last = await submit(path, "000000");
    expect([last.status, last.text]).toEqual([410, expect.stringContaining("Too many wrong codes")]);
    expect(last.text).toContain("error=locked");
    expect((await submit(path, CODE)).status).toBe(410);
  });

  test.each(["", "12345", "1234567", "12345a", "一二三四五六"])("that is none costs no check: %j", async (code) => {
    const { id, path } = await hosted(gateway);
    expect((await submit(path, code)).status).toBe(400);
    expect((await read(gateway, id)).attempts_left).toBe(5);
  });

  test("of a decoy looks the same, and no code is right", async () => {
    const { id, path } = await hosted(gateway, { decoy: true });
    const asked = await visit(gateway, path);
    expect(asked.text).toMatch(/Kami mengirim kode 6 angka ke \+62812\*\*\*\*\d{4} lewat WhatsApp/);
    expect((await submit(path, CODE)).text).toContain("Sisa 4 kali percobaan");
    expect((await read(gateway, id)).status).toBe("pending");
  });

  test("a hundred in a row bring a wait that the page tells", async () => {
    const to = phone();
    const { path } = await hosted(gateway, { to, locale: "en" });
    await gateway.database.sql`
      insert into guess_streaks (tenant_id, subject, wrong, blocked_until, updated_at)
      select tenant_id, subject, 100, to_timestamp(${gateway.clock.now() / 1000}) + interval '55 seconds', now() from otps order by created_at desc limit 1`;
    const reply = await submit(path, CODE);
    expect(reply.status).toBe(429);
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(reply.text).toMatch(/Too many wrong codes\. The next try can be made in 5\d seconds\./);
  });
});

describe("an OTP that has ended otherwise", () => {
  test.each(["cancelled", "replaced", "expired"] as const)("%s: the page says so and leads back", async (end) => {
    const to = phone();
    const { id, path } = await hosted(gateway, { to, state: "s9" });
    if (end === "cancelled") await cancel(gateway, id);
    if (end === "replaced") await hosted(gateway, { to });
    if (end === "expired") gateway.clock.advance(300_000);
    for (const reply of [await visit(gateway, path), await visit(gateway, path, { code: CODE })]) {
      expect(reply.status).toBe(410);
      expect(reply.text).toContain(`back?from=otp&amp;error=${end}&amp;state=s9`);
    }
  });

  test("is not sent again", async () => {
    const { id, path } = await hosted(gateway);
    const { nonce } = await visit(gateway, path);
    await cancel(gateway, id);
    const reply = await visit(gateway, `${path}/resend`, { nonce });
    expect([reply.status, reply.text]).toEqual([410, expect.stringContaining("Dibatalkan")]);
  });

  test("verified by the ERP itself is done on the page as well", async () => {
    const { id, path } = await hosted(gateway);
    expect((await verify(gateway, { id, code: CODE })).valid).toBe(true);
    expect((await submit(path, CODE)).text).toContain("Terkonfirmasi");
  });
});

describe("the code again", () => {
  const sends = async (id: string) => (await read(gateway, id)).messages.length;

  test("is one resend for a form, and the page says that it was sent", async () => {
    const { id, path } = await hosted(gateway);
    const { nonce } = await visit(gateway, path);
    const replies = await Promise.all([1, 2].map(() => visit(gateway, `${path}/resend?lang=en`, { nonce })));
    for (const reply of replies) {
      expect([reply.status, reply.headers.get("location")]).toEqual([303, `${path}?lang=en&sent=1`]);
    }
    expect(await sends(id)).toBe(2);
    const { text } = await visit(gateway, `${path}?lang=en&sent=1`);
    expect(text).toContain('<p class="notice" role="status">We sent the code again.</p>');
  });

  test("inside the cool-down is refused with how long to wait", async () => {
    stopClock(gateway);
    await putLimits(gateway, { cooldown_seconds: 30 });
    const { id, path } = await hosted(gateway);
    const { nonce, text } = await visit(gateway, path);
    expect(text).toMatch(/id="pause" data-seconds="(29|30)"/);
    const reply = await visit(gateway, `${path}/resend`, { nonce });
    await putLimits(gateway);
    expect(reply.status).toBe(429);
    expect(reply.text).toMatch(/role="alert">Kode dapat dikirim ulang dalam (29|30) detik/);
    expect(await sends(id)).toBe(1);
  });
});

describe("the page", () => {
  test("is opened any number of times, by previews too, and nothing happens", async () => {
    const { id, path } = await hosted(gateway);
    const before = await read(gateway, id);
    for (const method of ["GET", "HEAD", "GET"]) {
      const response = await gateway.app.request(`${path}?code=${CODE}&sent=1`, { method });
      expect(response.status).toBe(200);
      await response.text();
    }
    const after = await read(gateway, id);
    expect({ ...after, expires_in: 0 }).toEqual({ ...before, expires_in: 0 });
  });

  test("shows nothing to other pages, caches or search engines", async () => {
    const { path } = await hosted(gateway);
    const { headers } = await visit(gateway, path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow, noarchive",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "content-type": "text/html; charset=utf-8",
    });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'sha256-/);
    expect(policy).toContain("form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  test("of an address that is not ours is not there, and tells nothing", async () => {
    const { path } = await hosted(gateway);
    for (const token of ["x", path.slice(3, -1), `${path.slice(3)}A`, "%00", "a".repeat(3000)]) {
      for (const form of [undefined, { code: CODE }]) {
        const { status, text } = await visit(gateway, `/p/${token}`, form);
        expect([status, text]).toEqual([404, expect.stringContaining("Halaman ini tidak ada")]);
      }
    }
  });

  test("is where the address of a resend leads", async () => {
    const { path } = await hosted(gateway);
    const reply = await visit(gateway, `${path}/resend?lang=en`);
    expect([reply.status, reply.headers.get("location")]).toEqual([303, `${path}?lang=en`]);
    expect((await visit(gateway, "/p/x/resend")).status).toBe(404);
  });

  test.each([
    ["text/plain", `code=${CODE}`, 415],
    ["application/json", "{", 400],
    ["application/x-www-form-urlencoded", `code=${"1".repeat(70_000)}`, 413],
  ])("says what is true of a body that is not its form: %s", async (type, body, status) => {
    const { id, path } = await hosted(gateway);
    for (const address of [path, `${path}/resend`]) {
      const headers = { "content-type": type };
      const response = await gateway.app.request(`${address}?lang=en`, { method: "POST", headers, body });
      const text = await response.text();
      expect(response.status).toBe(status);
      expect(text).toContain("What was sent is not this page&#39;s form.");
      expect(text).toContain(`href="${path}?lang=en">Open the page</a>`);
    }
    expect((await read(gateway, id)).attempts_left).toBe(5);
  });

  test("takes a body of nothing for an empty form", async () => {
    const { path } = await hosted(gateway);
    const headers = { "content-type": "application/json" };
    expect((await gateway.app.request(path, { method: "POST", headers, body: "null" })).status).toBe(400);
  });

  test("is in no line of the log by its address, and no code is", async () => {
    const { path } = await hosted(gateway);
    await submit(path, "000000");
    await submit(path, CODE);
    expect(gateway.logged()).toContain('"route":"/p/{token}"');
    expect(gateway.logged()).not.toContain(path.slice(3));
    expect(withoutTimesAndIds(gateway.logged())).not.toContain(CODE);
  });

  test.each([
    [{}, {}, "id"],
    [{ locale: "en" }, {}, "en"],
    [{}, { "accept-language": "fr, en-GB;q=0.8, id;q=0.5" }, "en"],
    [{ locale: "id" }, { "accept-language": "en" }, "id"],
  ])("speaks the OTP's language, else the browser's: %o %o", async (body, headers, language) => {
    const { path } = await hosted(gateway, body);
    expect((await visit(gateway, path, undefined, headers)).text).toContain(`<html lang="${language}">`);
    const other = language === "id" ? "en" : "id";
    const switched = await visit(gateway, `${path}?lang=${other}`, undefined, headers);
    expect(switched.text).toContain(`<html lang="${other}">`);
    expect(switched.text).toContain(`action="${path}?lang=${other}"`);
  });

  test("names the brand, the masked number and where it leads, with what is foreign as text", async () => {
    await gateway.admin("/v1/tenants/demo", {
      method: "PUT",
      body: { brand: `<b>"Acme" & Co`, return_urls: [RETURN_URL], central_recipients: ["+6281100001234"] },
    });
    const { path } = await hosted(gateway, { to: "central", user: "budi", locale: "en" });
    const { text } = await visit(gateway, path);
    await allowReturn(gateway, RETURN_URL, "https://erp.example/plain");
    expect(text).toContain("&lt;b&gt;&quot;Acme&quot; &amp; Co");
    expect(text).toContain("your company&#39;s number +62811****1234 on WhatsApp");
    expect(text).toContain("you go back to erp.example");
    expect(text).not.toContain("<b>");
  });
});
