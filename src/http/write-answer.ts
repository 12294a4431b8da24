import type { Format } from "./formats.ts";

export function writeAnswer(format: Format, body: unknown, ok: boolean): { text: string; contentType: string } {
  if (format === "json") {
    const contentType = ok ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
    return { text: JSON.stringify(body), contentType };
  }
  if (format === "xml") return { text: toXml(body, ok), contentType: "application/xml; charset=utf-8" };
  return { text: toText(body, ok), contentType: "text/plain; charset=utf-8" };
}

/** One `name=value` a line, nested names joined with a dot, in the order of the JSON. */
function toText(body: unknown, ok: boolean): string {
  const lines = [`result=${ok ? "ok" : "error"}`];
  const walk = (name: string, value: unknown): void => {
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) walk(name === "" ? key : `${name}.${key}`, inner);
    } else lines.push(`${escapeLine(name)}=${escapeLine(scalar(value))}`);
  };
  walk("", body);
  return `${lines.join("\n")}\n`;
}

function scalar(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function escapeLine(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

function toXml(body: unknown, ok: boolean): string {
  const element = (name: string, value: unknown): string => {
    const tag = /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) ? name : "item";
    const attribute =
      tag === name ? "" : ` name="${escapeXml(name).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
    if (Array.isArray(value))
      return `<${tag}${attribute}>${value.map((item) => element("item", item)).join("")}</${tag}>`;
    if (value !== null && typeof value === "object") {
      const inner = Object.entries(value).map(([key, field]) => element(key, field));
      return `<${tag}${attribute}>${inner.join("")}</${tag}>`;
    }
    return `<${tag}${attribute}>${escapeXml(scalar(value))}</${tag}>`;
  };
  const fields = Object.entries((body ?? {}) as Record<string, unknown>).map(([key, field]) => element(key, field));
  const result = `<result>${ok ? "ok" : "error"}</result>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>${result}${fields.join("")}</response>\n`;
}

function escapeXml(text: string): string {
  return (
    text
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // A parser would make a space or a line feed of them.
      .replaceAll("\r", "&#13;")
  );
}
