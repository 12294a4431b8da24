import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actionName } from "../../src/console/pages/audit/action-words.ts";
import { newId } from "../../src/kit/id.ts";
import { acceptInvitation } from "../../src/console-users/welcome.ts";
import { password, visitFrom } from "../support/console-user.ts";
import { World } from "../scenarios/world.ts";
import type { Call, Reply } from "../support/gateway.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { keysOfRoles } from "../support/roles.ts";

/** What must not be found in the audit. */
const canary = { secret: "canary-secret-51b7c0", token: "canary-token-90ee12", number: "+6281277776666" };

/** Changes nothing that is configured, bought or decided: OTPs and messages are a log of their own. */
const ERP = "a call of the ERP's: the OTP, its messages and the ledger are its record";
const ASKS = "asks, and changes nothing";
const notAudited: Record<string, string> = {
  "POST /v1/otp/issue": ERP,
  "POST /v1/otp/verify": ERP,
  "POST /v1/otp/redeem": ERP,
  "POST /v1/balance/quote": ASKS,
  "POST /v1/plan": ASKS,
  "POST /v1/providers/kinds/http/check": ASKS,
  "POST /v1/numbers/normalise": ASKS,
  "POST /v1/templates/lint": ASKS,
  "POST /v1/templates/{key}/{channel}/{locale}/preview": ASKS,
};
/** The ERP's calls by other names. */
const isFacade = (path: string): boolean => /^\/(v2|p|cgi-bin|api|verification)\//.test(path);

interface Change {
  /** What has to be there before. */
  given?: () => Promise<unknown>;
  path: () => string;
  call?: () => Call;
  /** A change of what was there: so both sides are kept. */
  sides: "before" | "after" | "both" | "neither";
  /** Rows where it is more than one, and why. */
  rows?: { count: number; why: string };
}

const VENDOR = "that a vendor was asked is one, since it can't be undone; what came of it is another";
/** These read their body by themselves, and pass over what they do not know. */
const takesAnything = new Set(["POST /v1/templates/import"]);

let world: World;
let receiver: Receiver;
let keys: Awaited<ReturnType<typeof keysOfRoles>>;
let otherFinance = "";
const made: Record<string, string> = {};
/** Operations whose body has fields that are checked. */
const takesFields = new Set<string>();

const ask = (path: string, call: Call = {}): Promise<Reply> => world.gateway.admin(path, call);
const must = async (path: string, call: Call = {}): Promise<Reply> => {
  const reply = await ask(path, call);
  if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
  return reply;
};
const put = (path: string, body: object): Promise<Reply> => must(path, { method: "PUT", body });
const body = (fields: object) => (): Call => ({ body: fields });
const putBody = (fields: object) => (): Call => ({ method: "PUT", body: fields });
const gone = (): Call => ({ method: "DELETE" });

const own = { active: true, destination: "own", number: canary.number, name: "Budi" };
const plannedPrice = { channel: "sms", amount: "510", valid_from: "2100-01-01T00:00:00Z" };
const text = { body: "{{brand}}: kode {{code}}, berlaku {{ttl_minutes}} menit." };
const template = "/v1/templates/otp/sms/id";
const provider = () => ({
  kind: "meta-cloud",
  state: "on",
  settings: { phone_number_id: "1", base_url: world.meta.baseUrl },
  secrets: { access_token: canary.secret, app_secret: canary.secret, verify_token: canary.secret },
});
const webhook = () => ({ url: `${receiver.url}?token=${canary.token}`, events: ["*"], state: "on" });
const topUp = async (reference: string): Promise<void> => {
  const reply = await must("/v1/balance/topups", { body: { amount: "10", reference }, key: keys.finance });
  made[reference] = String(reply.json.id);
};
const approval = (wanted: boolean) => put("/v1/tenants/demo", { brand: "Demo", topup_approval: wanted });
const posted = async (reference: string): Promise<void> => {
  await approval(true);
  await topUp(reference);
  await must(`/v1/balance/topups/${made[reference]}/approve`, { body: {}, key: otherFinance });
};
const reversing = async (reference: string): Promise<void> => {
  await posted(reference);
  await must(`/v1/balance/topups/${made[reference]}/reverse`, { body: { reason: "bounced" }, key: keys.finance });
};
const alert = async (): Promise<void> => {
  const sql = world.gateway.database.sql;
  made.alert = newId();
  await sql`
    insert into balance_alerts (tenant_id, id, kind, since, figures, try_at)
    select id, ${made.alert}, 'low', now(), ${sql.json({ available: "1", currency: "IDR", threshold: "2", runway_hours: null })}, now()
    from tenants where first`;
};
const delivery = async (): Promise<void> => {
  const sql = world.gateway.database.sql;
  await put("/v1/webhooks/erp", webhook());
  await world.issue(world.number());
  for (;;) {
    const [row] = await sql<{ event_id: string }[]>`select event_id from webhook_deliveries limit 1`;
    if (row !== undefined) return void (made.event = `evt_${row.event_id.replaceAll("-", "")}`);
    await world.gateway.gateway.webhookPosts.run();
  }
};

/** As the guard does after a look at figures. */
async function suspect(): Promise<unknown> {
  return world.gateway.database.sql`
    insert into guard_states (tenant_id, key, state, because, since, evidence_from, figures)
    select id, '+62812', 'suspected', 'conversion', now(), now(), '{}' from tenants where name = 'demo'`;
}

const changes: Record<string, Change> = {
  "PUT /v1/users/{id}": { path: () => "/v1/users/budi", call: putBody(own), sides: "after" },
  "DELETE /v1/users/{id}": { path: () => "/v1/users/budi", call: gone, sides: "before" },
  "POST /v1/users/import": {
    path: () => "/v1/users/import",
    call: body({ users: [{ ...own, id: "siti" }] }),
    sides: "after",
  },
  "PUT /v1/providers/{name}": {
    given: () => put("/v1/providers/vendor", provider()),
    path: () => "/v1/providers/vendor",
    call: () => ({ method: "PUT", body: { ...provider(), state: "drain" } }),
    sides: "both",
  },
  "PUT /v1/providers/{name}/state": {
    path: () => "/v1/providers/vendor/state",
    call: putBody({ state: "drain" }),
    sides: "both",
  },
  "DELETE /v1/providers/{name}": { path: () => "/v1/providers/vendor", call: gone, sides: "before" },
  "POST /v1/providers/{name}/test": {
    path: () => "/v1/providers/sandbox/test",
    call: body({ to: canary.number, channel: "sms" }),
    sides: "after",
  },
  "PUT /v1/routes": {
    path: () => "/v1/routes",
    call: putBody({ channels: { sms: [{ provider: "sandbox" }] }, fallback: [{ channel: "sms" }] }),
    sides: "both",
  },
  "PUT /v1/routes/{channel}/first": {
    path: () => "/v1/routes/sms/first",
    call: putBody({ provider: "sandbox" }),
    sides: "both",
  },
  "PUT /v1/templates/{key}/{channel}/{locale}": { path: () => template, call: putBody(text), sides: "both" },
  "DELETE /v1/templates/{key}/{channel}/{locale}": {
    given: () => put("/v1/templates/spare/sms/id", text),
    path: () => "/v1/templates/spare/sms/id",
    call: gone,
    sides: "before",
  },
  "PUT /v1/templates/{key}/{channel}/{locale}/draft": {
    path: () => `${template}/draft`,
    call: putBody({ body: "{{brand}}: {{code}}. Rahasia." }),
    sides: "after",
  },
  "POST /v1/templates/{key}/{channel}/{locale}/publish": {
    path: () => `${template}/publish`,
    call: body({}),
    sides: "both",
  },
  "POST /v1/templates/{key}/{channel}/{locale}/rollback": {
    path: () => `${template}/rollback`,
    call: body({ version: 1 }),
    sides: "both",
  },
  "DELETE /v1/templates/{key}/{channel}/{locale}/draft": {
    given: () => put(`${template}/draft`, text),
    path: () => `${template}/draft`,
    call: gone,
    sides: "before",
  },
  "POST /v1/limits/forgive": {
    path: () => "/v1/limits/forgive",
    call: body({ to: canary.number }),
    sides: "after",
  },
  "POST /v1/guard/release": {
    given: suspect,
    path: () => "/v1/guard/release",
    call: body({ key: "+62812" }),
    sides: "both",
  },
  "PUT /v1/retention": { path: () => "/v1/retention", call: putBody({ codes_days: 31 }), sides: "both" },
  "POST /v1/privacy/export": {
    path: () => "/v1/privacy/export",
    call: body({ to: canary.number }),
    sides: "neither",
  },
  "POST /v1/privacy/erase": {
    path: () => "/v1/privacy/erase",
    call: body({ to: canary.number }),
    sides: "after",
  },
  "PUT /v1/templates/{key}/{channel}/{locale}/bindings/{provider}": {
    given: () => world.routeToMeta({ meta: {} }),
    path: () => "/v1/templates/otp/whatsapp/id/bindings/meta",
    call: putBody({ name: "by_hand", language: "id" }),
    sides: "both",
  },
  "DELETE /v1/templates/{key}/{channel}/{locale}/bindings/{provider}": {
    given: () => world.routeToMeta({ meta: {} }),
    path: () => "/v1/templates/otp/whatsapp/id/bindings/meta",
    call: gone,
    sides: "before",
  },
  "POST /v1/templates/import": {
    path: () => "/v1/templates/import",
    call: body({ templates: [{ key: "imported", channel: "sms", locale: "id", ...text }] }),
    sides: "after",
  },
  "POST /v1/templates/{key}/{channel}/{locale}/submit": {
    given: () => world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 } }),
    path: () => "/v1/templates/otp/whatsapp/id/submit",
    call: body({ provider: "meta" }),
    sides: "after",
    rows: { count: 2, why: VENDOR },
  },
  "POST /v1/templates/{key}/{channel}/{locale}/withdraw": {
    path: () => "/v1/templates/otp/whatsapp/id/withdraw",
    call: body({ provider: "meta" }),
    sides: "after",
    rows: { count: 2, why: VENDOR },
  },
  "POST /v1/templates/sync": { path: () => "/v1/templates/sync", call: body({ provider: "meta" }), sides: "neither" },
  "PUT /v1/limits": { path: () => "/v1/limits", call: putBody({ cooldown_seconds: 0, tenant: [] }), sides: "both" },
  "POST /v1/otp/{id}/resend": {
    given: async () => void (made.otp = await world.issue(world.number())),
    path: () => `/v1/otp/${made.otp}/resend`,
    call: body({}),
    sides: "after",
  },
  "POST /v1/otp/{id}/cancel": { path: () => `/v1/otp/${made.otp}/cancel`, call: body({}), sides: "neither" },
  "PUT /v1/prices": {
    path: () => "/v1/prices",
    call: putBody({
      prices: [
        { channel: "sms", provider: null, country: null, amount: "500", per: "message", charged_on: "accepted" },
      ],
    }),
    sides: "both",
  },
  "POST /v1/prices": { path: () => "/v1/prices", call: body(plannedPrice), sides: "after" },
  "POST /v1/prices/withdraw": {
    path: () => "/v1/prices/withdraw",
    call: body({ channel: "sms", valid_from: plannedPrice.valid_from }),
    sides: "before",
  },
  "POST /v1/balance/statement/sign": {
    path: () => "/v1/balance/statement/sign",
    call: body({ month: "2020-01", closing: "0" }),
    sides: "after",
  },
  "POST /v1/balance/topups": {
    path: () => "/v1/balance/topups",
    call: body({ amount: "10", reference: "A" }),
    sides: "after",
  },
  "POST /v1/balance/adjustments": {
    path: () => "/v1/balance/adjustments",
    call: body({ amount: "-1", reason: "a test", reference: "B" }),
    sides: "after",
  },
  "PUT /v1/tenants/{name}": {
    path: () => "/v1/tenants/demo",
    call: putBody({ brand: "Demo", topup_approval: true, central_recipients: [canary.number] }),
    sides: "both",
  },
  "PUT /v1/balance/topups/{id}/proof": {
    given: () => topUp("C"),
    path: () => `/v1/balance/topups/${made.C}/proof`,
    call: () => ({ method: "PUT", body: "%PDF-1.4\n%%EOF\n", headers: { "content-type": "application/pdf" } }),
    sides: "after",
  },
  "POST /v1/balance/topups/{id}/approve": {
    path: () => `/v1/balance/topups/${made.C}/approve`,
    call: body({}),
    sides: "both",
  },
  "POST /v1/balance/topups/{id}/refuse": {
    given: () => topUp("D"),
    path: () => `/v1/balance/topups/${made.D}/refuse`,
    call: body({ reason: "not there" }),
    sides: "both",
  },
  "POST /v1/balance/topups/{id}/reverse": {
    path: () => `/v1/balance/topups/${made.C}/reverse`,
    call: body({ reason: "bounced" }),
    sides: "both",
  },
  "POST /v1/balance/topups/{id}/reversal/approve": {
    given: () => reversing("E"),
    path: () => `/v1/balance/topups/${made.E}/reversal/approve`,
    call: body({}),
    sides: "both",
  },
  "POST /v1/balance/topups/{id}/reversal/refuse": {
    given: () => reversing("F"),
    path: () => `/v1/balance/topups/${made.F}/reversal/refuse`,
    call: body({ reason: "it came" }),
    sides: "both",
  },
  "POST /v1/balance/reconciliations": {
    path: () =>
      "/v1/balance/reconciliations?provider=sandbox&id_column=message_id&amount_column=price&status_column=state",
    call: () => ({ body: "message_id,price,state\nx,1,ok\n", headers: { "content-type": "text/csv" } }),
    sides: "after",
  },
  "POST /v1/balance/alerts/test": { path: () => "/v1/balance/alerts/test", call: body({}), sides: "neither" },
  "POST /v1/balance/alerts/{id}/acknowledge": {
    given: alert,
    path: () => `/v1/balance/alerts/alr_${made.alert?.replaceAll("-", "")}/acknowledge`,
    call: body({}),
    sides: "after",
  },
  "POST /v1/keys": { path: () => "/v1/keys", call: body({ role: "erp", name: "till 3" }), sides: "after" },
  "DELETE /v1/keys/{id}": {
    given: async () => {
      made.key = String((await must("/v1/keys", { body: { role: "erp", name: "till 4" } })).json.id);
    },
    path: () => `/v1/keys/${made.key}`,
    call: gone,
    sides: "before",
  },
  "POST /v1/console-users": {
    path: () => "/v1/console-users",
    call: body({ name: "Wati", role: "ops" }),
    sides: "after",
  },
  "PUT /v1/console-users/{id}": {
    given: async () => {
      made.user = String((await must("/v1/console-users", { body: { name: "Budi", role: "ops" } })).json.id);
    },
    path: () => `/v1/console-users/${made.user}`,
    call: putBody({ name: "Budi", role: "finance" }),
    sides: "both",
  },
  "POST /v1/console-users/{id}/reset": {
    path: () => `/v1/console-users/${made.user}/reset`,
    call: body({}),
    sides: "after",
  },
  "DELETE /v1/console-sessions/{id}": {
    given: async () => {
      const token = String((await must(`/v1/console-users/${made.user}/reset`, { body: {} })).json.setup_token);
      await acceptInvitation(world.gateway.gateway, { token, password }, visitFrom());
      made.session = (await must(`/v1/console-users/${made.user}/sessions`)).json.data[0].id;
    },
    path: () => `/v1/console-sessions/${made.session}`,
    call: gone,
    sides: "before",
  },
  "DELETE /v1/console-users/{id}": {
    path: () => `/v1/console-users/${made.user}`,
    call: gone,
    sides: "before",
  },
  "PUT /v1/webhooks/{name}": {
    path: () => "/v1/webhooks/other",
    call: () => ({ method: "PUT", body: webhook() }),
    sides: "after",
  },
  "POST /v1/webhooks/{name}/secrets": { path: () => "/v1/webhooks/other/secrets", call: body({}), sides: "after" },
  "DELETE /v1/webhooks/{name}/secrets/{id}": {
    given: async () => {
      made.secret = String((await must("/v1/webhooks/other/secrets", { body: {} })).json.id);
    },
    path: () => `/v1/webhooks/other/secrets/${made.secret}`,
    call: gone,
    sides: "before",
  },
  "POST /v1/webhooks/{name}/test": { path: () => "/v1/webhooks/other/test", call: body({}), sides: "neither" },
  "DELETE /v1/webhooks/{name}": { path: () => "/v1/webhooks/other", call: gone, sides: "before" },
  "POST /v1/webhooks/{name}/deliveries/{id}/replay": {
    given: delivery,
    path: () => `/v1/webhooks/erp/deliveries/${made.event}/replay`,
    call: body({}),
    sides: "after",
  },
  "POST /v1/webhooks/{name}/replay": {
    path: () => "/v1/webhooks/erp/replay",
    call: body({ from: "2026-01-01T00:00:00Z", until: "2126-01-01T00:00:00Z" }),
    sides: "after",
  },
  "POST /v1/webhooks/{name}/replay/dead": {
    path: () => "/v1/webhooks/erp/replay/dead",
    call: body({}),
    sides: "after",
  },
  "PUT /v1/services/{sid}": {
    path: () => `/v1/services/VA${"0".repeat(32)}`,
    call: putBody({ brand: "Toko" }),
    sides: "after",
  },
  "DELETE /v1/services/{sid}": { path: () => `/v1/services/VA${"0".repeat(32)}`, call: gone, sides: "before" },
};

beforeAll(async () => {
  [world, receiver] = await Promise.all([World.start({}, { keepsTemplates: true }), startReceiver()]);
  keys = await keysOfRoles(world.gateway);
  otherFinance = (await keysOfRoles(world.gateway)).finance;
  await put(template, text);
  for (const [path, methods] of Object.entries(await documented())) {
    for (const [method, { requestBody }] of Object.entries(methods))
      if (requestBody !== undefined) takesFields.add(`${method.toUpperCase()} ${path}`);
  }
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

async function documented(): Promise<Record<string, Record<string, { requestBody?: object }>>> {
  const { paths } = (await ask("/openapi.json")).json as { paths: Record<string, Record<string, object>> };
  return paths;
}

async function auditedBy(requestId: string) {
  return world.gateway.database.sql<
    { tenant: string; actor: string; actor_name: string; before: unknown; after: unknown }[]
  >`
    select t.name as tenant, a.actor, a.actor_name, a.before, a.after
    from audit a join tenants t on t.id = a.tenant_id where request_id = ${requestId} order by a.id`;
}

const requestId = (): string => newId();
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

test("every operation that changes something has its change here, or says why it needs none", async () => {
  const operations = Object.entries(await documented()).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "get" && !isFacade(path))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.sort()).toEqual([...Object.keys(changes), ...Object.keys(notAudited)].sort());
});

describe.each(Object.entries(changes))("%s", (operation, { given, path, call, sides, rows: many }) => {
  test("leaves one row of who, by which request, before and after; refused, it leaves none", async () => {
    await given?.();
    const forbidden = requestId();
    const refused = await world.gateway.request(path(), {
      ...call?.(),
      key: keys.auditor,
      headers: { ...call?.().headers, "x-request-id": forbidden },
    });
    expect(refused.status, refused.text).toBe(403);
    expect(await auditedBy(forbidden)).toEqual([]);

    const wrong = requestId();
    const asked = call?.();
    if (isObject(asked?.body) && takesFields.has(operation) && !takesAnything.has(operation)) {
      const more = { ...asked.body, no_such_field: 1 };
      const bad = await ask(path(), { ...asked, body: more, headers: { "x-request-id": wrong } });
      expect(bad.status, bad.text).toBe(400);
      expect(await auditedBy(wrong)).toEqual([]);
    }

    const id = requestId();
    const reply = await ask(path(), { ...asked, headers: { ...asked?.headers, "x-request-id": id } });
    expect(reply.status, reply.text).toBeLessThan(300);
    expect(reply.headers.get("x-request-id")).toBe(id);
    const rows = await auditedBy(id);
    expect(rows.map(({ tenant }) => tenant)).toEqual(Array<string>(many?.count ?? 1).fill("demo"));
    const [row] = rows;
    expect(row?.actor).toMatch(/^key_/);
    expect(row?.actor_name).not.toBeNull();
    expect([row?.before !== null, row?.after !== null]).toEqual([
      sides === "before" || sides === "both",
      sides === "after" || sides === "both",
    ]);
  });
});

test("no secret, key or number that came in, or was made, is in any row", async () => {
  const rows = await world.gateway.database.sql<{ row: string }[]>`select to_jsonb(a)::text as row from audit a`;
  const all = rows.map(({ row }) => row).join("\n");
  expect(rows.length).toBeGreaterThan(Object.keys(changes).length);
  for (const secret of [
    canary.secret,
    canary.token,
    canary.number,
    "81277776666",
    "whsec_",
    "gk_",
    "gsetup_",
    password,
  ])
    expect(all).not.toContain(secret);
});

test("each kind of change has a name for people", async () => {
  const rows = await world.gateway.database.sql<{ action: string }[]>`select distinct action from audit order by 1`;
  expect(rows.filter(({ action }) => actionName(action, "id") === null)).toEqual([]);
});
