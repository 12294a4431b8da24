import { expect, test } from "vitest";
import { newId, parsePublicId, publicId, timeOfId } from "../../src/kit/id.ts";

test("an id goes out with its prefix and comes back", () => {
  for (let i = 0; i < 100; i += 1) {
    const id = newId();
    const shown = publicId("otp", id);
    expect(shown).toMatch(/^otp_[0-9a-f]{32}$/);
    expect(parsePublicId("otp", shown)).toBe(id);
    expect(parsePublicId("msg", shown)).toBeNull();
  }
});

test("ids are of version 7, unique, and in the order in which they are made", () => {
  const ids = Array.from({ length: 5000 }, () => newId());
  expect(new Set(ids).size).toBe(5000);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("an id that is made for a moment carries it, and those of one moment keep their order", () => {
  const at = Date.UTC(2031, 4, 1);
  const ids = Array.from({ length: 500 }, () => newId(at));
  expect(ids.map(timeOfId)).toEqual(ids.map(() => at));
  expect([...ids].sort()).toEqual(ids);
  expect(timeOfId(newId(at - 3_600_000))).toBe(at - 3_600_000);
});

const bare = "0199f0c2a1b27c3d8e4f5a6b7c8d9e0f";
test.each([
  "",
  "otp_",
  `otp_${bare.slice(1)}`,
  `otp_${bare}0`,
  `OTP_${bare}`,
  `otp_${bare.toUpperCase()}`,
  `otp-${bare}`,
  bare,
  `otp_otp_${bare.slice(4)}`,
  `otp_${bare}\n`,
  ` otp_${bare}`,
  "otp_0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f",
  "otp_%00",
  "otp_' or 1=1 --",
])("%j is no id of ours", (id) => expect(parsePublicId("otp", id)).toBeNull());
