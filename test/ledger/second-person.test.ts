import { describe, expect, test } from "vitest";
import { mayDecide, type Decision, type Request } from "../../src/ledger/second-person.ts";

const request = (changes: Partial<Request> = {}): Request => ({
  what: "top-up",
  actor: "key_a",
  state: "requested",
  decidedBy: null,
  ...changes,
});

describe("who may decide on a request", () => {
  test.each<[string, Request, Decision, string, string]>([
    ["another key approves", request(), "approve", "key_b", "now"],
    ["another key refuses", request(), "refuse", "key_b", "now"],
    ["its own key approves", request(), "approve", "key_a", "forbidden"],
    ["its own key refuses", request(), "refuse", "key_a", "forbidden"],
    ["the same approval again", request({ state: "posted", decidedBy: "key_b" }), "approve", "key_b", "before"],
    ["the same refusal again", request({ state: "refused", decidedBy: "key_b" }), "refuse", "key_b", "before"],
    ["a third key approves too", request({ state: "posted", decidedBy: "key_b" }), "approve", "key_c", "conflict"],
    [
      "approved after it was refused",
      request({ state: "refused", decidedBy: "key_b" }),
      "approve",
      "key_b",
      "conflict",
    ],
    ["refused after it was approved", request({ state: "posted", decidedBy: "key_b" }), "refuse", "key_b", "conflict"],
    ["posted with nobody's approval", request({ state: "posted" }), "approve", "key_b", "conflict"],
  ])("%s", (_, asked, decision, by, expected) => {
    const came = (): string => {
      try {
        return mayDecide(asked, decision, by);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(came()).toBe(expected);
  });

  test("a refusal says why, and by whom it was decided", () => {
    expect(() => mayDecide(request(), "approve", "key_a")).toThrow("another person has to approve it");
    const refused = request({ state: "refused", decidedBy: "key_b" });
    expect(() => mayDecide(refused, "approve", "key_c")).toThrow("The top-up was refused by key_b already.");
  });
});
