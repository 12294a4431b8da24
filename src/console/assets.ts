import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Hono } from "hono";
import { GatewayError } from "../errors.ts";
import type { Frame, ConsoleEnv } from "./view.ts";
import { chartStyle } from "./chart-style.ts";
import { consoleStyle } from "./style.ts";

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

const require = createRequire(import.meta.url);
const packaged = (name: string, file: string): string =>
  readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), file), "utf8");
const own = (file: string): string => readFileSync(new URL(`assets/${file}`, import.meta.url), "utf8");

/** All that a browser is given beside pages; nothing comes from elsewhere. */
const assets = {
  "console.css": asset(STYLE, consoleStyle),
  "console.js": asset(SCRIPT, own("console.js")),
  "entry.js": asset(SCRIPT, own("entry.js")),
  "live.js": asset(SCRIPT, own("live.js")),
  "charts.js": asset(SCRIPT, own("charts.js")),
  "charts.css": asset(STYLE, packaged("uplot", "dist/uPlot.min.css") + chartStyle),
  "uplot.js": asset(SCRIPT, packaged("uplot", "dist/uPlot.iife.min.js")),
  "upload.js": asset(SCRIPT, own("upload.js")),
  "htmx.js": asset(SCRIPT, packaged("htmx.org", "dist/htmx.min.js")),
  "routes.js": asset(SCRIPT, own("routes.js")),
  "sortable.js": asset(SCRIPT, packaged("sortablejs", "Sortable.min.js")),
};

export type AssetName = keyof typeof assets;

interface Asset {
  type: string;
  text: string;
  /** In its address, so that a browser keeps it until it changes. */
  version: string;
}

function asset(type: string, text: string): Asset {
  return { type, text, version: createHash("sha256").update(text).digest("base64url").slice(0, 12) };
}

export function assetAddress(frame: Pick<Frame, "base">, name: AssetName): string {
  return `${frame.base}/assets/${name}?v=${assets[name].version}`;
}

export function assetRoutes(app: Hono<ConsoleEnv>): void {
  app.get("/assets/:name", (c) => {
    const name = c.req.param("name");
    if (!Object.hasOwn(assets, name)) throw new GatewayError("not_found", "There is no such file.");
    const { type, text } = assets[name as AssetName];
    return c.body(text, 200, { "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable" });
  });
}
