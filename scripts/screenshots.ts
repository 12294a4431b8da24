import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { languages } from "../src/kit/language.ts";
import { startBrowser, startListeningGateway } from "../test/support/browser.ts";
import { linkedPages } from "../test/support/console-pages.ts";
import { openPage, signIn, sizes } from "../test/support/console.ts";
import { fillDemoShop } from "../test/support/demo-shop.ts";
import { TestClock } from "../test/support/gateway.ts";

/**
 * `npm run screenshots -- FOLDER [LANGUAGE] [PAGE …]`: the console's pages of a shop that has run for a week, at a desktop's
 * and a phone's size, light and dark. The clock is the shop's own: nobody waits a week.
 */
const [folder = "docs/screenshots", asked = "id", ...only] = process.argv.slice(2);
const language = languages.find((known) => known === asked);
if (language === undefined) throw new Error(`the language is one of ${languages.join(", ")}, not ${asked}`);
const WEEK_MS = 7 * 86_400_000;
/** For what a script draws once the page is there. */
const SETTLED_MS = 700;

await mkdir(folder, { recursive: true });
const dataDir = await mkdtemp(path.join(tmpdir(), "gerbang-screenshots-"));
const server = await startEmbedded({ dataDir });
try {
  await migrate(server.connection);
  const sql = connect(server.connection, { max: 1 });
  const database = { connection: server.connection, sql, drop: () => sql.end({ timeout: 1 }) };
  const gateway = await startListeningGateway({ database, clock: new TestClock(-WEEK_MS) });
  try {
    await fillDemoShop(gateway);
    const browser = await startBrowser();
    try {
      for (const { name, path: address, page: isPage } of await linkedPages(gateway, await signIn(gateway))) {
        if (!isPage || (only.length > 0 && !only.includes(name))) continue;
        for (const [size, viewport] of Object.entries(sizes)) {
          for (const colorScheme of ["light", "dark"] as const) {
            const look = { language, viewport, colorScheme };
            const { page } = await openPage(gateway, browser, address, look);
            await page.waitForTimeout(SETTLED_MS);
            await page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`) });
            await page.context().close();
          }
        }
        process.stdout.write(`${name}\n`);
      }
    } finally {
      await browser.close();
    }
  } finally {
    await gateway.close();
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
