import { z } from "@hono/zod-openapi";
import type { App } from "../endpoint.ts";

export const PAGE_ROUTE = "/p/{token}";
export const RESEND_ROUTE = "/p/{token}/resend";

const tag = "Hosted page";
const page = { "text/html": { schema: z.string() } };
const params = z.object({
  token: z.string().openapi({ param: { name: "token", in: "path" }, description: "As in hosted_url" }),
});
const query = z.object({ lang: z.enum(["id", "en"]).optional().describe("In place of the OTP's and the browser's") });
const nonce = z.string().optional().describe("Of the form: what is sent twice with it is done once");
const form = (fields: z.ZodObject) => ({
  body: { required: true, content: { "application/x-www-form-urlencoded": { schema: fields } } },
});
const ended = "Expired, locked, cancelled or replaced: a page that leads back to return_url with `state` and `error`";

/** The page in the OpenAPI document, for whoever runs a proxy before it: no program calls it. */
export function describeHosted(app: App): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PAGE_ROUTE,
    tags: [tag],
    security: [],
    summary: "The page that asks for the code",
    description: "For a person's browser; the token is the only secret. A GET changes nothing.",
    request: { params, query },
    responses: {
      200: { description: "The question, or that it is done", content: page },
      404: { description: "Not a page of ours", content: page },
      410: { description: ended, content: page },
    },
  });
  app.openAPIRegistry.registerPath({
    method: "post",
    path: PAGE_ROUTE,
    tags: [tag],
    security: [],
    summary: "The page's form: one check",
    request: { params, query, ...form(z.object({ code: z.string(), nonce })) },
    responses: {
      200: { description: "A wrong code: the question again", content: page },
      303: { description: "A right code: back to return_url with `state` and `ticket`" },
      400: { description: "Not a whole code; no check was spent", content: page },
      413: { description: "More than a form of this page", content: page },
      415: { description: "No form", content: page },
      410: { description: ended, content: page },
      429: { description: "Too many wrong codes in a row for this recipient", content: page },
    },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: RESEND_ROUTE,
    tags: [tag],
    summary: "For who reloads the address of a refused resend",
    request: { params, query },
    responses: { 303: { description: "To the page" }, 404: { description: "Not a page of ours", content: page } },
  });
  app.openAPIRegistry.registerPath({
    method: "post",
    path: RESEND_ROUTE,
    tags: [tag],
    security: [],
    summary: "The page's other form: the code again",
    description: "Counts and costs as every resend does.",
    request: { params, query, ...form(z.object({ nonce })) },
    responses: {
      303: { description: "Sent: back to the page" },
      410: { description: ended, content: page },
      429: { description: "Too soon, or too often", content: page },
    },
  });
}
