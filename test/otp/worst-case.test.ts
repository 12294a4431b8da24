import { expect, test } from "vitest";
import type { ChargedOn, Price } from "../../src/ledger/price.ts";
import { worstCase } from "../../src/otp/worst-case.ts";

const price = (amount: bigint, chargedOn: ChargedOn): Price => ({ amount, chargedOn, cost: null, segments: null });
const a = (amount: bigint) => price(amount, "accepted");
const d = (amount: bigint) => price(amount, "delivered");
const v = (amount: bigint) => price(amount, "verified");

test.each<[string, Price[][], bigint]>([
  ["nothing to send", [], 0n],
  ["nobody who can", [[]], 0n],
  ["the dearest of a channel", [[a(350n), a(400n)]], 400n],
  ["every channel that is charged on acceptance", [[a(350n)], [a(500n)]], 850n],
  ["or on delivery: both may arrive", [[d(350n)], [d(500n)]], 850n],
  ["on verified one alone", [[v(350n)], [v(500n)], [v(50n)]], 500n],
  ["on verified, where another is charged by itself", [[a(350n)], [v(500n)]], 850n],
  ["a channel is charged once, by the rule that is dearer", [[a(350n), v(400n)], [a(500n)]], 900n],
  ["by its own rule where that is dearer", [[a(400n), v(350n)], [v(10n)]], 410n],
])("%s", (_, slots, worst) => expect(worstCase(slots)).toBe(worst));
