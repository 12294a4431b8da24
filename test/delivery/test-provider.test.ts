import { expect, test } from "vitest";
import type { LinkState } from "../../src/delivery/kept-link.ts";
import { sendTest, type TestDeps } from "../../src/delivery/test-provider.ts";
import { createLog } from "../../src/kit/log.ts";
import type { RenderedMessage, SendOutcome } from "../../src/providers/provider.ts";
import type { ProviderConfig } from "../../src/settings/snapshot.ts";

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
