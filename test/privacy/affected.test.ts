import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parsePublicId } from "../../src/kit/id.ts";
import { issued, phone, putTenant } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putTenant(gateway, { central_recipients: ["+6281100002222"] });
});
afterAll(() => gateway.close());

const e164 = (to: string): string => `+62${to.slice(1)}`;

describe("whom a breach concerns", () => {
  test("is a line for each person in the span, with numbers only where that is audited", async () => {
    const [one, two] = [phone(), phone()];
    const from = new Date(gateway.clock.now() - 1000).toISOString();
    await issued(gateway, { to: one, user: "eka", wait_ms: 5000 });
    await issued(gateway, { to: two, purpose: "transaction", wait_ms: 5000 });
    await issued(gateway, { to: "central", user: "fajar", wait_ms: 5000 });
    await issued(gateway, { to: "central", user: "gita", wait_ms: 5000 });
    const until = new Date(gateway.clock.now() + 1000).toISOString();
    const path = `/v1/privacy/affected.csv?from=${from}&until=${until}`;
    const lines = async (more = "") => (await gateway.admin(path + more)).text.trimEnd().split("\r\n");
    const [header, ...masked] = await lines();
    expect(header).toBe("number,users,first_at,last_at,messages,purposes,channels,providers");
    expect(masked).toHaveLength(4);
    expect(masked.join("\n")).not.toContain(one.slice(1));
    const shown = await lines("&reveal=true");
    expect(shown.find((row) => row.includes(e164(one)))).toMatch(/eka,.*,1,login,whatsapp,sandbox$/);
    expect(shown.find((row) => row.includes(e164(two)))).toMatch(/,1,transaction,whatsapp,sandbox$/);
    const { data } = (await gateway.admin("/v1/audit?limit=1")).json;
    expect(data).toMatchObject([{ action: "affected.reveal" }]);
    const elsewhere = await gateway.admin(
      `/v1/privacy/affected.csv?from=2020-01-01T00:00:00Z&until=2020-02-01T00:00:00Z`,
    );
    expect(elsewhere.text.trimEnd().split("\r\n")).toHaveLength(1);
    expect((await gateway.admin("/v1/privacy/affected.csv")).status).toBe(400);
  });

  test("names those, too, whose OTP went with the month before", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, wait_ms: 5000 });
    await gateway.database.sql`delete from otps where id = ${parsePublicId("otp", id)}`;
    const [from, until] = [-1000, 1000].map((apart) => new Date(gateway.clock.now() + apart).toISOString());
    const { text } = await gateway.admin(`/v1/privacy/affected.csv?from=${from}&until=${until}&reveal=true`);
    expect(text.split("\r\n").find((row) => row.includes(e164(to)))).toMatch(/,1,,whatsapp,sandbox$/);
  });
});
