import type { Hono } from "hono";
import type { ConsoleEnv } from "../view.ts";
import { accountPages } from "./account/index.tsx";
import { secretPages } from "./account/secrets.tsx";
import { auditPages } from "./audit.tsx";
import { enrolPages } from "./entry/enrol.tsx";
import { setupPages } from "./entry/setup.tsx";
import { signInPages } from "./entry/sign-in.tsx";
import { welcomePages } from "./entry/welcome.tsx";
import { userPages } from "./users/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [
  auditPages,
  setupPages,
  signInPages,
  enrolPages,
  welcomePages,
  accountPages,
  secretPages,
  userPages,
];
import { messagePages } from "./messages/index.ts";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [auditPages, messagePages];
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
import { sandboxPages } from "./sandbox.tsx";
import { tryPages } from "./try/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [auditPages, sandboxPages, tryPages];
import { providerPages } from "./providers/index.ts";
import { routePages } from "./routes/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [auditPages, providerPages, routePages];
import { overviewPages } from "./overview/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [overviewPages, auditPages];
