import type { App } from "./endpoint.ts";
import { operationId } from "./operation.ts";

const methods = ["get", "post", "put", "delete"] as const;

/** What `/openapi.json` says: every call that was registered with `app`. */
export function openApiDocument(app: App, publicUrl: string) {
  const { openAPIRegistry } = app;
  openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "apiKey", in: "header", name: "X-API-Key" });
  openAPIRegistry.registerComponent("securitySchemes", "basic", { type: "http", scheme: "basic" });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Gerbang",
      version: "1",
      description:
        "An OTP gateway: issue and verify for any ERP, over WhatsApp, SMS, voice and e-mail, paid from a prepaid " +
        "balance. Errors are RFC 9457 problem documents; `code` is stable.",
      license: { name: "MIT" },
    },
    servers: [{ url: publicUrl }],
  });
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const described = item[method];
      if (described !== undefined) described.operationId = operationId(method, path);
    }
  }
  return document;
}
