import { describe, expect, test } from "vitest";
import type { VendorTemplate } from "../../src/providers/template-verbs.ts";
import { templateDocument } from "../../src/settings/documents.ts";
import type { TemplateApproval } from "../../src/settings/snapshot.ts";
import type { BoundTemplate } from "../../src/templates/approve.ts";
import { compareListing, type Listing } from "../../src/templates/compare-listing.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

function bound(known?: Partial<TemplateApproval>, language = "id", category = "authentication"): BoundTemplate {
  const binding = { name: "otp_login", language };
  const document = templateDocument.parse({ category, bindings: { meta: binding } });
  const word = {
    status: "approved",
    reason: null,
    source: "hook",
    at: 0,
    told: "approved",
    doubts: 0,
    heard: [],
    ...known,
  } as const;
  const approvals = new Map(known === undefined ? [] : [["meta", word]]);
  const template = { ownerId: "o", key: "otp", channel: "whatsapp", locale: "id", version: 1 } as const;
  return { template: { ...template, document, approvals }, binding };
}

function vendor(changed: Partial<VendorTemplate> = {}): VendorTemplate {
  return { name: "otp_login", title: "otp_login", language: "id", status: "approved", reason: null, ...changed };
}

const listing = (templates: VendorTemplate[], changed: Partial<Listing> = {}): Listing => ({
  templates,
  complete: true,
  at: NOW,
  periodic: true,
  ...changed,
});
const compare = (known: BoundTemplate, templates: VendorTemplate[], changed: Partial<Listing> = {}) =>
  compareListing("meta", [known], listing(templates, changed));
const changes = (...asked: Parameters<typeof compare>) =>
  compare(...asked).changed.map(({ status, reason }) => ({ status, reason }));

describe("what a list says of a bound template", () => {
  const refusedAgo = (minutes: number, doubts = 1) =>
    bound({ status: "rejected", source: "send", at: NOW - minutes * MINUTE, doubts });
  const pendingAgo = (minutes: number) => bound({ status: "pending", source: "submit", at: NOW - minutes * MINUTE });
  const other = vendor({ name: "another" });

  test.each<[name: string, asked: Parameters<typeof compare>, news: ReturnType<typeof changes>]>([
    ["approved, and nobody ever said otherwise", [bound(), [vendor()]], []],
    ["approved, as we knew", [bound({}), [vendor()]], []],
    ["paused", [bound(), [vendor({ status: "paused" })]], [{ status: "paused", reason: null }]],
    ["approved, and at risk", [bound(), [vendor({ reason: "FLAGGED" })]], [{ status: "approved", reason: "FLAGGED" }]],
    ["approved after a pause", [bound({ status: "paused" }), [vendor()]], [{ status: "approved", reason: null }]],
    ["a word that nobody knows", [bound({ status: "paused" }), [vendor({ status: null })]], []],
    [
      "its language spelt otherwise",
      [bound(undefined, "en-US"), [vendor({ language: "en_US", status: "paused" })]],
      [{ status: "paused", reason: null }],
    ],
    ["approved just after it refused to send it", [refusedAgo(10), [vendor()]], []],
    ["approved an hour after that", [refusedAgo(61), [vendor()]], [{ status: "approved", reason: null }]],
    [
      "approved just after that, and a person asks",
      [refusedAgo(10), [vendor()], { periodic: false }],
      [{ status: "approved", reason: null }],
    ],
    ["approved an hour after the second refusal", [refusedAgo(119, 2), [vendor()]], []],
    ["approved two hours after that", [refusedAgo(121, 2), [vendor()]], [{ status: "approved", reason: null }]],
    [
      "approved a day after many refusals",
      [refusedAgo(24 * 60 + 1, 40), [vendor()]],
      [{ status: "approved", reason: null }],
    ],
    [
      "paused, and a hook said why",
      [bound({ status: "paused", reason: "FIRST_PAUSE" }), [vendor({ status: "paused" })]],
      [],
    ],
    ["at risk no more", [bound({ reason: "FLAGGED" }), [vendor()]], [{ status: "approved", reason: null }]],
    ["nothing", [bound(), [other]], [{ status: "disabled", reason: "not found at the provider" }]],
    ["nothing, of one just submitted", [pendingAgo(14), [other]], []],
    [
      "nothing, of one submitted long ago",
      [pendingAgo(16), [other]],
      [{ status: "disabled", reason: "not found at the provider" }],
    ],
    [
      "nothing, of one just submitted and approved at once",
      [bound({ source: "submit", at: NOW - 2_000 }), [other]],
      [],
    ],
    [
      "nothing, of one submitted and approved long ago",
      [bound({ source: "submit", at: NOW - 16 * MINUTE }), [other]],
      [{ status: "disabled", reason: "not found at the provider" }],
    ],
    [
      "nothing, in a list of authentication templates",
      [bound(), [other], { only: "authentication" }],
      [{ status: "disabled", reason: "not found at the provider" }],
    ],
    [
      "nothing, of another category than the list",
      [bound({}, "id", "utility"), [other], { only: "authentication" }],
      [],
    ],
    ["nothing, in a list that is not complete", [bound(), [other], { complete: false }], []],
    ["nothing, in an empty list", [bound(), []], []],
    ["nothing, as before", [bound({ status: "disabled", reason: "not found at the provider" }), [other]], []],
  ])("%s", (_name, asked, news) => {
    expect(changes(...asked)).toEqual(news);
  });
});

test("what is bound nowhere can be bound by hand; what is not there is missing", () => {
  const { missing, unbound } = compare(bound(), [vendor({ language: "en" })]);
  expect(missing.map(({ binding }) => binding)).toEqual([{ name: "otp_login", language: "id" }]);
  expect(unbound).toEqual([vendor({ language: "en" })]);
});

test("of what is bound nowhere a person is shown as much as one reads", () => {
  const others = Array.from({ length: 6_000 }, (_, n) => vendor({ name: `t${n}` }));
  const { unbound } = compare(bound(undefined, "en-US"), [vendor({ language: "en_US" }), ...others]);
  expect(unbound).toEqual(others.slice(0, 200));
});

test("a list that pauses what a send found paused confirms it, so that its approval is believed at once", () => {
  const { changed, confirmed } = compare(bound({ status: "paused", source: "send", reason: "132015" }), [
    vendor({ status: "paused" }),
  ]);
  expect(changed).toEqual([]);
  expect(confirmed).toMatchObject([{ status: "paused", reason: "132015" }]);
});

test.each<[says: number | null | undefined, other: (number | null)[]]>([
  [undefined, []],
  [null, []],
  [10, [10]],
])("a text that says %s minutes, of a binding that says nothing", (expiryMinutes, other) => {
  const { otherExpiry } = compare(bound(), [vendor(expiryMinutes === undefined ? {} : { expiryMinutes })]);
  expect(otherExpiry.map((each) => each.expiryMinutes)).toEqual(other);
});
