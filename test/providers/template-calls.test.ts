import { describe, expect, it } from "vitest";
import { readPages } from "../../src/providers/template-calls.ts";
import type { VendorTemplate } from "../../src/providers/template-verbs.ts";
import { lend } from "../support/provider-io.ts";

const template: VendorTemplate = { name: "t", title: "t", language: "id", status: "approved", reason: null };
const request = { method: "GET", url: "https://vendor.example/templates", headers: {} } as const;

/** A vendor whose every page has so many rows and names another page. */
async function readEndless(rows: number) {
  let asked = 0;
  const io = lend({ http: () => Promise.resolve({ status: 200, headers: {}, text: String((asked += 1)) }) });
  const templates = Array.from({ length: rows }, () => template);
  const listed = await readPages(io, request, () => ({ ok: true, templates, partial: false, next: request }));
  return { asked, listed: listed.ok ? { templates: listed.templates.length, complete: listed.complete } : listed };
}

describe("a list without an end is given up", () => {
  it("after as many templates as an account may have", async () => {
    expect(await readEndless(25)).toEqual({ asked: 240, listed: { templates: 6_000, complete: false } });
  });

  it("sooner where pages are larger than was asked for", async () => {
    expect(await readEndless(1_300)).toEqual({ asked: 5, listed: { templates: 6_000, complete: false } });
  });

  it("and with empty pages too", async () => {
    expect(await readEndless(0)).toEqual({ asked: 240, listed: { templates: 0, complete: false } });
  });
});
