import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/kit/id.ts";
import { Hooked } from "../support/hooked.ts";
import { answersInTurn } from "../support/receiver.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let hooked: Hooked;
beforeAll(async () => {
  hooked = await Hooked.start();
});
afterAll(() => hooked.close());
afterEach(() => hooked.tidy());

const replayDead = (name = "erp", headers: Record<string, string> = {}) =>
  hooked.gateway.admin(`/v1/webhooks/${name}/replay/dead`, { method: "POST", headers });

/** As after ten tries in three days. */
const giveUp = () =>
  hooked.gateway.database.sql`update webhook_deliveries set status = 'dead', next_at = null where status = 'pending'`;

test("all that was given up is posted again, with the ids that it had, and nothing else is", async () => {
  const receiver = await hooked.receive(answersInTurn(500, 500, 200));
  await hooked.put("erp", receiver.url);
  await hooked.append("first");
  await hooked.append("second");
  await hooked.pass();
  await hooked.come(receiver, 2);
  await hooked.gateway.gateway.webhookPosts.idle();
  await giveUp();
  const dead = await hooked.deliveries("erp", "?status=dead");
  expect(dead).toHaveLength(2);

  expect((await replayDead()).json).toEqual({ replayed: 2, more: false });
  await hooked.pass();
  await hooked.come(receiver, 4);
  await hooked.gateway.gateway.webhookPosts.idle();
  const ids = receiver.posts.map(({ event }) => event.id);
  expect(new Set(ids.slice(2))).toEqual(new Set(ids.slice(0, 2)));
  expect(await hooked.deliveries("erp", "?status=delivered")).toHaveLength(2);
  expect((await replayDead()).json).toEqual({ replayed: 0, more: false });
});

test("one key, one effect; it is audited with how many they were", async () => {
  const receiver = await hooked.receive(answersInTurn(500));
  await hooked.put("erp", receiver.url);
  await hooked.append();
  await hooked.pass();
  await hooked.come(receiver, 1);
  await hooked.gateway.gateway.webhookPosts.idle();
  await giveUp();
  const headers = { "idempotency-key": newId() };
  expect((await replayDead("erp", headers)).json).toMatchObject({ replayed: 1 });
  const again = await replayDead("erp", headers);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  const { json } = await hooked.gateway.admin("/v1/audit?action=webhook.replay&limit=1");
  expect(json.data[0]).toMatchObject({ target: "erp", after: { status: "dead", replayed: 1, more: false } });
});

test("a webhook that is off or not there posts nothing again", async () => {
  const receiver = await hooked.receive();
  await hooked.put("erp", receiver.url, { state: "off" });
  expect(await replayDead()).toMatchObject({ status: 409, json: { code: "conflict" } });
  expect((await replayDead("nothing")).status).toBe(404);
});

test("a delivery shows what was posted", async () => {
  const receiver = await hooked.receive();
  await hooked.put("erp", receiver.url);
  await hooked.append("INV-1");
  await hooked.pass();
  await hooked.come(receiver, 1);
  await hooked.gateway.gateway.webhookPosts.idle();
  const [post] = receiver.posts;
  const path = `/v1/webhooks/erp/deliveries/${post?.event.id ?? ""}`;
  const { json } = await hooked.gateway.admin(path);
  expect(json).toMatchObject({ status: "delivered", tries: 1, answer_status: 200, event: post?.event });

  await hooked.gateway.database.sql`delete from events`;
  expect((await hooked.gateway.admin(path)).json).toMatchObject({ status: "delivered", event: null });
  expect((await hooked.gateway.admin("/v1/webhooks/erp/deliveries/evt_x")).status).toBe(404);
});

test("deliveries are read by ops, auditors and admins, and posted again by ops and admins", async () => {
  const keys = await keysOfRoles(hooked.gateway);
  const may = (path: string, method?: string) =>
    rolesThatMay(hooked.gateway, keys, path, method === undefined ? {} : { method });
  expect(await may("/v1/webhooks/erp/deliveries/evt_x")).toEqual(["ops", "auditor", "admin"]);
  expect(await may("/v1/webhooks/erp/replay/dead", "POST")).toEqual(["ops", "admin"]);
  const stranger = (await makeTenant(hooked.gateway, "another")).ops;
  const receiver = await hooked.receive();
  await hooked.put("erp", receiver.url);
  const asked = await hooked.gateway.request("/v1/webhooks/erp/replay/dead", { method: "POST", key: stranger });
  expect(asked.status).toBe(404);
});
