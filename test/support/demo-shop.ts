import { eventually, type Call, type Reply, type TestGateway } from "./gateway.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Ahead of UTC. */
const JAKARTA_MS = 7 * HOUR_MS;
const CODE = "482913";
/** Sends of a shop's day in Surabaya, by the hour. */
const DAY: readonly (readonly [hour: number, sends: number])[] = [
  [3, 1],
  [8, 9],
  [10, 14],
  [13, 11],
  [16, 16],
  [19, 22],
  [22, 5],
];

/**
 * A shop that has run for some days, filled through the API as its people and its ERP would have: two ways for WhatsApp,
 * one for SMS, numbers that fail in each of the sandbox's ways, a top-up that waits for a second person, a webhook that
 * nobody answers. Its clock begins some days behind, and ends now.
 */
export async function fillDemoShop(gateway: TestGateway): Promise<void> {
  const put = (path: string, body: object, call: Call = {}) =>
    wanted(gateway.admin(path, { method: "PUT", body, ...call }));
  const key = async (role: string, name: string): Promise<string> =>
    String((await wanted(gateway.admin("/v1/keys", { body: { role, name } }))).json.key);
  const finance = await key("finance", "dewi, keuangan");
  await key("ops", "pemantauan");
  await put("/v1/tenants/demo", {
    brand: "Toko Contoh",
    topup_approval: true,
    low_threshold: "250000",
  });
  for (const [name, settings] of [
    ["waba-utama", { latency_ms: 40 }],
    ["waba-cadangan", { latency_ms: 90 }],
    ["sms-lokal", { latency_ms: 60 }],
  ] as const) {
    await put(`/v1/providers/${name}`, { kind: "sandbox", state: "on", settings });
  }
  await put("/v1/prices", { prices: prices() });
  await put("/v1/routes", {
    channels: {
      whatsapp: [
        { provider: "waba-utama", weight: 80 },
        { provider: "waba-cadangan", weight: 20 },
      ],
      sms: [{ provider: "sms-lokal" }],
      voice: [{ provider: "sandbox" }],
      email: [{ provider: "sandbox" }],
    },
    fallback: [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }],
  });
  const paid = await wanted(
    gateway.request("/v1/balance/topups", {
      key: finance,
      body: { amount: "750000", reference: "TRF-20261116", note: "Transfer bank, Toko Contoh Surabaya" },
    }),
  );
  await wanted(gateway.admin(`/v1/balance/topups/${String(paid.json.id)}/approve`, { body: {} }));

  const shop = new Traffic(gateway);
  const begin = gateway.clock.now();
  for (const [at, sends] of openingHours(begin, Date.now() - HOUR_MS)) {
    gateway.clock.advance(at - gateway.clock.now());
    await shop.serve(sends);
  }
  // Today's last hour, so that nothing looks as if it had stopped.
  gateway.clock.advance(Math.max(0, Date.now() - 120_000 - gateway.clock.now()));
  await put("/v1/webhooks/erp", { url: "http://127.0.0.1:9/erp/otp", events: ["otp.*", "balance.*"] });
  await shop.serve(18);
  gateway.clock.advance(Math.max(0, Date.now() - gateway.clock.now()));
  await wanted(
    gateway.request("/v1/balance/topups", {
      key: finance,
      body: { amount: "500000", reference: "TRF-20261122", note: "Transfer bank, Toko Contoh Surabaya" },
    }),
  );
}

/** When how many come, between two moments. */
function openingHours(from: number, until: number): [at: number, sends: number][] {
  const days = Math.ceil((until - from) / DAY_MS) + 1;
  const midnight = Math.floor((from + JAKARTA_MS) / DAY_MS) * DAY_MS - JAKARTA_MS;
  return Array.from({ length: days }, (_, day) =>
    DAY.map(([hour, sends]): [number, number] => [midnight + day * DAY_MS + hour * HOUR_MS, sends]),
  )
    .flat()
    .filter(([at]) => at > from && at < until);
}

function prices(): object[] {
  const cost = (channel: string, amount: string, bought: string, provider?: string) => ({
    channel,
    ...(provider === undefined ? {} : { provider }),
    amount,
    cost: bought,
    charged_on: "delivered",
  });
  return [
    cost("whatsapp", "356.65", "310", "waba-utama"),
    cost("whatsapp", "390", "345", "waba-cadangan"),
    cost("sms", "525", "480"),
    cost("voice", "700", "650"),
    cost("email", "50", "10"),
  ];
}

async function wanted(reply: Promise<Reply>): Promise<Reply> {
  const answer = await reply;
  if (answer.status >= 300) throw new Error(`the demo could not be filled: ${answer.text}`);
  return answer;
}

/** The shop's customers, one after the other; of most the code comes back. */
class Traffic {
  readonly #gateway: TestGateway;
  #sent = 0;

  constructor(gateway: TestGateway) {
    this.#gateway = gateway;
  }

  async serve(sends: number): Promise<void> {
    const [from, since] = [this.#sent, this.#gateway.clock.now()];
    this.#sent += sends;
    const customers = Array.from({ length: sends }, (_, n) => customer(from + n));
    await Promise.all(customers.map((one) => this.#logIn(one)));
    // Accepted by their provider, never delivered.
    const silent = customers.filter(({ to }) => to.endsWith("0004")).length;
    await eventually(
      () => this.#open(since),
      (open) => open <= silent,
      30_000,
    );
  }

  async #logIn({ to, user, purpose, forgetful }: Customer): Promise<void> {
    const body = { to, user, purpose, code: CODE, wait_ms: 5000 };
    const { json: otp } = await wanted(this.#gateway.request("/v1/otp/issue", { body }));
    const id = String(otp.id);
    const typed = forgetful ? "000000" : CODE;
    await wanted(this.#gateway.request("/v1/otp/verify", { body: { id, code: typed } }));
  }

  /** Messages of which more will be heard. */
  async #open(since: number): Promise<number> {
    const [row] = await this.#gateway.gateway.sql<{ n: number }[]>`
      select count(*)::int as n from messages
      where status in ('queued', 'sending', 'accepted', 'sent', 'delivered')
        and created_at >= to_timestamp(${since}::float8 / 1000)`;
    return row?.n ?? 0;
  }
}

interface Customer {
  to: string;
  user: string;
  purpose: string;
  forgetful: boolean;
}

/** Every so many a number that fails in one of the sandbox's ways. */
function customer(n: number): Customer {
  const endings: Record<number, string> = { 7: "0001", 13: "0002", 19: "0004", 25: "0005", 31: "0006" };
  const ending = endings[n % 34] ?? String(1000 + ((n * 37) % 9000));
  const middle = String(1000 + ((n * 7919) % 9000));
  return {
    to: `08${["12", "13", "57", "78", "96"][n % 5]}${middle}${ending}`,
    user: `pelanggan-${1000 + n}`,
    purpose: n % 6 === 0 ? "transaction" : "login",
    forgetful: n % 9 === 4 || ending.startsWith("000"),
  };
}
