import twilio from "twilio";
import { expect } from "vitest";
import { listen } from "../../src/http/server.ts";
import { phone, putLimits } from "./erp.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";

export const ACCOUNT = `AC${"a".repeat(32)}`;
export const SERVICE = `VA${"1".repeat(32)}`;
export const OTHER_SERVICE = `VA${"2".repeat(32)}`;

/** A gateway on a socket, and the official client pointed at it: unchanged but for its base URL. */
export class TwilioWorld {
  readonly gateway: TestGateway;
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(gateway: TestGateway, url: string, close: () => Promise<void>) {
    this.gateway = gateway;
    this.url = url;
    this.#close = close;
  }

  static async start(): Promise<TwilioWorld> {
    const gateway = await startTestGateway();
    const http = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
    await putLimits(gateway);
    await gateway.admin("/v1/balance/topups", { body: { amount: "1000000", reference: "for the tests" } });
    return new TwilioWorld(gateway, http.url, async () => {
      await http.close(100);
      await gateway.close();
    });
  }

  close(): Promise<void> {
    return this.#close();
  }

  client(key = this.gateway.erpKey) {
    const made = twilio(ACCOUNT, key);
    made.verify.baseUrl = this.url;
    return made;
  }

  service(sid = SERVICE, key?: string) {
    return this.client(key).verify.v2.services(sid);
  }

  create(to: string, more: object = {}, sid?: string) {
    return this.service(sid).verifications.create({ to, channel: "sms", ...more });
  }

  check(to: string, code: string, sid?: string) {
    return this.service(sid).verificationChecks.create({ to, code });
  }

  async putService(sid: string, settings: object): Promise<void> {
    const reply = await this.gateway.admin(`/v1/services/${sid}`, { method: "PUT", body: settings });
    expect(reply.status, reply.text).toBe(200);
  }
}

/** A number that no other test uses, as Twilio wants it. */
export function number(lastFour?: string): string {
  return phone(lastFour).replace(/^0/, "+62");
}

/** A code that is not this one. */
export function wrong(code: string): string {
  return code === "000000" ? "111111" : "000000";
}

/** What the client throws: Twilio's body, read by its own class. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; code: number; message: string }> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(twilio.RestException);
  const { status, code, message, moreInfo } = error as InstanceType<typeof twilio.RestException>;
  expect(moreInfo).toBe(`https://www.twilio.com/docs/errors/${String(code)}`);
  return { status, code: Number(code), message };
}

/** What a verification that is gone says. */
export function gone(resource: string, sid = SERVICE): object {
  return { status: 404, code: 20404, message: `The requested resource /Services/${sid}/${resource} was not found` };
}
