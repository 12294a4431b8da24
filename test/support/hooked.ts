import { appendEvents } from "../../src/events/append.ts";
import { newId } from "../../src/kit/id.ts";
import { eventually, startTestGateway, type TestGateway } from "./gateway.ts";
import { startReceiver, type Answering, type Receiver } from "./receiver.ts";

/** A gateway with an ERP's servers for webhooks beside it. */
export class Hooked {
  readonly gateway: TestGateway;
  readonly tenantId: string;
  #receivers: Receiver[] = [];

  private constructor(gateway: TestGateway) {
    this.gateway = gateway;
    this.tenantId = gateway.gateway.settings.current.firstTenantId ?? "";
  }

  static async start(): Promise<Hooked> {
    return new Hooked(await startTestGateway());
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  /** As it was before the test: no webhooks, no servers, no events. */
  async tidy(): Promise<void> {
    const { sql } = this.gateway.database;
    await sql`delete from webhooks`;
    await sql`delete from webhook_secrets`;
    await this.gateway.gateway.settings.reload();
    await this.gateway.gateway.webhookPosts.idle();
    await sql`delete from webhook_deliveries`;
    await sql`delete from events`;
    await Promise.all(this.#receivers.splice(0).map((receiver) => receiver.close()));
  }

  async receive(answer?: Answering): Promise<Receiver> {
    const receiver = await startReceiver(answer);
    this.#receivers.push(receiver);
    return receiver;
  }

  async put(name: string, url: string, more: object = {}): Promise<string> {
    const reply = await this.gateway.admin(`/v1/webhooks/${name}`, { method: "PUT", body: { url, ...more } });
    if (reply.status !== 200) throw new Error(reply.text);
    return String(reply.json.secret);
  }

  async append(reference = newId(), of = this.tenantId): Promise<string> {
    const event = { tenantId: of, type: "balance.topup" as const, at: this.gateway.clock.now(), data: { reference } };
    await Promise.all(appendEvents(this.gateway.database.sql, [event]));
    return reference;
  }

  async pass(on: TestGateway = this.gateway): Promise<void> {
    await on.gateway.webhookPosts.run();
    await on.gateway.webhookPosts.idle();
  }

  /** Until so many have come to it. */
  async come({ posts }: Receiver, count: number): Promise<void> {
    await eventually(
      async () => posts.length,
      (came) => came >= count,
    );
  }

  async read(name: string) {
    return (await this.gateway.admin(`/v1/webhooks/${name}`)).json as Record<string, unknown>;
  }

  async deliveries(name: string, query = "") {
    const reply = await this.gateway.admin(`/v1/webhooks/${name}/deliveries${query}`);
    return reply.json.data as { id: string; status: string; tries: number; answer: string | null }[];
  }
}
