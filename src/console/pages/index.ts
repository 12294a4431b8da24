import type { Hono } from "hono";
import type { ConsoleEnv } from "../view.ts";
import { auditPages } from "./audit.tsx";
import { overviewPages } from "./overview/index.tsx";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [overviewPages, auditPages];
