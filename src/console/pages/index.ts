import type { Hono } from "hono";
import type { ConsoleEnv } from "../view.ts";
import { accountPages } from "./account/index.tsx";
import { secretPages } from "./account/secrets.tsx";
import { auditPages } from "./audit/index.tsx";
import { balancePages } from "./balance/index.ts";
import { enrolPages } from "./entry/enrol.tsx";
import { setupPages } from "./entry/setup.tsx";
import { signInPages } from "./entry/sign-in.tsx";
import { welcomePages } from "./entry/welcome.tsx";
import { keyPages } from "./keys/index.tsx";
import { limitPages } from "./limits/index.tsx";
import { messagePages } from "./messages/index.ts";
import { overviewPages } from "./overview/index.tsx";
import { providerPages } from "./providers/index.ts";
import { routePages } from "./routes/index.tsx";
import { sandboxPages } from "./sandbox.tsx";
import { templatePages } from "./templates/index.ts";
import { tenantPages } from "./tenants/index.tsx";
import { tryPages } from "./try/index.tsx";
import { userPages } from "./users/index.tsx";
import { webhookPages } from "./webhooks/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [
  setupPages,
  signInPages,
  enrolPages,
  welcomePages,
  overviewPages,
  messagePages,
  providerPages,
  routePages,
  templatePages,
  limitPages,
  balancePages,
  sandboxPages,
  tryPages,
  webhookPages,
  keyPages,
  tenantPages,
  userPages,
  accountPages,
  secretPages,
  auditPages,
];
