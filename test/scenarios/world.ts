import { expect } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { parsePublicId } from "../../src/kit/id.ts";
import { eventually, startTestGateway, type TestGateway, type TestGatewayOptions } from "../support/gateway.ts";
import { startMetaServer, type MetaServer, type MetaServerOptions } from "../support/meta-server.ts";

export interface MessageStory {
  id: string;
  status: string;
  channel: string;
  provider: string | null;
  hold: string;
  hold_state: string;
  charged: string;
  tries: number;
  advanced: boolean;
  leased: boolean;
  due: string | null;
  skips: { provider: string; reason: string }[];
  attempts: { provider: string; outcome: string; code: string | null; scope: string | null }[];
  reports: string[];
  /** Kinds of its entries, in order. */
  entries: string[];
}

/** Money in whole rupiah. */
const rupiah = (micros: string): string => (Number(micros) / 1e6).toString();

/** A gateway whose limits are out of the way, with a Cloud API beside it that reports to its hook. */
export class World {
  readonly gateway: TestGateway;
  readonly meta: MetaServer;
  readonly #http: HttpServer;
  #numbers = 0;

  private constructor(gateway: TestGateway, meta: MetaServer, http: HttpServer) {
    this.gateway = gateway;
    this.meta = meta;
    this.#http = http;
  }

  static async start(options: TestGatewayOptions = {}, metaOptions: MetaServerOptions = {}): Promise<World> {
    const [gateway, meta] = await Promise.all([startTestGateway(options), startMetaServer(metaOptions)]);
    const http = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
    const world = new World(gateway, meta, http);
    await world.put("/v1/limits", { cooldown_seconds: 0, recipient: [], client_ip: [], tenant: [] });
    if (options.demo ?? true) {
      await gateway.admin("/v1/balance/topups", { body: { amount: "10000000", reference: "for the tests" } });
    }
    return world;
  }

  async close(): Promise<void> {
    await this.#http.close(100);
    await this.gateway.close();
    await this.meta.close();
  }

  async put(path: string, body: unknown): Promise<void> {
    const reply = await this.gateway.admin(path, { method: "PUT", body });
    if (reply.status !== 200) throw new Error(`${path}: ${reply.text}`);
  }

  /** Providers of the Cloud API at this test's server, in this order, then SMS by the sandbox. */
  async routeToMeta(names: Record<string, object>, { afterSeconds = 20, fallback = true } = {}): Promise<void> {
    const { meta } = this;
    for (const [name, settings] of Object.entries(names)) {
      await this.put(`/v1/providers/${name}`, {
        kind: "meta-cloud",
        state: "on",
        settings: {
          phone_number_id: meta.phoneNumberId,
          base_url: meta.baseUrl,
          timeout_ms: 5000,
          ambiguous_wait_seconds: 0,
          ...settings,
        },
        secrets: { access_token: meta.accessToken, app_secret: meta.appSecret, verify_token: "v" },
      });
    }
    await this.bind(Object.fromEntries(Object.keys(names).map((name) => [name, {}])));
    await this.put("/v1/routes", {
      channels: {
        whatsapp: Object.keys(names).map((provider, i) => ({ provider, weight: i === 0 ? 100 : 0 })),
        sms: [{ provider: "sandbox" }],
      },
      fallback: fallback
        ? [{ channel: "whatsapp", after_seconds: afterSeconds }, { channel: "sms" }]
        : [{ channel: "whatsapp" }],
    });
  }

  async bind(bindings: Record<string, object>): Promise<void> {
    const named = Object.entries(bindings).map(([name, more]) => [name, { name: "otp", language: "id", ...more }]);
    await this.put("/v1/templates/otp/whatsapp/id", {
      category: "authentication",
      bindings: Object.fromEntries(named) as object,
    });
  }

  hook(provider: string): string {
    return `${this.#http.url}/hooks/demo/${provider}`;
  }

  /** A number nobody else has, ending in these digits. */
  number(lastDigits = "7890"): string {
    this.#numbers += 1;
    return `+62812${String(this.#numbers).padStart(4, "0")}${lastDigits}`;
  }

  async issue(to: string, body: object = {}, from: TestGateway = this.gateway): Promise<string> {
    const reply = await from.request("/v1/otp/issue", { body: { to, ...body } });
    if (reply.status !== 201) throw new Error(`issue: ${reply.text}`);
    return String(reply.json.id);
  }

  async otp(id: string): Promise<{ status: string; messages: { status: string; channel: string }[] }> {
    return (await this.gateway.request(`/v1/otp/${id}`)).json as never;
  }

  /** The messages of an OTP with all that is kept of them, oldest first. */
  async story(otp: string): Promise<MessageStory[]> {
    const { sql } = this.gateway.database;
    const id = parsePublicId("otp", otp);
    const rows = await sql<(Omit<MessageStory, "skips"> & { skips: string })[]>`
      select m.id, m.status, m.channel, m.provider, m.hold::text, m.hold_state, m.charged::text, m.tries, m.advanced,
             m.lease_owner is not null as leased, m.due, m.skips::text as skips,
             (select coalesce(json_agg(json_build_object('provider', a.provider, 'outcome', a.outcome,
                       'code', a.provider_code, 'scope', a.scope) order by a.n), '[]')
                from attempts a where a.message_id = m.id) as attempts,
             (select coalesce(json_agg(r.status order by r.received_at, r.id), '[]')
                from reports r where r.message_id = m.id) as reports,
             (select coalesce(json_agg(e.kind order by e.seq), '[]') from entries e where e.message_id = m.id) as entries
      from messages m where m.otp_id = ${id} order by m.id`;
    return rows.map((row) => ({
      ...row,
      hold: rupiah(row.hold),
      charged: rupiah(row.charged),
      skips: JSON.parse(row.skips) as MessageStory["skips"],
    }));
  }

  /** The story once it is as is waited for. */
  until(otp: string, good: (messages: MessageStory[]) => boolean, withinMs = 10_000): Promise<MessageStory[]> {
    return eventually(() => this.story(otp), good, withinMs);
  }

  /** Once every message of it has come to an end that needs nobody any more, or waits for its report alone. */
  settled(otp: string, withinMs?: number): Promise<MessageStory[]> {
    const quiet = ({ due, leased }: MessageStory) => !leased && (due === null || due === "unreported");
    return this.until(otp, (messages) => messages.length > 0 && messages.every(quiet), withinMs);
  }

  /** Once what its hooks have answered is applied too. */
  applied(): Promise<void> {
    return this.gateway.gateway.delivery.hooks.idle();
  }

  /** With what it starts on the side. */
  async sweep(): Promise<void> {
    await this.gateway.gateway.sweep.run();
    await this.applied();
  }

  /** Moves the clock. Heartbeats come in real time: until the next one every lease would look dead to the others. */
  async advance(ms: number): Promise<void> {
    const beat = () =>
      this.gateway.database.sql`update workers set alive_until = alive_until + ${ms} * interval '1 millisecond'`;
    await beat();
    this.gateway.clock.advance(ms);
    await beat();
  }

  /** Moves the clock and does what is due then. */
  async pass(ms: number): Promise<void> {
    await this.advance(ms);
    await this.sweep();
  }

  /** The ledger's own rules, for all that happened so far. */
  async expectLedgerRight(): Promise<void> {
    const { sql } = this.gateway.database;
    const accounts = await sql<{ ok: boolean }[]>`
      select a.available = coalesce(sum(e.amount), 0) and a.held = coalesce(sum(e.held_delta), 0)
             and a.seq = count(*) and a.available + a.credit_line >= 0 as ok
      from accounts a left join entries e on e.tenant_id = a.tenant_id group by a.tenant_id, a.available, a.held, a.seq,
        a.credit_line`;
    expect(accounts.every(({ ok }) => ok)).toBe(true);
    const wrong = await sql`
      select m.id, m.status, m.hold_state, m.charged, e.holds, e.ends, e.paid from messages m
      cross join lateral (
        select count(*) filter (where kind = 'hold') as holds,
               count(*) filter (where kind in ('capture', 'release')) as ends,
               coalesce(-sum(amount + held_delta), 0) as paid
        from entries where message_id = m.id) e
      where e.holds <> 1 or e.ends <> (case m.hold_state when 'held' then 0 else 1 end) or e.paid <> m.charged`;
    expect(wrong).toEqual([]);
  }
}
