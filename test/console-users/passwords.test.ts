import { describe, expect, test } from "vitest";
import { passwordFault } from "../../src/console-users/password-rules.ts";
import { Passwords } from "../../src/console-users/passwords.ts";
import { userName } from "../../src/console-users/user.ts";

const cheap = () => new Passwords({ ln: 4 });

describe("a hash", () => {
  test("is of this password alone, and another each time", async () => {
    const passwords = cheap();
    const [one, two] = await Promise.all([passwords.hash("a"), passwords.hash("a")]);
    expect(one).not.toBe(two);
    expect(await passwords.matches("a", one)).toBe(true);
    expect(await passwords.matches("b", one)).toBe(false);
  });

  test("matches however an accent was typed", async () => {
    const passwords = cheap();
    expect(await passwords.matches("cafe\u0301", await passwords.hash("caf\u00e9"))).toBe(true);
  });

  test("is made as memory-hard as is asked today, and older ones still match", async () => {
    const today = new Passwords();
    const before = await cheap().hash("a");
    expect(before).toMatch(/^\$scrypt\$ln=4,r=8,p=3\$/);
    expect(await today.hash("a")).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(today.isOutdated(before)).toBe(true);
    expect(cheap().isOutdated(before)).toBe(false);
    expect(await today.matches("a", before)).toBe(true);
  });

  test("of nobody is never matched", async () => {
    expect(await cheap().matches("", null)).toBe(false);
  });
});

test("one is made at a time, some wait, and the rest are told to come back", async () => {
  const passwords = cheap();
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => passwords.hash("a")));
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(13);
  expect(refused[0]).toMatchObject({ reason: { code: "overloaded", extras: { retryAfterSeconds: 5 } } });
  await expect(passwords.hash("a")).resolves.toBeDefined();
});

test.each([
  ["kuda nil di atas pohon", null],
  ["sembilan puluh sembilan", null],
  ["12345678901", "too_short"],
  ["🐎🐎🐎🐎🐎🐎", "too_short"],
  ["x".repeat(100) + "yz0 ".repeat(26), "too_long"],
  ["Siti.Rahmawati", "is_name"],
  ["Password1234", "common"],
  ["123456789012", "common"],
  ["ababababababab", "common"],
  ["with a \u0000 in it", "not_text"],
  ["with a \ud800 in it", "not_text"],
])("%j as a password: %s", (password, fault) => {
  expect(passwordFault(password, "siti.rahmawati")).toBe(fault);
});

test.each([
  ["siti", "siti"],
  ["  Ibu Siti ", "Ibu Siti"],
  ["siti@toko.example", "siti@toko.example"],
  ["ｓｉｔｉ", "siti"],
  ["s", null],
  ["siti  rahma", null],
  ["-siti", null],
  ["<b>siti", null],
  ["si\nti", null],
  ["x".repeat(65), null],
])("%j as a name: %s", (name, kept) => {
  expect(userName.safeParse(name).data ?? null).toBe(kept);
});
