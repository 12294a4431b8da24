import type { Hono } from "hono";
import type { ConsoleEnv } from "../view.ts";
import { auditPages } from "./audit/index.tsx";
import { keyPages } from "./keys/index.tsx";
import { limitPages } from "./limits/index.tsx";
import { tenantPages } from "./tenants/index.tsx";
import { webhookPages } from "./webhooks/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [
  limitPages,
  webhookPages,
  keyPages,
  tenantPages,
  auditPages,
];
