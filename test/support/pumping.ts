import { oldestUnread } from "../../src/events/unread.ts";
import { readPhone } from "../../src/kit/phone.ts";
import type { Gateway } from "../../src/wire.ts";

/** A simulated attack: bots ask for codes to numbers whose carrier pays them, beside people who log in. */
export interface Attack {
  name: string;
  numbers: string[];
  perSecond: number;
}

export interface AttackedGateway {
  gateway: Gateway;
  /** As the tenant's ERP. */
  post: (path: string, body: object) => Promise<{ status: number; id: string }>;
  /** Moves the clock, and the leases with it, which are renewed in real time. */
  advance: (ms: number) => Promise<void>;
}

export interface AttackFigures {
  /** Codes that bots asked for, and that were sent. */
  asked: number;
  sent: number;
  /** What the tenant paid for them, in whole units of its currency. */
  lost: number;
  honestAsked: number;
  honestRefused: number;
  honestVerified: number;
  /** Seconds from the attack's first code to the first refused one; null: none was. */
  stoppedAfter: number | null;
}

/** The same numbers at each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const digits = (random: () => number, count: number): string =>
  String(Math.floor(random() * 10 ** count)).padStart(count, "0");

/** Numbers of one prefix that follow each other, a hundred a second. They begin after those that the sandbox plays tricks with. */
export function sequentialBurst(count: number): Attack {
  const numbers = Array.from({ length: count }, (_, i) => `+62831${String(40_000_100 + i)}`);
  return { name: "burst of sequential numbers", numbers, perSecond: 100 };
}

/** Numbers of one prefix without any order, one a second. */
export function slowDrip(count: number, random: () => number): Attack {
  const numbers = Array.from({ length: count }, () => `+62838${digits(random, 8)}`);
  return { name: "slow drip of random numbers", numbers, perSecond: 1 };
}

/** Numbers of every mobile prefix of another country, twenty a second. */
export function spreadOverCountry(count: number, random: () => number): Attack {
  const numbers: string[] = [];
  while (numbers.length < count) {
    const number = `+3712${digits(random, 7)}`;
    if (readPhone(number, "ID").ok) numbers.push(number);
  }
  return { name: "spread over a country's prefixes", numbers, perSecond: 20 };
}

/** Prefixes of the tenant's people, with the share of them who type their code. */
const home: readonly [prefix: string, types: number][] = [
  ["+62811", 0.9],
  ["+62812", 0.85],
  ["+62813", 0.8],
  ["+62821", 0.75],
  ["+62852", 0.7],
];

const CODE = "135790";

/** People who log in, and type their code after 8 to 60 seconds, or never. */
export class People {
  readonly #pool: { number: string; types: number }[];
  readonly #random: () => number;
  readonly #typing: { at: number; id: string }[] = [];
  asked = 0;
  refused = 0;
  verified = 0;

  constructor(random: () => number, count: number) {
    this.#random = random;
    this.#pool = Array.from({ length: count }, (_, i) => {
      const [prefix, types] = home[i % home.length] ?? ["+62812", 0.85];
      return { number: `${prefix}${digits(random, 8)}`, types };
    });
  }

  async logIn({ gateway, post }: AttackedGateway, count: number): Promise<void> {
    const now = gateway.clock.now();
    const people = Array.from({ length: count }, () => this.#pool[Math.floor(this.#random() * this.#pool.length)]);
    await Promise.all(
      people.map(async (person) => {
        if (person === undefined) return;
        const types = this.#random() < person.types;
        const after = 8000 + this.#random() * 52_000;
        const reply = await post("/v1/otp/issue", issueOf(person.number));
        this.asked += 1;
        if (reply.status !== 201) this.refused += 1;
        else if (types) this.#typing.push({ at: now + after, id: reply.id });
      }),
    );
  }

  /** Those whose time has come. */
  async type({ gateway, post }: AttackedGateway): Promise<void> {
    const now = gateway.clock.now();
    const ready = this.#typing.filter(({ at }) => at <= now);
    this.#typing.splice(0, Infinity, ...this.#typing.filter(({ at }) => at > now));
    const replies = await Promise.all(ready.map(({ id }) => post("/v1/otp/verify", { id, code: CODE })));
    this.verified += replies.filter(({ status }) => status === 200).length;
  }
}

function issueOf(to: string): object {
  return { to, channel: "sms", code: CODE, wait_ms: 5000 };
}

/** Runs for so many seconds of the clock. The guard looks after each step, as it would every other second. */
export async function run(
  world: AttackedGateway,
  people: People,
  perSecond: number,
  seconds: number,
  stepSeconds: number,
  beside: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let owed = 0;
  for (let passed = 0; passed < seconds; passed += stepSeconds) {
    owed += perSecond * stepSeconds;
    const now = Math.floor(owed);
    owed -= now;
    await Promise.all([people.logIn(world, now), people.type(world), beside()]);
    await look(world);
    await world.advance(stepSeconds * 1000);
  }
}

/** When all that happened so far is counted: of what is not yet, the guard would wait. */
export async function look({ gateway }: AttackedGateway): Promise<void> {
  const tenants = [...gateway.settings.current.tenants.keys()];
  do {
    await Promise.all(gateway.followers.map((follower) => follower.run()));
  } while ((await oldestUnread(gateway.sql, "guard", tenants)).size > 0);
  await gateway.guard.run();
}

/** A tenant whose people have logged in since yesterday is attacked, while they go on. */
export async function attack(
  world: AttackedGateway,
  tenantId: string,
  bots: Attack,
  random: () => number,
): Promise<AttackFigures> {
  const people = new People(random, 2000);
  // Its prefixes are a day old.
  await run(world, people, 1, 60, 10);
  await world.advance(25 * 3_600_000);
  await run(world, people, 1, 300, 10);

  const began = world.gateway.clock.now();
  // A hundred codes a step, so that a slow attack takes no longer than a fast one.
  const step = Math.min(30, Math.ceil(100 / bots.perSecond));
  const left = [...bots.numbers];
  let sent = 0;
  let stoppedAt: number | null = null;
  await run(world, people, bots.perSecond >= 10 ? 2 : 0.5, bots.numbers.length / bots.perSecond, step, async () => {
    const wave = left.splice(0, bots.perSecond * step);
    const at = world.gateway.clock.now();
    const replies = await Promise.all(wave.map((to) => world.post("/v1/otp/issue", issueOf(to))));
    const taken = replies.filter(({ status }) => status === 201).length;
    sent += taken;
    if (taken < wave.length) stoppedAt ??= at;
  });
  const prefixes = [...new Set(bots.numbers.map((number) => number.slice(0, 6)))];
  const [paid] = await world.gateway.sql<{ lost: string }[]>`
    select coalesce(sum(charged), 0)::text as lost from messages
    where tenant_id = ${tenantId} and prefix = any(${prefixes})`;
  return {
    asked: bots.numbers.length,
    sent,
    lost: Number(BigInt(paid?.lost ?? "0") / 1_000_000n),
    honestAsked: people.asked,
    honestRefused: people.refused,
    honestVerified: people.verified,
    stoppedAfter: stoppedAt === null ? null : Math.round((stoppedAt - began) / 1000),
  };
}
