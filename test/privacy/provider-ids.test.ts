import { afterEach, beforeEach, expect, test } from "vitest";
import { registry } from "../../src/providers/registry.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { issued, phone, read } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

const sandbox = registry.get("sandbox") as Provider;
/** Calls a message as WhatsApp does: the number is in it, in base64. */
const wamidOf = (to: string): string => `wamid.${Buffer.from(`HBgN${to.slice(1)}FQIAERgS`).toString("base64")}`;

let gateway: TestGateway;
/** The provider answers once this is called. */
let answer: () => void;
let asked: string[];

beforeEach(async () => {
  asked = [];
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const kinds = new Map(registry).set("sandbox", {
    ...sandbox,
    async send({ to }) {
      asked.push(to);
      await answered;
      return { ok: true, providerMessageId: wamidOf(to) };
    },
  });
  gateway = await startTestGateway({ kinds });
});
afterEach(() => gateway.close());

test("an id that tells the number is shown where the number is, and nowhere else", async () => {
  answer();
  const to = phone();
  const { id, message } = await issued(gateway, { to, wait_ms: 5000 });
  const wamid = wamidOf(asked[0] ?? "");
  const { key } = (await gateway.admin("/v1/keys", { body: { role: "auditor", name: "support" } })).json;
  for (const path of [`/v1/messages/${message.id}`, "/v1/messages.ndjson", `/v1/explain?otp=${id}`]) {
    const reply = await gateway.request(path, { key });
    expect([reply.status, reply.text.includes(wamid)], path).toEqual([200, false]);
  }
  const shown = await gateway.admin(`/v1/messages/${message.id}?reveal=true`);
  expect(shown.json.attempts).toMatchObject([{ provider_message_id: wamid }]);
  expect((await gateway.admin(`/v1/messages/${message.id}`)).json.attempts).toMatchObject([
    { provider_message_id: null },
  ]);
});

test("who is erased while a provider has the message is not in the id that it answers with", async () => {
  const to = phone();
  const { id } = await issued(gateway, { to });
  await eventually(
    () => Promise.resolve(asked.length),
    (times) => times > 0,
  );
  expect((await gateway.admin("/v1/privacy/erase", { body: { to } })).json).toMatchObject({ erased: { messages: 1 } });
  answer();
  await eventually(
    () => read(gateway, id),
    ({ messages }) => messages[0]?.status === "accepted",
  );
  expect(await gateway.database.sql`select outcome, provider_message_id as called from attempts`).toEqual([
    { outcome: "accepted", called: null },
  ]);
});
