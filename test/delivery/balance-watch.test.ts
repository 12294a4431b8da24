import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BalanceWatch } from "../../src/delivery/balance-watch.ts";
import type { Told } from "../../src/delivery/operators.ts";
import { balance, expectProblem, inbox, issue, issued, leave, putTenant } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const phone = "0812-9999-1234";
const address = "finance@acme.example";
const toAll = [
  { channel: "sms", to: phone, kinds: ["balance"] },
  { channel: "email", to: address, kinds: ["balance", "provider"] },
  { channel: "sms", to: "0812-9999-5555", kinds: ["provider"] },
];

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startTestGateway();
  await wants({});
});
afterEach(() => gateway.close());

const wants = (settings: object): Promise<void> =>
  putTenant(gateway, { alert_to: toAll, low_runway_hours: 0, ...settings });
const look = (on: TestGateway = gateway): Promise<void> => on.gateway.balances.look();
const pass = async (ms: number): Promise<void> => {
  gateway.clock.advance(ms);
  await look();
};
/** Oldest first; the sandbox shows the last hour. */
const told = async (to = phone): Promise<string[]> => (await inbox(gateway, to)).map(({ text }) => text).reverse();
/** What this look says, and nothing said before it. */
const says = async (after: () => Promise<void>, to = phone): Promise<string[]> => {
  await gateway.database.sql`delete from sandbox_messages`;
  await after();
  return told(to);
};
interface AlertJson {
  id: string;
  kind: string;
  told: boolean;
  untold: string | null;
  acknowledged_by: string | null;
  ended_at: string | null;
}
const alerts = async (query = ""): Promise<AlertJson[]> =>
  (await gateway.admin(`/v1/balance/alerts${query}`)).json.data as AlertJson[];
const acknowledge = async (kind: string): Promise<void> => {
  const alert = (await alerts("?open=true")).find((each) => each.kind === kind);
  const reply = await gateway.admin(`/v1/balance/alerts/${alert?.id}/acknowledge`, { body: {} });
  expect(reply.status, reply.text).toBe(200);
};
const topUp = (amount: string, reference: string) =>
  gateway.admin("/v1/balance/topups", { body: { amount, reference } });
const carrier = (state: string) =>
  gateway.admin("/v1/providers/sandbox", { method: "PUT", body: { kind: "sandbox", state, settings: {} } });

describe("a balance below its threshold", () => {
  test("is told once by two replicas, to every address that wants it, and costs nothing", async () => {
    const replica = await gateway.replica();
    await look();
    expect(await told()).toEqual([]);
    await leave(gateway, 49_650);
    await Promise.all([look(), look(replica)]);
    await look(replica);
    const text = "Gerbang: saldo demo Rp49.650, di bawah batas Rp50.000. Lihat http://gateway.test/v1/balance/alerts";
    expect(await told()).toEqual([text]);
    expect(await told(address)).toEqual([text]);
    expect(await told("0812-9999-5555")).toEqual([]);
    expect(await balance(gateway)).toMatchObject({ available: "49650", held: "0" });
    expect(await alerts()).toEqual([
      {
        id: expect.stringMatching(/^alr_/),
        kind: "low",
        provider: null,
        since: expect.any(String),
        figures: { available: "49650", currency: "IDR", threshold: "50000", runway_hours: null },
        told: true,
        told_at: expect.any(String),
        untold: null,
        addresses: [
          { channel: "sms", to: "+62812****1234", ok: true, provider: "sandbox", provider_code: null },
          { channel: "email", to: "f****@acme.example", ok: true, provider: "sandbox", provider_code: null },
        ],
        acknowledged_at: null,
        acknowledged_by: null,
        ended_at: null,
      },
    ]);
    expect(gateway.logged() + replica.logged()).toContain("money is running out");
  });

  test("is told again each day, not after it is acknowledged, and at once when it is empty", async () => {
    await leave(gateway, 1000);
    expect(await says(() => look())).toHaveLength(1);
    expect(await says(() => pass(23 * HOUR))).toEqual([]);
    expect(await says(() => pass(HOUR))).toHaveLength(1);
    await acknowledge("low");
    expect(await says(() => pass(25 * HOUR))).toEqual([]);

    await leave(gateway, 100);
    // E-mail would cost 50, and no issue that names no channel goes by e-mail.
    expectProblem(await issue(gateway), 402, "insufficient_balance");
    const empty =
      "Gerbang: saldo demo habis (Rp100); kode tidak dikirim sampai diisi. Lihat http://gateway.test/v1/balance/alerts";
    expect(await says(() => look())).toEqual([empty]);
    expect(await says(() => pass(59 * MINUTE))).toEqual([]);
    expect(await says(() => pass(MINUTE))).toEqual([empty]);
    await acknowledge("empty");
    expect(await says(() => pass(2 * HOUR))).toEqual([]);
    expect(pick(await alerts(), "kind")).toEqual(["empty", "low"]);
  });

  test("is over by a top-up, which those who heard are told once", async () => {
    await leave(gateway, 49_000);
    await look();
    await topUp("5999", "a");
    // The threshold is passed, and a few messages would be below it again.
    expect(await says(() => pass(25 * HOUR))).toEqual([]);
    expect(await alerts("?open=true")).toMatchObject([{ kind: "low", told: true, ended_at: null }]);
    await topUp("1", "b");
    expect(await says(() => look())).toEqual(["Gerbang: saldo demo cukup lagi: Rp55.000."]);
    expect(await says(() => pass(2 * HOUR))).toEqual([]);
    expect(await alerts("?open=true")).toEqual([]);
    expect(await alerts("?open=false")).toHaveLength(1);
  });

  test("whose end could not be told is told later, unless it is low again", async () => {
    await leave(gateway, 0);
    await look();
    await topUp("100000", "a");
    await carrier("off");
    expect(await says(() => look())).toEqual([]);
    await carrier("on");
    expect(await says(() => pass(MINUTE))).toEqual(["Gerbang: saldo demo cukup lagi: Rp100.000."]);

    await leave(gateway, 0);
    await look();
    await topUp("100000", "b");
    await carrier("off");
    await look();
    await leave(gateway, 1000);
    await carrier("on");
    expect(await says(() => pass(MINUTE))).toEqual([expect.stringContaining("Rp1.000, di bawah batas")]);
    expect(await says(() => pass(MINUTE))).toEqual([]);
  });

  test("over before anybody heard of it is told nobody", async () => {
    await carrier("off");
    await leave(gateway, 1000);
    await look();
    await topUp("100000", "a");
    await carrier("on");
    expect(await says(() => pass(5 * MINUTE))).toEqual([]);
    expect(await alerts()).toMatchObject([{ told: false, ended_at: expect.any(String) }]);
  });

  test("of another tenant is its own people's", async () => {
    await makeTenant(gateway, "acme");
    await look();
    expect(await told()).toEqual([]);
    const headers = { "x-tenant": "acme" };
    const theirs = (await gateway.admin("/v1/balance/alerts", { headers })).json.data as AlertJson[];
    expect(theirs.map(({ kind, untold }) => [kind, untold]).sort()).toEqual([
      ["empty", "nobody in alert_to wants balance"],
      ["low", "nobody in alert_to wants balance"],
    ]);
    expect(await alerts()).toEqual([]);
    const strange = await gateway.admin(`/v1/balance/alerts/${theirs[0]?.id}/acknowledge`, { body: {} });
    expectProblem(strange, 404, "not_found");
  });

  test("is judged with the credit line", async () => {
    await wants({ credit_line: "1000", low_threshold: "0" });
    await leave(gateway, -500);
    await look();
    expect(await alerts()).toEqual([]);
    await leave(gateway, -960);
    await look();
    expect(await alerts()).toMatchObject([{ kind: "empty", figures: { available: "-960" } }]);
    expect(
      (await gateway.request("/v1/otp/issue", { body: { to: "0812-1111-2222", channel: "email" } })).status,
    ).not.toBe(201);
  });
});

describe("a balance that lasts few hours", () => {
  test("is told though it is above its threshold, by how fast it goes", async () => {
    await wants({ low_threshold: "0", low_runway_hours: 24 });
    await leave(gateway, 5000);
    await issued(gateway, { to: "0812-1111-2222", channel: "whatsapp", wait_ms: 5000 });
    const text =
      "Gerbang: saldo demo Rp4.650, segera habis. Habis dalam 13 jam. Lihat http://gateway.test/v1/balance/alerts";
    expect(await says(() => look())).toEqual([text]);
    // Five hours in which nothing went: it lasts longer now.
    expect(await says(() => pass(5 * HOUR))).toEqual(["Gerbang: saldo demo cukup lagi: Rp4.650."]);
    expect(await alerts()).toMatchObject([{ kind: "runway", ended_at: expect.any(String) }]);
  });

  test("is told again after six hours while it lasts", async () => {
    await wants({ low_threshold: "0", low_runway_hours: 720 });
    await leave(gateway, 5000);
    await issued(gateway, { to: "0812-1111-2222", channel: "whatsapp", wait_ms: 5000 });
    await look();
    expect(await says(() => pass(5 * HOUR))).toEqual([]);
    expect(await says(() => pass(HOUR))).toHaveLength(1);
  });
});

describe("a warning that reaches nobody", () => {
  test("says why, is tried again and again, by another replica too, and is told in the end", async () => {
    const replica = await gateway.replica();
    await carrier("off");
    await leave(gateway, 1000);
    await look(replica);
    const untold = "no provider took it: no_provider";
    expect(await alerts()).toMatchObject([
      { told: false, told_at: null, untold, addresses: [{ ok: false }, { ok: false }] },
    ]);
    expect(gateway.logged() + replica.logged()).toContain("a warning about money reached nobody");
    await replica.close();
    await carrier("on");
    expect(await says(() => pass(59_000))).toEqual([]);
    expect(await says(() => pass(1000))).toHaveLength(1);
    expect(await alerts()).toMatchObject([{ told: true, untold: null }]);
  });

  test("since nobody wants it, is told as soon as somebody does", async () => {
    await wants({ alert_to: [] });
    await leave(gateway, 1000);
    await look();
    expect(await alerts()).toMatchObject([{ told: false, untold: "nobody in alert_to wants balance", addresses: [] }]);
    await pass(MINUTE);
    expect(gateway.logged().split("money is running out")).toHaveLength(2);
    await wants({});
    expect(await says(() => look())).toHaveLength(1);
  });

  test("while one replica tells it, is told by no other; should that one die, by another a minute later", async () => {
    const { sql, settings, delivery, clock, log } = gateway.gateway;
    const telling: string[] = [];
    const finish: (() => void)[] = [];
    /** A replica whose providers take their time. */
    const replica = (name: string): BalanceWatch => {
      const tell = async (): Promise<Told[]> => {
        telling.push(name);
        await new Promise<void>((resolve) => finish.push(resolve));
        return [{ channel: "sms", to: "+62812****1234", ok: true, provider: "sandbox", providerCode: null }];
      };
      return new BalanceWatch({
        sql,
        settings,
        watch: delivery.watch,
        clock,
        log,
        tell,
        publicUrl: "http://gateway.test",
        ran: () => {},
      });
    };
    const [first, second] = [replica("first"), replica("second")];
    await leave(gateway, 1000);
    const looks = [first.look()];
    await eventually(
      async () => telling,
      ({ length }) => length === 1,
    );
    await second.look();
    gateway.clock.advance(MINUTE - 10_000);
    await second.look();
    expect(telling).toEqual(["first"]);
    gateway.clock.advance(10_000);
    looks.push(second.look());
    await eventually(
      async () => telling,
      ({ length }) => length === 2,
    );
    expect(telling).toEqual(["first", "second"]);
    for (const done of finish) done();
    await Promise.all(looks);
    expect(await alerts()).toMatchObject([{ kind: "low", told: true }]);
  });

  test("at one address is seen there, though it reached another", async () => {
    await wants({ alert_to: [toAll[0], { channel: "sms", to: "0812-9999-0006", kinds: ["balance"] }] });
    await leave(gateway, 1000);
    await look();
    expect(await alerts()).toMatchObject([
      {
        told: true,
        addresses: [
          { ok: true, provider_code: null },
          { ok: false, to: "+62812****0006", provider: "sandbox", provider_code: "bad_credentials" },
        ],
      },
    ]);
  });
});

describe("the warnings' endpoints", () => {
  test("a test goes to every address and says what became of it at each", async () => {
    await wants({ alert_to: [toAll[0], { channel: "sms", to: "0812-9999-0006", kinds: ["balance"] }, toAll[2]] });
    const call = { body: {}, headers: { "idempotency-key": "once" } };
    const reply = await gateway.admin("/v1/balance/alerts/test", call);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json).toEqual({
      told: true,
      reason: null,
      addresses: [
        { channel: "sms", to: "+62812****1234", ok: true, provider: "sandbox", provider_code: null },
        { channel: "sms", to: "+62812****0006", ok: false, provider: "sandbox", provider_code: "bad_credentials" },
      ],
    });
    expect(await told()).toEqual(["Gerbang: uji peringatan saldo demo, sekarang Rp100.000. Tidak perlu tindakan."]);
    const again = await gateway.admin("/v1/balance/alerts/test", call);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.json).toEqual(reply.json);
    expect(await told()).toHaveLength(1);
    expect(await alerts()).toEqual([]);
  });

  test("a test that nobody wants says so", async () => {
    await wants({ alert_to: [] });
    const reply = await gateway.admin("/v1/balance/alerts/test", { body: {} });
    expect(reply.json).toEqual({ told: false, reason: "nobody in alert_to wants balance", addresses: [] });
  });

  test("the first who acknowledges is kept, and audited once", async () => {
    await leave(gateway, 1000);
    await look();
    const keys = await keysOfRoles(gateway);
    const [alert] = await alerts();
    const path = `/v1/balance/alerts/${alert?.id}/acknowledge`;
    const first = await gateway.request(path, { key: keys.ops, body: {} });
    expect(first.json).toMatchObject({
      acknowledged_at: expect.any(String),
      acknowledged_by: expect.stringMatching(/^key_/),
    });
    expect((await gateway.request(path, { key: keys.finance, body: {} })).json).toEqual(first.json);
    const audit = (await gateway.admin("/v1/audit")).json.data as { action: string }[];
    expect(audit.filter(({ action }) => action === "balance.alert.acknowledge")).toHaveLength(1);
    expectProblem(await gateway.admin("/v1/balance/alerts/alr_x/acknowledge", { body: {} }), 404, "not_found");
  });

  test("are listed in pages, newest first", async () => {
    await leave(gateway, 0);
    await look();
    const first = (await gateway.admin("/v1/balance/alerts?limit=1")).json;
    const next = (await gateway.admin(`/v1/balance/alerts?limit=1&cursor=${first.next_cursor}`)).json;
    expect([...pick(first.data, "kind"), ...pick(next.data, "kind")]).toEqual(["empty", "low"]);
    expect(next.next_cursor).toBeNull();
    expect((await gateway.admin("/v1/balance/alerts?open=x")).json.errors[0].path).toBe("open");
  });

  test("finance and ops acknowledge and test, auditors read", async () => {
    const keys = await keysOfRoles(gateway);
    const path = "/v1/balance/alerts";
    expect(await rolesThatMay(gateway, keys, path)).toEqual(["ops", "finance", "auditor", "admin"]);
    for (const each of [`${path}/test`, `${path}/alr_x/acknowledge`]) {
      expect(await rolesThatMay(gateway, keys, each, { body: {} })).toEqual(["ops", "finance", "admin"]);
    }
  });
});
