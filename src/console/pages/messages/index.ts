import type { Hono } from "hono";
import { address, type ConsoleEnv } from "../../view.ts";
import { cancel, resend } from "./act.ts";
import { explainPage } from "./explain.tsx";
import { exportFile, exportPage } from "./export.tsx";
import { logPage } from "./log.tsx";
import { messagePage } from "./message.tsx";

/** The delivery log, one message, what happened to somebody, and files of it. */
export function messagePages(app: Hono<ConsoleEnv>): void {
  app.get("/messages", logPage);
  app.get("/messages/export", exportPage);
  app.get("/messages/file", exportFile);
  app.get("/explain", explainPage);
  app.get("/messages/:id", (c) => messagePage(c));
  app.post("/messages/:id/resend", resend);
  app.post("/messages/:id/cancel", cancel);
  // Whoever loads a page anew that told why a form was refused.
  app.get("/messages/:id/:act{resend|cancel}", (c) =>
    c.redirect(address(c.var.view, `/messages/${c.req.param("id")}`), 303),
  );
}
