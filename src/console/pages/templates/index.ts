import type { Hono } from "hono";
import type { ConsoleEnv } from "../../view.ts";
import { templateApprovalPages } from "./approval.tsx";
import { templateEditorPages } from "./editor.tsx";
import { templateFilePages } from "./file.tsx";
import { templateKeeperPages } from "./keepers.tsx";
import { templateListPage } from "./list.tsx";
import { newTemplatePage } from "./new.tsx";
import { templateVersionPages } from "./versions.tsx";

/** What people read: what is in use, what is being written, and what providers say of it. */
export function templatePages(app: Hono<ConsoleEnv>): void {
  templateListPage(app);
  newTemplatePage(app);
  templateKeeperPages(app);
  templateFilePages(app);
  templateEditorPages(app);
  templateVersionPages(app);
  templateApprovalPages(app);
}
