import { describe, expect, test } from "vitest";
import { Keyring } from "../../src/kit/secret.ts";
import { resolveRecipients, type RecipientQuestion } from "../../src/otp/recipient.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";

const keyring = new Keyring([Buffer.alloc(32, 7)]);
const tenant = { id: "t", limits: { countries: ["ID"] } } as unknown as TenantConfig;

function resolve(question: Partial<RecipientQuestion>) {
  const asked = { to: undefined, user: "ghost", email: false, decoy: true, ...question };
  return resolveRecipients(tenant, asked, "ID", keyring);
}

describe("a decoy without `to`", () => {
  test("has a mobile number, the same for the same user", () => {
    const first = resolve({});
    expect(first.recipients[0]).toMatch(/^\+628\d{10}$/);
    expect(resolve({})).toEqual(first);
    expect(resolve({ user: "another" }).recipients).not.toEqual(first.recipients);
  });

  test("has an address where only e-mail was asked for", () => {
    const first = resolve({ email: true });
    expect(first.recipients[0]).toMatch(/^[a-z][0-9a-f]{8}@(gmail|yahoo|outlook)\.(com|co\.id)$/);
    expect(resolve({ email: true })).toEqual(first);
    expect(resolve({ email: true, user: "another" }).recipients).not.toEqual(first.recipients);
    // It is one that `to` could have named.
    expect(resolve({ email: true, to: first.recipients[0] }).recipients).toEqual(first.recipients);
  });
});
