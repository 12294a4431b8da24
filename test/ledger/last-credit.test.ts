import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ChargedOn } from "../../src/ledger/price.ts";
import {
  balance,
  cancel,
  expectProblem,
  expectSoundLedger,
  issue,
  leave,
  putLimits,
  putTenant,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
  await putLimits(gateway);
  // Two segments.
  const body = { body: `{{code}} ${"kode ini rahasia. ".repeat(12)}` };
  expect((await gateway.admin("/v1/templates/long/sms/id", { method: "PUT", body })).status).toBe(200);
});
afterEach(() => expectSoundLedger(gateway.database.sql));
afterAll(() => gateway.close());

/** 64 issues at once, over both replicas, of a message of two segments at 250.25 each. */
async function race(chargedOn: ChargedOn, left: number, creditLine = "0"): Promise<string[]> {
  const prices = [{ channel: "sms", amount: "250.25", cost: "199", per: "segment", charged_on: chargedOn }];
  expect((await gateway.admin("/v1/prices", { method: "PUT", body: { prices } })).status).toBe(200);
  await eventually(
    () => replica.admin("/v1/prices"),
    ({ json }) => json.prices[0].charged_on === chargedOn,
  );
  await putTenant(gateway, { credit_line: creditLine });
  await leave(gateway, left);
  const [{ version } = { version: "" }] = await gateway.database.sql<{ version: string }[]>`
    select version::text from config_version`;
  await eventually(
    async () => [gateway, replica].map((on) => String(on.gateway.settings.current.version)),
    (known) => known.every((one) => one === version),
  );
  const asked = { channel: "sms", template: "long", code: "123456" };
  const racers = Array.from({ length: 64 }, (_, n) => issue(n % 2 === 0 ? gateway : replica, asked));
  const replies = await Promise.all(racers);
  for (const reply of replies) if (reply.status !== 201) expectProblem(reply, 402, "insufficient_balance");
  return replies.flatMap(({ status, json }) => (status === 201 ? [String(json.id)] : []));
}

const settled = () =>
  eventually(
    () => balance(gateway),
    ({ held }) => held === "0",
  );

test.each<ChargedOn>(["accepted", "delivered"])(
  "on %s: of 64 issues as many as the balance pays for",
  async (chargedOn) => {
    expect(await race(chargedOn, 5 * 500.5 + 500.25)).toHaveLength(5);
    expect(await settled()).toMatchObject({ available: "500.25", total: "500.25" });
  },
);

test("on verified: as many as the balance holds for; what is verified is paid, the rest comes back", async () => {
  const otps = await race("verified", 5 * 500.5 + 500.25);
  expect(otps).toHaveLength(5);
  expect(await balance(gateway)).toMatchObject({ available: "500.25", held: "2502.5" });
  await eventually(
    () => gateway.database.sql`select 1 from messages where status = 'read' and hold_state = 'held'`,
    (read) => read.length === 5,
  );
  const [first = "", second = "", ...others] = otps;
  // Both replicas hear the right code at once: one message is paid.
  await Promise.all([gateway, replica].map((on) => verify(on, { id: first, code: "123456" })));
  await verify(replica, { id: second, code: "123456" });
  for (const id of others) await cancel(gateway, id);
  expect(await settled()).toMatchObject({ available: "2001.75", total: "2001.75" });
});

test("the credit line is used in full and not a micro further", async () => {
  expect(await race("accepted", 0, "1501.499999")).toHaveLength(2);
  expect(await settled()).toMatchObject({ available: "-1001" });
  const lowered = { brand: "Demo", credit_line: "1000.999999" };
  expectProblem(await gateway.admin("/v1/tenants/demo", { method: "PUT", body: lowered }), 409, "conflict");
  await putTenant(gateway, { credit_line: "1001" });
  expectProblem(await issue(gateway, { channel: "sms", template: "long" }), 402, "insufficient_balance");
});
