import type { Hono } from "hono";
import type { ConsoleEnv } from "../view.ts";
import { auditPages } from "./audit.tsx";
import { templatePages } from "./templates/index.ts";

/** Every page, with its forms. */
export const pages: readonly ((app: Hono<ConsoleEnv>) => void)[] = [auditPages, templatePages];
