import { expect, test } from "vitest";
import { issueInputOf } from "../../../src/http/facades/twilio/issue-input.ts";
import { createBody } from "../../../src/http/facades/twilio/parameters.ts";
import { defaultService } from "../../../src/settings/service-document.ts";
import { cleanValue } from "../../../src/templates/values.ts";
import { SERVICE } from "../../support/twilio.ts";

const asked = { To: "+6281234567890", Channel: "sms" };

function brandOf(name: string): string | undefined {
  const body = createBody.parse({ ...asked, CustomFriendlyName: name });
  return issueInputOf(body, body.To, SERVICE, { ...defaultService, brand: "Toko" }).via?.brand;
}

test.each([
  ["Toko Kita", "Toko Kita"],
  ["Bank_BCA 24/7", "Bank_BCA 24/7"],
  ["evil.com", "evil com"],
  ["evil*.*com", "evil com"],
  ["e_v_il_._com", "e_v_il com"],
  ["evil<.>com", "evil . com"],
  ["482913", "Toko"],
  ["Kode482913", "Kode"],
  ["Kode: 4*8*2*9", "Kode:"],
  ["99* 99* 99", "Toko"],
  ["99 ______ 99 Toko", "Toko"],
  ["\u2463\u2467\u2461\u2468", "Toko"],
  ["12\u0e5034", "Toko"],
])("a friendly name %j is the brand %j, and no channel makes a link of it", (given, brand) => {
  expect(brandOf(given)).toBe(brand);
  for (const channel of ["sms", "whatsapp", "voice", "email"] as const) {
    expect(cleanValue("brand", brand, channel)).not.toMatch(/\.\p{L}|\d{4}/u);
  }
});

test.each(["constructor", "__proto__", "toString"])("a TemplateSid that is %s is no template", (sid) => {
  const known = { ...defaultService, templates: { [`HJ${"1".repeat(32)}`]: "otp" } };
  const choices = JSON.stringify([{ sid }]);
  for (const service of [defaultService, known]) {
    for (const body of [
      createBody.parse({ ...asked, TemplateSid: sid }),
      createBody.parse({ ...asked, Templates: choices }),
    ]) {
      expect(() => issueInputOf(body, body.To, SERVICE, service)).toThrow("Template was not found");
    }
  }
});
