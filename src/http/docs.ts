import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Context } from "hono";
import { GatewayError } from "../errors.ts";
import { languages, type Language } from "../kit/language.ts";
import type { Gateway } from "../wire.ts";
import { preferredLanguage } from "./accept-language.ts";
import { DOCS_POLICY, docsPage } from "./docs/page.ts";
import type { App, Env } from "./endpoint.ts";
import { openApiDocument } from "./openapi.ts";
import { respond } from "./respond.ts";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

const folder = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const assets: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": SCRIPT,
};

const referencePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gerbang API</title>
<link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const start = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#reference", deepLinking: true, persistAuthorization: false });\n`;
/** A gate. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#075f73"/><path d="M7 26V14a9 9 0 0 1 18 0v12M13 26V12M19 26V12" fill="none" stroke="#fff" stroke-width="2.5"/></svg>\n`;
/** Swagger UI writes styles into its elements. */
const referencePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The OpenAPI document, the page for developers and a reference; all of it is served from here alone. */
export function docsRoutes(app: App, gateway: Gateway): void {
  const { publicUrl } = gateway.config;
  const written = new WrittenPages(publicUrl.replace(/\/+$/, ""));
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    c.set("route", "/openapi.json");
    document ??= JSON.stringify(openApiDocument(app, publicUrl));
    return respond(c, 200, "application/json; charset=utf-8", document);
  });
  app.get("/docs", async (c) => {
    c.set("route", "/docs");
    const asked = languages.find((language) => language === c.req.query("lang"));
    const page = await written.in(asked ?? preferredLanguage(c.req.header("accept-language")) ?? "id");
    return respond(c, 200, HTML, page, {
      "Content-Security-Policy": DOCS_POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      Vary: "Accept-Language",
    });
  });
  app.get("/docs/:file", (c) => {
    c.set("route", "/docs/{file}");
    return file(c, c.req.param("file"));
  });
}

/** Each made at its first reading: nothing of it changes while the gateway runs. */
class WrittenPages {
  readonly #pages = new Map<Language, Promise<string>>();
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  in(language: Language): Promise<string> {
    const page = this.#pages.get(language) ?? docsPage({ base: this.#base }, language);
    this.#pages.set(language, page);
    return page;
  }
}

/** Not routes of their own: one literal beside a pattern makes the router fall back to its slow way for all. */
async function file(c: Context<Env>, name: string): Promise<Response> {
  switch (name) {
    case "reference":
      return respond(c, 200, HTML, referencePage, {
        "Content-Security-Policy": referencePolicy,
        "X-Content-Type-Options": "nosniff",
      });
    case "start.js":
      return respond(c, 200, SCRIPT, start);
    case "try-it.js":
      return respond(c, 200, SCRIPT, await readFile(new URL("docs/try-it.js", import.meta.url), "utf8"));
    case "icon.svg":
      return respond(c, 200, "image/svg+xml; charset=utf-8", icon);
    default: {
      const contentType = Object.hasOwn(assets, name) ? assets[name] : undefined;
      if (contentType === undefined)
        throw new GatewayError("not_found", "There is nothing at this address; see /docs.");
      return respond(c, 200, contentType, new Uint8Array(await readFile(path.join(folder, name))));
    }
  }
}
