import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleRole } from "../../src/console/session.ts";
import { newId, publicId } from "../../src/kit/id.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";

const pages = [
  ["", "Saldo", "Balance"],
  ["/ledger", "Buku besar", "Ledger"],
  ["/topups", "Isi saldo", "Top-ups"],
  ["/topups/new", "Isi saldo baru", "New top-up"],
  ["/adjustments", "Penyesuaian", "Adjustments"],
  ["/prices", "Harga", "Prices"],
  ["/statements", "Laporan bulanan", "Statements"],
  ["/reconciliations", "Cocokkan tagihan", "Reconciliation"],
  ["/alerts", "Peringatan saldo", "Balance alerts"],
] as const;
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(64, 7)]);

let gateway: TestGateway;
let n = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
  await approval(true);
});
afterAll(() => gateway.close());

const approval = (wanted: boolean) =>
  gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo", topup_approval: wanted } });
const person = (role: ConsoleRole = "finance", name = "Dewi") => signIn(gateway, { role, name, language: "en" });
const available = async () => (await gateway.admin("/v1/balance")).json.available as string;
const next = (): string => `TRF-${(n += 1)}`;

/** Brought by a form; the path of its page. */
async function brought(cookie: string, form: Record<string, string> = {}): Promise<string> {
  const { status, headers, text } = await visit(gateway, cookie, "/balance/topups", {
    amount: "1.500.000",
    reference: next(),
    ...form,
  });
  expect(status, text).toBe(303);
  return (headers.get("location") ?? "").replace("/console", "").replace(/\?.*/, "");
}

async function upload(cookie: string, path: string, content: Buffer, fields: Record<string, string> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("file", new File([new Uint8Array(content)], "slip.png"));
  return gateway.app.request(`/console${path}`, { method: "POST", headers: { cookie }, body });
}

describe.each(pages)("/balance%s", (path, id, en) => {
  test("is whole in both languages, for those who may see it", async () => {
    for (const [language, title] of [
      ["id", id],
      ["en", en],
    ] as const) {
      // Auditors bring no money in.
      const looking = path === "/topups/new" ? [] : (["auditor"] as const);
      for (const role of ["finance", "admin", ...looking] as const) {
        const { status, text } = await visit(gateway, await signIn(gateway, { role, language }), `/balance${path}`);
        expect(status).toBe(200);
        expect(text).toContain(`<h1>${title}</h1>`);
        expect(text).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  });

  test("is nothing for operators", async () => {
    const { status, text } = await visit(gateway, await person("ops"), `/balance${path}`);
    // But for the warnings, to which operators see as well.
    expect(status).toBe(path === "/alerts" ? 200 : 403);
    expect(text).not.toContain('class="tabs"');
  });
});

describe("an auditor", () => {
  test.each(["/prices", "/prices/withdraw", "/adjustments", "/statements/sign", "/topups/top_x/approve"])(
    "is told that %s is not theirs, whatever the form holds",
    async (path) => {
      const form = { channel: "sms", amount: "1", reference: "A", reason: "A", month: "2020-01", closing: "0" };
      expect((await visit(gateway, await person("auditor"), `/balance${path}`, form)).status).toBe(403);
    },
  );

  test.each(pages.map(([path]) => path).filter((path) => path !== "/topups/new"))(
    "sees no form that changes something on /balance%s",
    async (path) => {
      const { text } = await visit(gateway, await person("auditor"), `/balance${path}`);
      expect(text).not.toMatch(/<form method="post" action="\/console\/balance/);
      expect(text).not.toContain("/balance/topups/new");
    },
  );

  test("who posts a form all the same is refused", async () => {
    const { status } = await visit(gateway, await person("auditor"), "/balance/topups", {
      amount: "5",
      reference: next(),
    });
    expect(status).toBe(403);
    expect((await visit(gateway, await person("auditor"), "/balance/topups/new")).status).toBe(403);
  });
});

describe("a top-up", () => {
  test("waits for a second person; who asked for it is told why, and sees no button", async () => {
    const asks = await person();
    const before = await available();
    const path = await brought(asks);
    const own = await visit(gateway, asks, path);
    expect(own.text).toContain("another person has to approve or refuse it");
    expect(own.text).not.toContain("/approve");
    expect((await visit(gateway, asks, `${path}/approve`, { proof_version: "0" })).status).toBe(422);
    expect(await available()).toBe(before);
    const { text } = await visit(gateway, await person(), "/balance");
    expect(text).toContain("Waiting for approval");
    expect(text).toContain(path);
  });

  test("is approved by another person, who is named", async () => {
    const path = await brought(await person("finance", "Dewi Lestari"));
    const before = BigInt(await available());
    const approves = await person("finance", "Made Wirawan");
    const done = await visit(gateway, approves, `${path}/approve`, { proof_version: "0" });
    expect(done.headers.get("location")).toBe(`/console${path}?done=approved`);
    expect(BigInt(await available())).toBe(before + 1_500_000n);
    const { text } = await visit(gateway, approves, path);
    expect(text).toContain("Dewi Lestari");
    expect(text).toMatch(/Made Wirawan \(you\)/);
  });

  test("whose form is sent twice is added once", async () => {
    await approval(false);
    const before = BigInt(await available());
    const form = { amount: "250", reference: next(), nonce: "a-form-0001" };
    const cookie = await person();
    const replies = await Promise.all([1, 2].map(() => visit(gateway, cookie, "/balance/topups", form)));
    await approval(true);
    expect(replies.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
    expect(BigInt(await available())).toBe(before + 250n);
  });

  test("that can be read in two ways is asked, not guessed", async () => {
    const cookie = await person();
    const form = { amount: "1.500", reference: next() };
    const asked = await visit(gateway, cookie, "/balance/topups", form);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('value="1500"');
    expect(asked.text).toContain('value="1.5"');
    expect(asked.text).toContain(`value="${form.reference}"`);
    const path = await brought(cookie, { ...form, meant: "1500" });
    expect((await visit(gateway, cookie, path)).text).toContain("IDR\u00a01,500");
    expect((await visit(gateway, cookie, "/balance/topups", { ...form, meant: "9" })).status).toBe(422);
  });

  test("is refused with what is wrong beside its field", async () => {
    const cookie = await person();
    const { status, text } = await visit(gateway, cookie, "/balance/topups", { amount: "lots", reference: "" });
    expect(status).toBe(422);
    expect(text).toContain('id="f-amount-wrong"');
    const zero = await visit(gateway, cookie, "/balance/topups", { amount: "0", reference: "" });
    expect(zero.text).toContain("must be more than zero");
    expect(zero.text).toContain('id="f-reference-wrong"');
  });

  test("with a reference of before says that nothing was added", async () => {
    const cookie = await person();
    const reference = next();
    await brought(cookie, { reference });
    const { headers } = await visit(gateway, cookie, "/balance/topups", { amount: "1500000", reference });
    expect(headers.get("location")).toContain("done=same");
    const other = await visit(gateway, cookie, "/balance/topups", { amount: "7", reference });
    expect(other.status).toBe(422);
  });

  test("is refused with a reason", async () => {
    const path = await brought(await person());
    const { headers } = await visit(gateway, await person(), `${path}/refuse`, { reason: "no such transfer" });
    expect(headers.get("location")).toContain("done=refused");
    expect((await visit(gateway, await person(), path)).text).toContain("no such transfer");
  });

  test("that is posted is reversed by two persons", async () => {
    const [asks, decides] = [await person(), await person()];
    const path = await brought(asks);
    await visit(gateway, decides, `${path}/approve`, { proof_version: "0" });
    const before = BigInt(await available());
    await visit(gateway, asks, `${path}/reverse`, { reason: "bounced" });
    expect((await visit(gateway, asks, path)).text).toContain("You asked for this reversal");
    const { text } = await visit(gateway, decides, path);
    const meant = /name="requested_at" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const done = await visit(gateway, decides, `${path}/reversal/approve`, { requested_at: meant });
    expect(done.headers.get("location")).toContain("done=reversal-approved");
    expect(BigInt(await available())).toBe(before - 1_500_000n);
  });

  test("that is not there is a page that says so", async () => {
    const { status } = await visit(gateway, await person(), `/balance/topups/${publicId("top", newId())}`);
    expect(status).toBe(404);
  });
});

describe("a proof", () => {
  test("comes with the form, is shown as a picture, and is what is approved by", async () => {
    const asks = await person();
    const reference = next();
    const made = await upload(asks, "/balance/topups", png, { amount: "20000", reference });
    const path = (made.headers.get("location") ?? "").replace("/console", "").replace(/\?.*/, "");
    const decides = await person();
    const { text } = await visit(gateway, decides, path);
    expect(text).toMatch(/<img class="proof" src="[^"]+\/proof\?version=1"/);
    expect(text).toContain('name="proof_version" value="1"');
    const file = await gateway.app.request(`/console${path}/proof?version=1`, { headers: { cookie: decides } });
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
    expect((await visit(gateway, decides, `${path}/approve`, { proof_version: "0" })).status).toBe(422);
  });

  test("that is no picture and no PDF adds no money", async () => {
    const before = (await gateway.admin("/v1/balance/topups")).json.data.length as number;
    const refused = await upload(await person(), "/balance/topups", Buffer.from("MZ"), {
      amount: "5",
      reference: next(),
    });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('id="f-file-wrong"');
    expect((await gateway.admin("/v1/balance/topups")).json.data).toHaveLength(before);
  });

  test("may follow", async () => {
    const cookie = await person();
    const path = await brought(cookie);
    const kept = await upload(cookie, `${path}/proof`, Buffer.from("%PDF-1.7\n%%EOF\n"));
    expect(kept.headers.get("location")).toContain("done=proved");
    const { text } = await visit(gateway, cookie, path);
    expect(text).toContain("Download the proof (PDF)");
    expect(text).not.toContain("<img class=");
    expect((await upload(cookie, `${path}/proof`, Buffer.from("MZ"))).status).toBe(422);
  });
});

describe("the ledger", () => {
  test("is found by reference, with what it means and who did it", async () => {
    const reference = next();
    const path = await brought(await person(), { reference });
    await visit(gateway, await person("finance", "Ketut"), `${path}/approve`, { proof_version: "0" });
    const { text } = await visit(gateway, await person("auditor"), `/balance/ledger?reference=${reference}`);
    expect(text).toContain("Money was added to the balance.");
    expect(text).toContain("+IDR\u00a01,500,000");
    expect(text).toContain("Ketut");
  });

  test("with a day that is none says so; with none of its kind it is empty", async () => {
    const wrong = await visit(gateway, await person(), "/balance/ledger?from=2026-02-31");
    expect(wrong.text).toContain('id="f-from-wrong"');
    const none = await visit(gateway, await person(), "/balance/ledger?until=2020-01-01");
    expect(none.text).toContain("No entry matches.");
  });

  test("as a file is the API's", async () => {
    const { text, headers } = await visit(gateway, await person(), "/balance/ledger.csv?kind=topup");
    expect(text).toBe((await gateway.admin("/v1/balance/entries.csv?kind=topup")).text);
    expect(headers.get("content-disposition")).toContain("attachment");
  });
});
