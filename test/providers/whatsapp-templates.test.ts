import { describe, expect, it } from "vitest";
import { isSameLanguage, listedExpiry, newsStatus, titleOf } from "../../src/providers/whatsapp-templates.ts";

const body = { type: "BODY", text: "*{{1}}*" };
const footer = (minutes: unknown) => ({ type: "FOOTER", code_expiration_minutes: minutes });

describe("what a listed template says of the code's life", () => {
  it.each<[name: string, category: unknown, components: unknown, expiry: object]>([
    ["ten minutes", "AUTHENTICATION", [body, footer(10)], { expiryMinutes: 10 }],
    ["ten minutes, its category in small letters", "authentication", [body, footer(10)], { expiryMinutes: 10 }],
    ["nothing", "AUTHENTICATION", [body], { expiryMinutes: null }],
    ["a footer that tells no minutes", "AUTHENTICATION", [body, { type: "FOOTER", text: "5 menit" }], {}],
    ["more than WhatsApp takes", "AUTHENTICATION", [body, footer(91)], {}],
    ["minutes in quotes", "AUTHENTICATION", [body, footer("5")], {}],
    ["no components", "AUTHENTICATION", undefined, {}],
    ["components that are left empty", "AUTHENTICATION", [], {}],
    ["a person's words, which may name a life anywhere", "UTILITY", [body], {}],
    ["no category", undefined, [body, footer(10)], {}],
  ])("%s", (_name, category, components, expiry) => expect(listedExpiry(category, components)).toEqual(expiry));
});

it.each(["FLAGGED", "LOCKED", "LIMIT_EXCEEDED", "A_NEW_WORD", "approved", null, {}])("a hook's %j is no news", (word) =>
  expect(newsStatus(word)).toBeNull(),
);

it.each([
  ["en-US", "en_US", true],
  ["EN_us", "en-us", true],
  ["en", "en_US", false],
  ["pt_BR", "pt_PT", false],
])("%s and %s are one language: %s", (one, other, same) => expect(isSameLanguage(one, other)).toBe(same));

it("a title moves no cursor and is of a sane length", () => {
  expect(titleOf("a\u001b[2J\n\tb\u009b")).toBe("a [2J b ");
  expect(titleOf("x".repeat(600))).toHaveLength(512);
  expect(titleOf({})).toBe("");
});
