import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routeChannel, sampleText, type RouteQuestion } from "../../src/delivery/route.ts";
import { templateChain } from "../../src/templates/choose.ts";
import { missingValues, renderText } from "../../src/templates/render.ts";
import { tenantConfig } from "../support/tenant-config.ts";

const values = { code: "0042", ttlSeconds: 300, brand: "Demo", user: "budi", purpose: "login", params: { x: "y" } };
const tenant = tenantConfig({
  providers: { sandbox: "sandbox", vendor: "message-central" },
  routes: { sms: ["vendor", "sandbox"] },
  templates: { "otp/sms/id": { body: "{{brand}} {{code}}" } },
  prices: [
    {
      channel: "sms",
      provider: null,
      country: null,
      prefix: null,
      amount: 500n,
      cost: null,
      per: "segment",
      chargedOn: "accepted",
      validFrom: 0,
    },
  ],
});
const question: RouteQuestion = {
  channel: "sms",
  template: undefined,
  locale: undefined,
  purpose: "login",
  country: "ID",
  number: "+6281234567890",
  central: false,
  user: "",
  ttlSeconds: 300,
  lifeSeconds: 300,
  codeLength: 4,
  codeGiven: false,
  params: {},
  now: 1,
};
const chainOf = (text: string) => templateChain(tenant, { ...question, text });
const rendered = (text: string) => chainOf(text).map((variant) => renderText(variant, values, false));

describe("a text of the ERP's own", () => {
  test.each([
    ["has the code in each place", "%OTP% @x.example #%OTP%", "0042 @x.example #0042"],
    [
      "keeps what looks like a variable",
      "{{brand}}{{user}}{{params.x}} {{code}} %OTP%",
      "{{brand}}{{user}}{{params.x}} {{code}} 0042",
    ],
    ["keeps braces of any kind", "{{ code }} {{{code}}} {%OTP%}", "{{ code }} {{{code}}} {0042}"],
    ["goes out in plain characters, as every SMS", "\u201ckode\u201d %OTP%", '"kode" 0042'],
  ])("%s", (_, text, expected) => {
    expect(rendered(text)).toEqual([expected]);
  });

  test("has nothing filled in but the code, whatever it says", () => {
    const piece = fc.constantFrom("{{", "}}", "{{code}}", "brand", "user", " ", "x", "{", "params.x", "ttl_minutes");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        expect(rendered(`${text}|%OTP%`)).toEqual([`${text}|0042`]);
        expect(chainOf(text).flatMap((variant) => missingValues(variant, { user: "", params: {} }))).toEqual([]);
      }),
    );
  });

  test("takes the place of every template, is priced by its own segments, and skips who has fixed words", () => {
    const text = `${"x".repeat(160)}%OTP%`;
    const answer = routeChannel(tenant, { ...question, text }, { unavailable: () => null, random: () => 0 });
    if (!answer.ok) return expect.unreachable(answer.reason);
    const { candidates, hold, skips } = answer.route;
    expect(skips).toEqual([{ provider: "vendor", reason: "has fixed words, and the ERP gave a text" }]);
    expect(hold).toBe(1000n);
    expect(candidates.map(({ template }) => [template.key, sampleText(template, tenant, question)])).toEqual([
      ["(own text)", `${"x".repeat(160)}0000`],
    ]);
  });
});
