import { describe, expect, test } from "vitest";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { TransportError, type Channel, type RenderedMessage } from "../../src/providers/provider.ts";
import { lend } from "../support/provider-io.ts";

const settings = sandbox.settings.parse({});

interface Sending {
  channel?: Channel;
  tryNumber?: number;
  latencyMs?: number;
}

/** Sends to `+62812345` and these four digits; says what came of it, what it slept and what it put into the inbox. */
async function send(digits: string, { channel = "whatsapp", tryNumber = 1, latencyMs = 0 }: Sending = {}) {
  const slept: number[] = [];
  const inbox: RenderedMessage[] = [];
  const io = lend({
    sleep: (ms) => {
      slept.push(ms);
      return ms === Infinity ? Promise.reject(new TransportError("timeout", true)) : Promise.resolve();
    },
    inbox: {
      put: (message) => {
        inbox.push(message);
        return Promise.resolve();
      },
    },
  });
  const message: RenderedMessage = {
    channel,
    to: digits.includes("@") ? digits : `+62812345${digits}`,
    code: "123456",
    text: "kode 123456",
    user: null,
    locale: "id",
    ttlSeconds: 300,
    binding: null,
    correlation: "att_x",
    tryNumber,
  };
  const outcome = await sandbox.send(message, { ...settings, latency_ms: latencyMs }, {}, io);
  return { outcome, slept, inbox };
}
const refused = (errorClass: string, scope = "recipient") => ({ ok: false, errorClass, scope });

describe("the last four digits choose", () => {
  test("0001: no WhatsApp user, on WhatsApp only", async () => {
    expect((await send("0001")).outcome).toMatchObject(refused("recipient"));
    for (const channel of ["sms", "voice", "email"] as const) {
      expect((await send("0001", { channel })).outcome.ok).toBe(true);
    }
  });

  test("0002: two passing failures, then through", async () => {
    const tries = await Promise.all([1, 2, 3].map((tryNumber) => send("0002", { tryNumber })));
    expect(tries.map(({ outcome }) => outcome.ok)).toEqual([false, false, true]);
    expect(tries[0]?.outcome).toMatchObject(refused("transient"));
    expect(tries.map(({ inbox }) => inbox.length)).toEqual([0, 0, 1]);
  });

  test("0003: no answer, so it may have been sent", async () => {
    const { outcome, slept } = await send("0003");
    expect(slept).toEqual([Infinity]);
    expect(outcome).toMatchObject({ ...refused("ambiguous", "provider"), providerCode: "timeout" });
  });

  test("0004: accepted, no report, nothing in the inbox", async () => {
    const { outcome, inbox } = await send("0004");
    expect(outcome).toEqual({ ok: true, providerMessageId: expect.stringMatching(/^sandbox-/) as string });
    expect(inbox).toEqual([]);
  });

  test("0005: throttled once, with a time to wait", async () => {
    expect((await send("0005")).outcome).toMatchObject({ ...refused("throttled"), retryAfterMs: 1000 });
    expect((await send("0005", { tryNumber: 2 })).outcome.ok).toBe(true);
  });

  test("0006: refused for credentials, for this message only", async () => {
    expect((await send("0006")).outcome).toMatchObject(refused("credentials", "recipient"));
  });

  test.each(["0000", "0007", "7890", "1000", "name@example.com"])(
    "%s: sent, delivered and read within a second",
    async (digits) => {
      const { outcome, inbox } = await send(digits);
      expect(outcome.ok && outcome.scripted?.map(({ status }) => status)).toEqual(["sent", "delivered", "read"]);
      const times = outcome.ok ? (outcome.scripted ?? []).map(({ afterMs }) => afterMs) : [];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(1000);
      expect(inbox).toMatchObject([{ code: "123456", text: "kode 123456" }]);
    },
  );
});

test("its latency is waited for before the hand-over, so that a stop or a cancel still catches the message", async () => {
  expect(sandbox.holdMs?.({ ...settings, latency_ms: 60_000 })).toBe(60_000);
  expect((await send("7890", { latencyMs: 700 })).slept).toEqual([]);
});

test("its ids are never the same twice", async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => send("7890")));
  expect(new Set(made.map(({ outcome }) => outcome.ok && outcome.providerMessageId)).size).toBe(50);
});

test.each([{ latency_ms: -1 }, { latency_ms: 600_001 }, { latency_ms: "5" }, { unknown: 1 }])("%j is refused", (bad) =>
  expect(sandbox.settings.safeParse(bad).success).toBe(false),
);
