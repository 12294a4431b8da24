import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  // Every form that is saved from here on leaves a plan with a price above the ceiling.
  const { json } = await gateway.admin("/v1/limits");
  const body = { ...json, ceilings: { ...(json["ceilings"] as object), per_message: "400" } };
  const { status } = await gateway.admin("/v1/limits", { method: "PUT", body });
  expect(status).toBe(200);
});
afterAll(() => gateway.close());

/** As a browser sends the form that is posted to `action`. */
function formOf(text: string, action: string): Record<string, string> {
  const start = text.indexOf(`action="/console${action}"`);
  const form = text.slice(start, text.indexOf("</form>", start));
  const fields = [...form.matchAll(/<input [^>]*>/g)].flatMap(([input]) => {
    const of = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
    const ticked = !/type="(?:checkbox|radio)"/.test(input) || / checked/.test(input);
    const name = of("name");
    return name !== undefined && ticked ? [[name, (of("value") ?? "").replaceAll("&quot;", '"')]] : [];
  });
  const chosen = [...form.matchAll(/<select [^>]*name="([^"]*)".*?<\/select>/gs)].map(([select, name = ""]) => [
    name,
    (/<option value="([^"]*)" selected/.exec(select) ?? /<option value="([^"]*)"/.exec(select))?.[1] ?? "",
  ]);
  return Object.fromEntries([...fields, ...chosen]) as Record<string, string>;
}

test.each([
  ["/limits", "/limits", {}],
  ["/limits", "/limits/preset", { preset: "normal" }],
  ["/limits/guard", "/limits/guard", {}],
  ["/tenants/settings/demo", "/tenants/settings/demo", {}],
  ["/balance/prices", "/balance/prices", { channel: "sms", amount: "510", valid_from: "" }],
  ["/providers/sandbox", "/providers/sandbox/state", { state: "on" }],
])("what %s leaves to be put right is said after it is saved (%s)", async (path, action, more) => {
  const cookie = await signIn(gateway, { language: "en" });
  const { text: page } = await visit(gateway, cookie, path);
  const { status, text } = await visit(gateway, cookie, action, { ...formOf(page, action), ...more });
  expect(status, text).toBe(200);
  expect(text).toContain("sandbox&#39;s price for sms is above the ceiling of 400 a message");
});

test("the menu marks the subject of a page that stands elsewhere", async () => {
  const { text } = await visit(gateway, await signIn(gateway, { language: "en" }), "/explain");
  expect(text).toMatch(/href="\/console\/messages" aria-current="page">Messages</);
});
