import { describe, expect, test } from "vitest";
import { attentionKinds, worstFirst, type Attention, type AttentionFacts } from "../../src/insight/attention/model.ts";
import { listOf } from "../../src/insight/attention/read.ts";
import { tellAttention } from "../../src/insight/attention/tell.ts";
import { because } from "../../src/insight/attention/tell-plan.ts";
import { planRules } from "../../src/settings/findings.ts";

const running = {
  available: "1250",
  currency: "IDR",
  threshold: "5000",
  runway_hours: 1,
  acknowledged: false,
  untold: null,
};
const figures = { sent: 60, verified: 2, settled: 60, arrived: 60, recent: 0, recentVerified: 0, threshold: 0.35 };
const reasons = [{ rule: "off", channel: "sms", provider: "acme", message: "acme is switched off" }] as const;

const facts: AttentionFacts = {
  nothing_sends: { reasons: [] },
  ledger_wrong: { problem: "entry 7 does not follow from the one before it", entry: 7 },
  balance_empty: running,
  provider_down: { because: "connection", reason: "not connected since 2026-11-22T01:02:03Z: timeout", alone_on: [] },
  provider_unusable: { provider_kind: "twilio" },
  channel_dead: { reasons: [...reasons] },
  webhook_off: { reason: "failing" },
  balance_short: { ...running, because: "low" },
  credit_short: { ...running, because: "empty", currency: null },
  template_refused: { provider: "meta", status: "rejected", reason: null },
  messages_failing: { failed: 40, percent: 40, usual_percent: 3 },
  provider_failing: { messages: 2, reason: "breaker open" },
  guard_blocked: { because: "conversion", figures, until: "2026-11-22T01:02:00.000Z" },
  guard_suspected: { because: "sequential", figures, until: null },
  no_price: { channels: ["sms", "voice"] },
  price_below_cost: { channel: "sms", provider: null, area: null, amount: "500", cost: "520.5" },
  step_broken: { rule: "lacks_channel", provider: "acme", message: "" },
  limits_open: { message: "" },
  webhook_failing: { slow: true },
  webhook_gave_up: {},
  topups_waiting: { count: 1, reversals: 2 },
  reconciliation_differs: { reconciliation: "rec_1", differences: 2, lines: 9 },
  guard_outage: { because: "not_arrived", figures, until: null },
};
const one = (kind: Attention["kind"], more: Partial<Attention> = {}): Attention =>
  ({ kind, severity: "warning", since: null, subject: "acme", link: "/", facts: facts[kind], ...more }) as Attention;

test.each(attentionKinds)("%s is told in both languages, whole sentences of its own", (kind) => {
  const { en, id } = tellAttention(one(kind));
  for (const text of [en, id]) expect(text).toMatch(/^\S.*\.$/);
  for (const text of [en, id]) expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}/);
  expect(en).not.toBe(id);
});

describe("what is told", () => {
  const told = (kind: Attention["kind"], of: object = {}) =>
    tellAttention(one(kind, { facts: { ...facts[kind], ...of } } as Partial<Attention>));

  test("a connection that is missing, in the words that explain has for it", () => {
    expect(told("provider_down")).toEqual({
      en: "acme: not connected since 2026-11-22T01:02:03Z: timeout. Messages go by other providers.",
      id: "acme tidak tersambung sejak 2026-11-22T01:02:03Z: timeout. Pesan dikirim lewat penyedia lain.",
    });
  });

  test("credit in units of the vendor's own, without a currency", () => {
    expect(told("credit_short").en).toBe("The credit at acme is used up (1,250): nothing is sent by it.");
  });

  test("nothing of nobody having heard, once somebody has seen to it", () => {
    expect(told("balance_empty", { untold: "no provider took it" }).en).toContain("Nobody could be told of it.");
    const seen = told("balance_empty", { untold: "no provider took it", acknowledged: true });
    expect(seen.en).toBe("The balance is used up (Rp1,250): no code is sent until it is topped up.");
  });

  test("top-ups and reversals, as many as there are", () => {
    expect(told("topups_waiting").en).toBe("1 top-up waits and 2 reversals wait for a second person's approval.");
    expect(told("topups_waiting", { reversals: 0 }).id).toBe("1 isi saldo menunggu persetujuan orang kedua.");
  });

  test("three reasons of a plan, and how many more there are", () => {
    const all = planRules.map((rule) => ({ rule, channel: "sms", provider: "acme" }));
    expect(because(all, "en")).toBe(
      ": there is no template for SMS; acme is listed twice for SMS; SMS has no provider; and 9 more",
    );
    expect(because([], "id", "belum ada rute")).toBe(": belum ada rute");
  });
});

test("the worst comes first; of the same what has lasted longest, and what nobody timed last", () => {
  const items = [
    one("topups_waiting", { severity: "info" }),
    one("provider_down", { subject: "untimed" }),
    one("provider_down", { subject: "young", since: 200 }),
    one("provider_down", { subject: "old", since: 100 }),
    one("ledger_wrong", { severity: "error" }),
  ];
  expect([...items].sort(worstFirst).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    "ledger_wrong acme",
    "provider_down old",
    "provider_down young",
    "provider_down untimed",
    "topups_waiting acme",
  ]);
});

test("twenty of a kind and severity are listed, all are counted", () => {
  const many = Array.from({ length: 25 }, (_, since) => one("guard_blocked", { since, subject: `+628${since}` }));
  const { items, counts } = listOf([...many, one("provider_down"), one("provider_down", { severity: "error" })]);
  expect(items).toHaveLength(22);
  expect(items[0]).toMatchObject({ kind: "provider_down", severity: "error" });
  expect(counts).toEqual({ error: 1, warning: 26, info: 0 });
});
