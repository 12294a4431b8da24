import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What a page of the console says of what was just done, once the browser has got there. */
export const said = (page: Page) => expect.poll(() => page.locator("#said").textContent(), { timeout: 15_000 });
