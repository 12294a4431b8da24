import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VendorServer, type VendorRequest } from "../conformance/vendor-server.ts";
import { twilio, waha, type Arrival, type Carried } from "../support/carriers.ts";
import { World, type MessageStory } from "./world.ts";

/** Each phone with the codes that it was sent, whoever sent them. */
const reached = new Map<string, string[]>();

function reach({ to, code }: Arrival): void {
  reached.set(to, [...(reached.get(to) ?? []), code]);
}

function carrying(carrier: (request: VendorRequest) => Carried): VendorServer {
  return new VendorServer((request) => {
    const { answer, arrival } = carrier(request);
    if (arrival !== null) reach(arrival);
    return answer;
  });
}

describe("an operator's bad day", { timeout: 60_000 }, () => {
  let world: World;
  const whatsapp = carrying(waha);
  const sms = carrying(twilio);

  beforeAll(async () => {
    [world] = await Promise.all([World.start(), whatsapp.listen(), sms.listen()]);
    await world.put("/v1/providers/carrier", {
      kind: "twilio",
      settings: { base_url: sms.url, account_sid: `AC${"0".repeat(32)}`, from: "Toko" },
      secrets: { auth_token: "token" },
    });
    await world.put("/v1/providers/own", {
      kind: "waha",
      settings: { base_url: whatsapp.url, ambiguous_wait_seconds: 0 },
      secrets: { api_key: "key" },
    });
    // Time enough on a busy machine: what is in doubt may be sent by both.
    await world.routeToMeta({ meta: { timeout_ms: 5000 } });
    await route("meta");
  });
  afterAll(async () => {
    await Promise.all([world.close(), whatsapp.close(), sms.close()]);
  });

  /** WhatsApp by this one alone, then SMS. */
  const route = (provider: string) =>
    world.put("/v1/routes", {
      channels: { whatsapp: [{ provider }], sms: [{ provider: "carrier" }] },
      fallback: [{ channel: "whatsapp", after_seconds: 120 }, { channel: "sms" }],
    });

  test("WhatsApp moves to another provider, which then dies, while people log in: nobody notices", async () => {
    const otps = new Map<string, string>();
    let going = true;
    const erp = async (): Promise<void> => {
      while (going) {
        const to = world.number();
        otps.set(to, await world.issue(to, { code: String(100_000 + otps.size) }));
      }
    };
    const enough = async (n: number): Promise<void> => {
      const until = otps.size + n;
      while (otps.size < until) await new Promise((resolve) => setImmediate(resolve));
    };
    const erps = [1, 2, 3, 4].map(erp);
    await enough(60);
    await route("own");
    await enough(60);
    whatsapp.goAway();
    await enough(60);
    going = false;
    await Promise.all(erps);

    const stories = await Promise.all([...otps.values()].map((id) => world.until(id, isOver, 30_000)));
    for (const message of world.meta.accepted) reach(message);
    const carriers = stories.map((messages) => messages.filter(wasTaken).map(({ provider }) => provider));
    expect(carriers.filter((taken) => taken.length !== 1)).toEqual([]);
    expect(new Set(carriers.flat())).toEqual(new Set(["meta", "own", "carrier"]));
    // Lost: 0. Sent twice: 0.
    expect([...otps.keys()].filter((to) => reached.get(to)?.length !== 1)).toEqual([]);
    // Wrongly charged: 0. What was taken is paid for once, what was given up costs nothing.
    const expected = (message: MessageStory) => (wasTaken(message) ? "captured" : "released");
    expect(stories.flat().filter((message) => message.hold_state !== expected(message))).toEqual([]);
    await world.expectLedgerRight();
  });
});

function isOver(messages: MessageStory[]): boolean {
  return messages.some(wasTaken) && messages.every(({ leased }) => !leased);
}

function wasTaken({ attempts }: MessageStory): boolean {
  return attempts.some(({ outcome }) => outcome === "accepted");
}
