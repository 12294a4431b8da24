import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Hooked } from "../support/hooked.ts";

let hooked: Hooked;

beforeAll(async () => {
  hooked = await Hooked.start();
});
afterAll(() => hooked.close());
afterEach(() => hooked.tidy());

describe("an answer", () => {
  it("whose end cuts a letter in two is kept, and the event is not posted again", async () => {
    const receiver = await hooked.receive((_, response) => response.end(`\0${"x".repeat(1023)}😀`));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    await hooked.pass();
    expect(await hooked.deliveries("erp")).toMatchObject([
      { status: "delivered", tries: 1, answer: `${"x".repeat(1023)}\ufffd` },
    ]);
  });

  it("that the database won't have is left out, and the event is not posted again", async () => {
    const { sql } = hooked.gateway.database;
    await sql`alter table webhook_deliveries add constraint of_a_test check (answer <> 'refused')`;
    const receiver = await hooked.receive((_, response) => response.end("refused"));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    await hooked.pass();
    await sql`alter table webhook_deliveries drop constraint of_a_test`;
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "delivered", tries: 1, answer: null }]);
    expect(hooked.gateway.logged()).toContain("a webhook's answer can't be kept");
  });
});
