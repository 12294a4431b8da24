import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  balance,
  cancel,
  expectSoundLedger,
  holdDeliveries,
  issue,
  phone,
  putLimits,
  read,
  resend,
} from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

/**
 * Random sequences of an ERP's calls against a model of a page: status, attempts and money of every OTP. Deliveries are
 * held, so a hold lasts as long as its OTP.
 */
let gateway: TestGateway;
let replica: TestGateway;
const PRICE = 350;
const COOLDOWN_MS = 30_000;

beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
  await putLimits(gateway, { cooldown_seconds: COOLDOWN_MS / 1000 });
  await holdDeliveries(gateway, replica);
});
afterAll(() => gateway.close());

type Step =
  | { do: "issue"; who: number; ttl: number }
  | { do: "verify"; which: number; right: boolean; byNumber: boolean }
  | { do: "resend"; which: number }
  | { do: "cancel"; which: number }
  | { do: "advance"; seconds: number };

const which = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("issue" as const),
      who: fc.nat({ max: 1 }),
      ttl: fc.constantFrom(30, 60, 300),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("verify" as const),
      which,
      right: fc.boolean(),
      byNumber: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resend" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("advance" as const), seconds: fc.constantFrom(5, 31, 70, 301) }),
  },
);

interface ModelOtp {
  id: string;
  to: string;
  code: string;
  status: "pending" | "verified" | "locked" | "cancelled" | "replaced";
  attemptsLeft: number;
  expiresAt: number;
  resendAt: number;
  sends: number;
}

/** The clock runs on by itself, so what is decided within this of a boundary is not foretold. */
const NEAR_MS = 2000;

test("the gateway does what the model says, whatever an ERP calls in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const phones = [phone(), phone()];
      const otps: ModelOtp[] = [];
      const model = {
        now: () => gateway.clock.now(),
        statusOf: (otp: ModelOtp) =>
          otp.status === "pending" && model.now() >= otp.expiresAt ? "expired" : otp.status,
        /** The cool-down of a number: the newest send of an OTP that was not verified. */
        coolUntil: (to: string) =>
          Math.max(0, ...otps.filter((otp) => otp.to === to && otp.status !== "verified").map((otp) => otp.resendAt)),
      };
      const { total } = await balance(gateway);
      let turn = 0;
      for (const next of steps) {
        const on = (turn += 1) % 2 === 0 ? gateway : replica;
        const near = (at: number) => Math.abs(at - model.now()) < NEAR_MS;
        if (next.do === "advance") {
          gateway.clock.advance(next.seconds * 1000);
          continue;
        }
        if (next.do === "issue") {
          const to = phones[next.who] as string;
          const code = String(100_000 + turn);
          const cool = model.coolUntil(to);
          if (near(cool)) continue;
          const before = otps.map((otp) => model.statusOf(otp));
          const reply = await issue(on, { to, code, ttl_seconds: next.ttl });
          expect(reply.status, reply.text).toBe(cool > model.now() ? 429 : 201);
          if (reply.status !== 201) continue;
          otps.forEach((otp, n) => {
            if (otp.to === to && before[n] === "pending") otp.status = "replaced";
          });
          otps.push({
            id: String(reply.json.id),
            to,
            code,
            status: "pending",
            attemptsLeft: 5,
            expiresAt: model.now() + next.ttl * 1000,
            resendAt: model.now() + COOLDOWN_MS,
            sends: 1,
          });
          continue;
        }
        const named = otps[next.which % Math.max(1, otps.length)];
        if (named === undefined || near(named.expiresAt)) continue;
        const status = model.statusOf(named);
        if (next.do === "verify") {
          // By number it is the pending one of that number; with none pending the newest, which the model leaves alone.
          const byNumber = next.byNumber && status === "pending";
          const body = {
            ...(byNumber ? { to: named.to } : { id: named.id }),
            code: next.right ? named.code : "000000",
          };
          const reply = await on.request("/v1/otp/verify", { body });
          const valid = status === "pending" && next.right;
          if (status === "pending") {
            named.attemptsLeft -= 1;
            if (valid) named.status = "verified";
            else if (named.attemptsLeft === 0) named.status = "locked";
          }
          const reason = { pending: "wrong_code", verified: "already_used" }[model.statusOf(named) as "pending"];
          expect(reply.json, reply.text).toMatchObject({
            id: named.id,
            valid,
            status: model.statusOf(named),
            reason: valid ? null : (reason ?? model.statusOf(named)),
            attempts_left: named.attemptsLeft,
          });
        } else if (next.do === "cancel") {
          const reply = await cancel(on, named.id);
          expect(reply.status, reply.text).toBe(status === "pending" || status === "cancelled" ? 200 : 409);
          if (status === "pending") named.status = "cancelled";
        } else {
          const cool = model.coolUntil(named.to);
          if (near(cool)) continue;
          const reply = await resend(on, named.id);
          const expected = status !== "pending" ? 409 : cool > model.now() ? 429 : 200;
          expect(reply.status, reply.text).toBe(expected);
          if (expected === 200) {
            named.sends += 1;
            named.resendAt = model.now() + COOLDOWN_MS;
          }
        }
      }
      for (const otp of otps.filter(({ expiresAt }) => Math.abs(expiresAt - model.now()) >= NEAR_MS)) {
        expect(await read(gateway, otp.id)).toMatchObject({
          status: model.statusOf(otp),
          attempts_left: otp.attemptsLeft,
        });
      }
      // Nothing was sent, so nothing was spent; what is pending is held. Holds of the ended are released soon after.
      const now = await balance(gateway);
      expect(now.total).toBe(total);
      const pending = otps.filter((otp) => model.statusOf(otp) === "pending");
      const owed = pending.reduce((sum, otp) => sum + otp.sends * PRICE, 0);
      expect(Number(now.held)).toBeGreaterThanOrEqual(owed);
      await expectSoundLedger(gateway.database.sql);
    }),
    { numRuns: 40 },
  );
});

test("any amount that is left pays for as many messages as it covers", async () => {
  const priced = await startTestGateway();
  await putLimits(priced);
  await holdDeliveries(priced);
  let reference = 0;
  const prices = (amount: string) =>
    priced.admin("/v1/prices", { method: "PUT", body: { prices: [{ channel: "whatsapp", amount }] } });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 0, max: 40_000_000 }),
      async (price, left) => {
        const decimal = (micros: number) => `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
        expect((await prices(decimal(price * 3))).status).toBe(200);
        const { available } = await balance(priced);
        const micros = BigInt(Math.round(left)) - BigInt(Math.round(Number(available) * 1e6));
        const sign = micros < 0n ? "-" : "";
        const digits = (micros < 0n ? -micros : micros).toString().padStart(7, "0");
        const amount = `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        if (micros !== 0n) {
          const body = { amount, reason: "a test", reference: `a${(reference += 1)}` };
          const put = await priced.admin("/v1/balance/adjustments", { body });
          expect(put.status, put.text).toBe(201);
        }
        const affordable = Math.min(3, Math.floor(left / (price * 3)));
        for (let n = 0; n < affordable; n += 1) expect((await issue(priced, { channel: "whatsapp" })).status).toBe(201);
        if (affordable < 3) expect((await issue(priced, { channel: "whatsapp" })).status).toBe(402);
        await expectSoundLedger(priced.database.sql);
      },
    ),
    { numRuns: 20 },
  );
  await priced.close();
});
