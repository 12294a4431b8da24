import { expect, test } from "vitest";
import type { LinkState } from "../../src/delivery/kept-link.ts";
import { sendTest, testMessage, type TestDeps } from "../../src/delivery/test-provider.ts";
import { createLog } from "../../src/kit/log.ts";
import { Keyring } from "../../src/kit/secret.ts";
import type { RenderedMessage, SendOutcome } from "../../src/providers/provider.ts";
import type { ProviderConfig } from "../../src/settings/snapshot.ts";
import { tenantConfig } from "../support/tenant-config.ts";

const over = (providerMessageId: string): Promise<SendOutcome> => Promise.resolve({ ok: true, providerMessageId });
const adapter = { timeoutMs: () => 5000, open: () => expect.unreachable(), send: () => over("its own") };
const provider = { name: "smsc", kind: "smpp", adapter, settings: {}, secrets: {} } as unknown as ProviderConfig;

test.each([
  ["connected", "the kept one"],
  ["connecting", "the kept one"],
  ["down", "its own"],
  [null, "its own"],
] as const)("a test beside a connection that is %s goes over %s", async (state, connection) => {
  const kept: LinkState | null = state === null ? null : { state, since: 0, failure: null };
  const deps = {
    config: { allowPrivateTargets: [] },
    inboxes: { of: () => ({}) },
    log: createLog("silent"),
    delivery: { links: { stateOf: () => kept, send: () => over("the kept one") } },
  } as unknown as TestDeps;
  expect(await sendTest(deps, provider, {} as RenderedMessage)).toEqual({ ok: true, providerMessageId: connection });
});

test("a test of a text that names the user and a param has no hole in it", () => {
  const body = "{{brand}} {{user}}: {{code}} {{params.shop}}";
  const tenant = tenantConfig({ templates: { "otp/sms/id": { body } } });
  const sandbox = tenant.providers.get("sandbox");
  if (sandbox === undefined) return expect.unreachable();
  const deps = { defaultCountry: "ID", keyring: new Keyring([Buffer.alloc(32)]) };
  expect(testMessage(deps, { tenant }, sandbox, "081234567890", "sms")).toMatchObject({
    text: "Demo demo: 123456 shop",
    user: null,
    ttlSeconds: 300,
  });
});
