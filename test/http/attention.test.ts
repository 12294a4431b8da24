import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { attentionKinds } from "../../src/insight/attention/model.ts";
import { newId } from "../../src/kit/id.ts";
import type { Role } from "../../src/tenants/actor.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

let gateway: TestGateway;
let tenant: string;
let tenantId: string;
let keys: Record<Role, string>;
let n = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(async () => {
  tenant = `till-${(n += 1)}`;
  keys = await makeTenant(gateway, tenant);
  tenantId = gateway.gateway.settings.current.tenantsByName.get(tenant)?.id ?? "";
});
afterAll(() => gateway.close());

interface Item {
  text: { en: string; id: string };
}

const sql = () => gateway.database.sql;
const put = async (path: string, body: unknown): Promise<void> => {
  const reply = await gateway.admin(path, { method: "PUT", body, headers: { "x-tenant": tenant } });
  expect(reply.status, reply.text).toBe(200);
};
const attention = async (role: Role = "admin", key = keys[role]) => {
  const reply = await gateway.request("/v1/attention", { key });
  expect(reply.status, reply.text).toBe(200);
  return reply.json as { data: Item[]; counts: Record<string, number> };
};
const kindsFor = async (role: Role) => pick((await attention(role)).data, "kind");
const provider = (name: string) => {
  const found = gateway.gateway.settings.current.tenants.get(tenantId)?.providers.get(name);
  if (found === undefined) throw new Error(`no provider ${name}`);
  return found;
};

test("a tenant of whom nothing is wrong has an empty list", async () => {
  expect(await attention()).toEqual({ data: [], counts: { error: 0, warning: 0, info: 0 } });
});

test("operators, finance and auditors may ask, the ERP may not", async () => {
  expect(await rolesThatMay(gateway, keys, "/v1/attention")).toEqual(["ops", "finance", "auditor", "admin"]);
});

describe("of providers", () => {
  beforeEach(async () => {
    await put("/v1/providers/acme", { kind: "sandbox" });
    await put("/v1/providers/spare", { kind: "sandbox" });
    await put("/v1/prices", {
      prices: [
        { channel: "sms", amount: "500", per: "message", charged_on: "accepted", valid_from: "2026-01-01T00:00:00Z" },
      ],
    });
    await put("/v1/routes", { channels: { sms: [{ provider: "acme" }] }, fallback: [{ channel: "sms" }] });
  });
  const open = (name: string) => {
    const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "190" } as const;
    gateway.gateway.delivery.guards.of(provider(name)).breaker.failed(failure, gateway.clock.now());
  };

  test("one whose breaker is open is told with what hangs on it, the plan's only one as an error", async () => {
    open("acme");
    const [item] = (await attention("ops")).data;
    expect(item).toMatchObject({
      kind: "provider_down",
      severity: "error",
      subject: "acme",
      since: expect.any(String),
      link: "/v1/providers/acme",
      facts: { because: "breaker", alone_on: ["sms"] },
    });
    expect(item?.text.id).toBe("acme terus gagal dan diputus sementara. Tidak ada penyedia lain untuk SMS.");
  });

  test("another one that carries the channel makes it a warning", async () => {
    await put("/v1/routes", {
      channels: { sms: [{ provider: "acme" }, { provider: "spare", weight: 0 }] },
      fallback: [{ channel: "sms" }],
    });
    open("acme");
    expect((await attention("ops")).data).toMatchObject([{ kind: "provider_down", severity: "warning" }]);
    open("spare");
    expect(pick((await attention("ops")).data, "severity")).toEqual(["error", "error"]);
  });

  test("one that a person put off is no news, and the channel it leaves without anybody is", async () => {
    open("acme");
    await put("/v1/providers/acme", { kind: "sandbox", state: "drain" });
    const [item, ...others] = (await attention("ops")).data;
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: "nothing_sends", severity: "error" });
    expect(item?.text.en).toBe("No code can be sent: acme is draining.");
  });

  test("one that failed messages on any replica is told for as long as its trouble lasts", async () => {
    const { failovers } = gateway.gateway.delivery;
    failovers.note({ ownerId: tenantId, provider: "acme", updatedAt: 0, reason: "transient http_500" });
    await failovers.flush();
    expect((await attention("ops")).data).toMatchObject([
      { kind: "provider_failing", subject: "acme", facts: { messages: 1, reason: "transient http_500" } },
    ]);
    await sql()`update failovers set last_at = last_at - interval '16 minutes' where tenant_id = ${tenantId}`;
    expect(await kindsFor("ops")).toEqual([]);
  });

  test("a row whose settings are not valid is named", async () => {
    await sql()`update providers set settings = '{"nonsense": 1}' where tenant_id = ${tenantId} and name = 'acme'`;
    await gateway.gateway.settings.reload();
    expect((await attention("ops")).data).toMatchObject([
      { kind: "nothing_sends" },
      { kind: "provider_unusable", subject: "acme", facts: { provider_kind: "sandbox" } },
    ]);
  });

  test("a step without a price is finance's business too; what else is wrong with the plan is not", async () => {
    await put("/v1/providers/mail", { kind: "sandbox" });
    await put("/v1/prices", {
      prices: [
        {
          channel: "sms",
          provider: "spare",
          amount: "500",
          per: "message",
          charged_on: "accepted",
          valid_from: "2026-01-01T00:00:00Z",
        },
      ],
    });
    expect(await kindsFor("finance")).toEqual(["no_price"]);
    expect((await attention("ops")).data).toMatchObject([
      { kind: "nothing_sends", text: { id: "Tidak ada kode yang dapat dikirim: acme belum punya harga untuk SMS." } },
      { kind: "no_price", severity: "error", subject: "acme", link: "/v1/prices", facts: { channels: ["sms"] } },
    ]);
  });

  test("a template that its provider does not take is told while the tenant would send with it", async () => {
    await put("/v1/providers/meta", {
      kind: "meta-cloud",
      settings: { phone_number_id: "1" },
      secrets: { access_token: "t" },
    });
    await put("/v1/templates/otp/whatsapp/id", {
      category: "authentication",
      bindings: { meta: { name: "otp", language: "id" } },
    });
    await sql()`
      insert into template_approvals (tenant_id, key, channel, locale, provider, status, reason, at)
      values (${tenantId}, 'otp', 'whatsapp', 'id', 'meta', 'paused', 'low quality', now())`;
    await gateway.gateway.settings.reload();
    const [item, ...others] = (await attention("ops")).data;
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      kind: "template_refused",
      subject: "otp/whatsapp/id",
      facts: { provider: "meta", status: "paused", reason: "low quality" },
    });
    expect(item?.text.id).toContain("dijeda di meta (low quality)");
  });
});

describe("of money", () => {
  const alert = (kind: string, provider = "") => sql()`
    insert into balance_alerts (tenant_id, id, provider, kind, since, figures, try_at, untold)
    values (${tenantId}, gen_random_uuid(), ${provider}, ${kind}, now(),
            '{"available": "1250", "currency": "IDR", "threshold": "5000", "runway_hours": 3}'::text::jsonb, now(),
            'nobody in alert_to wants balance')`;

  test("the worst that stands of the balance is told to everyone, in money as people write it", async () => {
    await alert("low");
    await alert("runway");
    for (const role of ["ops", "finance", "auditor"] as const) {
      const { data } = await attention(role);
      expect(data).toMatchObject([{ kind: "balance_short", facts: { because: "runway", available: "1250" } }]);
      expect(data[0]?.text).toEqual({
        en: "The balance (Rp1,250) runs out soon. It lasts for 3 hours. Nobody could be told of it.",
        id: "Saldo (Rp1.250) segera habis. Cukup untuk 3 jam. Belum ada petugas yang menerima pemberitahuannya.",
      });
    }
    await alert("empty");
    expect((await attention("finance")).data).toMatchObject([{ kind: "balance_empty", severity: "error" }]);
  });

  test("what is over is not told", async () => {
    await alert("low");
    await sql()`update balance_alerts set ended_at = now() where tenant_id = ${tenantId}`;
    expect(await kindsFor("finance")).toEqual([]);
  });

  test("top-ups that wait for a second person are told to finance, after a day as a warning", async () => {
    await put(`/v1/tenants/${tenant}`, { brand: tenant, topup_approval: true });
    const body = { amount: "500", reference: "TRF-1" };
    expect((await gateway.request("/v1/balance/topups", { key: keys.finance, body })).status).toBe(201);
    expect((await attention("finance")).data).toMatchObject([
      { kind: "topups_waiting", severity: "info", facts: { count: 1, reversals: 0 } },
    ]);
    expect(await kindsFor("ops")).toEqual([]);
    await sql()`update topups set at = at - interval '25 hours' where tenant_id = ${tenantId}`;
    expect(pick((await attention("finance")).data, "severity")).toEqual(["warning"]);
  });

  test("a ledger that does not add up is an error, and not the operators' business", async () => {
    await sql()`
      insert into ledger_checks (tenant_id, seq, available_after, held_after, spent_after, checked_at, problem, bad_seq)
      values (${tenantId}, 0, 0, 0, 0, now(), 'entry 7 does not follow from the one before it', 7)`;
    expect((await attention("auditor")).data).toMatchObject([
      { kind: "ledger_wrong", severity: "error", facts: { entry: 7 } },
    ]);
    expect(await kindsFor("ops")).toEqual([]);
  });

  test("a price below its cost is told to the first tenant's people alone", async () => {
    const price = { channel: "voice", per: "message", charged_on: "accepted", amount: "700", cost: "900" };
    const from = (year: number) => ({ valid_from: `${year}-01-01T00:00:00Z` });
    const prices = [
      { ...price, ...from(2025) },
      { ...price, ...from(2026), cost: "650" },
      { ...price, ...from(2024), country: "ID" },
      { ...price, ...from(2099), country: "SG" },
    ];
    await put("/v1/prices", { prices });
    expect(await kindsFor("finance")).not.toContain("price_below_cost");
    const first = await keysOfRoles(gateway);
    const before = (await gateway.admin("/v1/prices")).json;
    expect((await gateway.admin("/v1/prices", { method: "PUT", body: { prices } })).status).toBe(200);
    const found = having((await attention("finance", first.finance)).data, { kind: "price_below_cost" });
    expect((await gateway.admin("/v1/prices", { method: "PUT", body: before })).status).toBe(200);
    expect(found).toMatchObject([{ subject: "voice ID", facts: { amount: "700", cost: "900", area: "ID" } }]);
    expect(found[0].text.en).toBe("voice to ID is sold at 700 and costs 900: each message loses money.");
  });

  test("of each provider the newest invoice is told, while it is recent and differs", async () => {
    const kept = (provider: string, count: number, daysAgo: number) => {
      const at = gateway.clock.now() - daysAgo * 86_400_000;
      const figures = JSON.stringify({ lines: 9, differences: { duplicate: { count, amounts: [] } } });
      return sql()`
        insert into reconciliations (tenant_id, id, provider, file_hash, actor, at, figures)
        values (${tenantId}, ${newId(at)}, ${provider}, '', 'key', to_timestamp(${at}::float8 / 1000), ${figures}::text::jsonb)`;
    };
    await kept("old", 2, 40);
    await kept("acme", 3, 20);
    await kept("meta", 2, 2);
    await kept("acme", 0, 1);
    expect((await attention("finance")).data).toMatchObject([
      { kind: "reconciliation_differs", subject: "meta", facts: { differences: 2, lines: 9 } },
    ]);
  });
});

describe("of traffic", () => {
  const counted = (ago: string, sent: number, failed: number) => sql()`
    insert into stats_sums (tenant_id, grain, starts_at, channel, provider, country, template, purpose, sent, delivered,
                            read, failed, otps, otps_by_channel, otps_by_provider, otps_by_route, verified, charged, cost)
    select ${tenantId}, grain, date_bin(span::interval, now() - ${ago}::text::interval, '2000-01-01T00:00:00Z'), 'sms',
           'acme', 'ID', 'otp/id', 'login', ${sent}, 0, 0, ${failed}, 0, 0, 0, 0, 0, 0, 0
    from (values ('quarter', '15 minutes'), ('hour', '1 hour'), ('day', '1 day')) as g(grain, span)`;
  const failing = async (): Promise<unknown> => having((await attention("finance")).data, { kind: "messages_failing" });

  test("a channel on which far more fails than usual is told, one that fails as ever is not", async () => {
    await counted("3 days", 970, 30);
    expect(await failing()).toEqual([]);
    await counted("0 minutes", 60, 40);
    expect(await failing()).toMatchObject([{ subject: "sms", facts: { failed: 40, percent: 40, usual_percent: 3 } }]);
    await sql()`update stats_sums set failed = 600, sent = 400 where tenant_id = ${tenantId} and starts_at < now() - interval '1 day'`;
    expect(await failing()).toEqual([]);
  });

  test("a handful that failed says nothing", async () => {
    await counted("0 minutes", 1, 9);
    expect(await failing()).toEqual([]);
  });

  test("what the guard holds against prefixes is told in its own words, twenty at most", async () => {
    await sql()`
      insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
      select ${tenantId}, '+628' || k, 'blocked', 'conversion', now(), now() + interval '1 hour', now(),
             '{"sent": 60, "verified": 2, "settled": 60, "arrived": 60, "recent": 0, "recentVerified": 0, "threshold": 0.35}'::text::jsonb
      from generate_series(100, 129) k`;
    const { data, counts } = await attention("ops");
    expect(data).toHaveLength(20);
    expect(counts).toEqual({ error: 0, warning: 30, info: 0 });
    expect(data[0]).toMatchObject({ kind: "guard_blocked", link: "/v1/guard", facts: { because: "conversion" } });
    expect(data[0]?.text.en).toContain("Of 60 codes to numbers that begin with +628");
    expect(await kindsFor("finance")).toEqual([]);
  });

  test("a webhook that the gateway put off, one that fails and one that missed events are told", async () => {
    for (const name of ["failing", "gone", "missed", "well"]) {
      await put(`/v1/webhooks/${name}`, { url: "http://127.0.0.1:9/hook" });
    }
    await sql()`update webhooks set failing_since = now() where tenant_id = ${tenantId} and name = 'failing'`;
    await sql()`
      update webhooks set state = 'off', disabled_reason = 'gone', disabled_at = now()
      where tenant_id = ${tenantId} and name = 'gone'`;
    await sql()`
      insert into webhook_deliveries (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status, tries,
                                      tried_at, created_at)
      values (${tenantId}, 'missed', gen_random_uuid(), ${tenantId}, 1, 'otp.verified', 'dead', 10, now(), now())`;
    expect((await attention("ops")).data).toMatchObject([
      { kind: "webhook_off", subject: "gone", severity: "error", facts: { reason: "gone" } },
      { kind: "webhook_failing", subject: "failing" },
      { kind: "webhook_gave_up", subject: "missed", link: "/v1/webhooks/missed/deliveries" },
    ]);
  });
});

test("the kinds in the OpenAPI document are those there are", async () => {
  const document = (await gateway.request("/openapi.json")).json;
  expect(document.components.schemas.Attention.properties.kind.enum).toEqual([...attentionKinds]);
});
