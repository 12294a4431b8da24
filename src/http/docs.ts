import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { GatewayError } from "../errors.ts";
import type { Gateway } from "../wire.ts";
import type { App } from "./endpoint.ts";
import { openApiDocument } from "./openapi.ts";
import { respond } from "./respond.ts";

const HTML = "text/html; charset=utf-8";

const folder = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const assets: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gerbang API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
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
/** Until there is a console: what an operator and a finance clerk can use today. */
const consolePage = `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Gerbang</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}code{font-size:.95em}</style>
</head>
<body>
<h1>Gerbang</h1>
<p>Gateway ini berjalan. Konsol web belum ada di versi ini; semua yang akan dapat dilakukannya sudah tersedia lewat API dan baris perintah.</p>
<p lang="en">This gateway is running. This version has no web console yet; all that it will do can be done through the API and the command line today.</p>
<ul>
<li><a href="/docs">Referensi API / API reference</a></li>
<li><code>npm run cli -- help</code></li>
<li><code>npm run cli -- doctor</code></li>
</ul>
</body>
</html>
`;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The OpenAPI document, and a reference page that is served from here alone. */
export function docsRoutes(app: App, gateway: Gateway): void {
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    c.set("route", "/openapi.json");
    document ??= JSON.stringify(openApiDocument(app, gateway.config.publicUrl));
    return respond(c, 200, "application/json; charset=utf-8", document);
  });
  app.get("/docs", (c) => {
    c.set("route", "/docs");
    return respond(c, 200, HTML, page, { "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" });
  });
  app.get("/console", (c) => {
    c.set("route", "/console");
    return respond(c, 200, HTML, consolePage, {
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
    });
  });
  app.get("/docs/:file", async (c) => {
    c.set("route", "/docs/{file}");
    const name = c.req.param("file");
    // Not a route of its own: one literal beside a pattern makes the router fall back to its slow way for all.
    if (name === "start.js") return respond(c, 200, "text/javascript; charset=utf-8", start);
    const contentType = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (contentType === undefined) throw new GatewayError("not_found", "There is nothing at this address; see /docs.");
    const bytes = await readFile(path.join(folder, name));
    return respond(c, 200, contentType, new Uint8Array(bytes));
  });
}
