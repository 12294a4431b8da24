import { describe, expect, test } from "vitest";
import { Keyring } from "../../src/kit/secret.ts";
import { makeTicket, pageToken, readPageToken, readTicket, wayBack, withQuery } from "../../src/otp/hosted.ts";

const keyring = new Keyring([Buffer.alloc(32, 1)]);
const otp = { tenantId: "0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f", otpId: "0199f0c2-a1b2-7c3d-8e4f-000000000001" };

describe("what is added to a return address", () => {
  test.each([
    ["https://erp.example", "https://erp.example?state=s&ticket=t"],
    ["https://erp.example/back", "https://erp.example/back?state=s&ticket=t"],
    ["https://erp.example/back?", "https://erp.example/back?state=s&ticket=t"],
    ["https://erp.example/back?a=%20b+c&a", "https://erp.example/back?a=%20b+c&a&state=s&ticket=t"],
    ["https://erp.example/back?a=1&", "https://erp.example/back?a=1&state=s&ticket=t"],
    ["https://erp.example/#/back", "https://erp.example/?state=s&ticket=t#/back"],
    ["https://erp.example/back?a=1#x?y", "https://erp.example/back?a=1&state=s&ticket=t#x?y"],
  ])("leaves %s as it is written", (address, expected) => {
    expect(withQuery(address, { state: "s", ticket: "t" })).toBe(expected);
  });

  test("is read back as it was, whatever it is", () => {
    const state = `a b&c=d#e?f/"'+%20ü€\u{1F600}`;
    expect(new URL(withQuery("https://erp.example/?q=1", { state })).searchParams.get("state")).toBe(state);
  });

  test("has no state where the ERP gave none", () => {
    const page = { returnUrl: "https://erp.example/", state: null, codeLength: 6 };
    expect(wayBack(keyring, otp.tenantId, page)({ error: "expired" })).toBe("https://erp.example/?error=expired");
  });

  test.each([
    ["https://toko.例え/x", "https://toko.xn--r8jz45g/x?ticket=t"],
    ["https://erp.example/kembali/é?q=例#ü", "https://erp.example/kembali/%C3%A9?q=%E4%BE%8B&ticket=t#%C3%BC"],
    ["https://erp.example/x\r\nSet-Cookie: a=b", "https://erp.example/xSet-Cookie:%20a=b?ticket=t"],
    ["https://erp.example/back?a=%20b+c&a", "https://erp.example/back?a=%20b+c&a&ticket=t"],
  ])("is plain ASCII in the end: %j", (returnUrl, expected) => {
    const page = { returnUrl, state: null, codeLength: 6 };
    expect(wayBack(keyring, otp.tenantId, page)({ ticket: "t" })).toBe(expected);
  });
});

describe("a page's token and a ticket", () => {
  test("name their OTP, and none is the other", () => {
    const [token, ticket] = [pageToken(keyring, otp), makeTicket(keyring, otp, 1_800_000_000_123)];
    expect(readPageToken(keyring, token)).toEqual(otp);
    expect(readTicket(keyring, ticket)).toEqual({ ...otp, at: 1_800_000_000_123 });
    expect(readPageToken(keyring, ticket)).toBeNull();
    expect(readTicket(keyring, token)).toBeNull();
  });
});
