import type { FC } from "hono/jsx";
import { languages } from "../kit/language.ts";
import { assetAddress } from "./assets.ts";
import { navigation } from "./navigation.ts";
import type { Page } from "./show.tsx";
import { address, type Frame, type Person } from "./view.ts";
import { words } from "./words.ts";

/** No evaluation, no style of its own, nothing kept of a page that somebody left. */
const HTMX = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
});

/** A gate. */
const ICON =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#075f73"/><path d="M7 26V14a9 9 0 0 1 18 0v12M13 26V12M19 26V12" fill="none" stroke="#fff" stroke-width="2.5"/></svg>',
  );

export const Layout: FC<{ frame: Frame; page: Page; said: string | null }> = ({ frame, page, said }) => {
  const text = words[frame.language];
  const { person } = frame;
  const inside = person !== null && person.session.passed;
  return (
    <html lang={frame.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="htmx-config" content={HTMX} />
        <title>{`${page.title} – Gerbang`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={assetAddress(frame, "console.css")} />
        {page.styles?.map((name) => (
          <link rel="stylesheet" href={assetAddress(frame, name)} />
        ))}
        <script src={assetAddress(frame, "htmx.js")} defer></script>
        <script src={assetAddress(frame, "console.js")} defer></script>
        {inside ? <script src={assetAddress(frame, "live.js")} defer></script> : null}
        {page.scripts?.map((name) => (
          <script src={assetAddress(frame, name)} defer></script>
        ))}
      </head>
      <body class={inside ? "inside" : "outside"} data-copied={text.copied}>
        <a class="skip" href="#content">
          {text.skip}
        </a>
        <Head frame={frame} person={inside ? person : null} />
        {inside ? <Menu frame={frame} person={person} /> : null}
        <main id="content" tabindex={-1}>
          {inside && person.tenant.id !== person.session.tenantId ? <Acting frame={frame} person={person} /> : null}
          <div class="title">
            <h1>{page.title}</h1>
            {page.aside === undefined ? null : <div class="aside">{page.aside}</div>}
          </div>
          {said === null ? null : (
            <p class="said" role="status" id="said">
              {said}
            </p>
          )}
          {inside ? (
            <>
              <p class="note info live-off">{text.live.off}</p>
              <p class="note info live-refused">{text.live.refused}</p>
            </>
          ) : null}
          {page.content}
        </main>
      </body>
    </html>
  );
};

const Head: FC<{ frame: Frame; person: Person | null }> = ({ frame, person }) => {
  const text = words[frame.language];
  return (
    <header class="top">
      {person === null ? null : (
        <button class="plain burger" type="button" popovertarget="menu">
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2 5h16M2 10h16M2 15h16" />
          </svg>
          {text.menu}
        </button>
      )}
      <a class="mark" href={frame.base}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M7 26V14a9 9 0 0 1 18 0v12M13 26V12M19 26V12" />
        </svg>
        Gerbang
      </a>
      {person === null ? null : (
        <p class="tenant" title={person.tenant.name}>
          {person.tenant.settings.brand === "" ? person.tenant.name : person.tenant.settings.brand}
        </p>
      )}
      <form class="languages" method="post" action={address(frame, "/language")}>
        <fieldset>
          <legend class="hidden">{text.language}</legend>
          <input type="hidden" name="back" value={backTo(frame)} />
          {languages.map((language) => (
            <button
              name="language"
              value={language}
              lang={language}
              aria-pressed={language === frame.language ? "true" : "false"}
              title={words[language].name}
            >
              {language.toUpperCase()}
            </button>
          ))}
        </fieldset>
      </form>
      {person === null ? null : (
        <div class="who">
          <a href={address(frame, "/account")}>
            {person.session.userName} <span class="soft">· {text.roles[person.session.role]}</span>
          </a>
          <form method="post" action={address(frame, "/sign-out")}>
            <button class="plain">{text.signOut}</button>
          </form>
        </div>
      )}
    </header>
  );
};

/** At the side of a wide screen; on a phone it opens over the page, without a script too. */
const Menu: FC<{ frame: Frame; person: Person }> = ({ frame, person }) => {
  const text = words[frame.language];
  const groups = navigation(person.session.role);
  return (
    <nav class="menu" id="menu" popover="auto" aria-label={text.main}>
      {groups.map(({ group, pages }) => (
        <section>
          <h2>{text.groups[group]}</h2>
          <ul>
            {pages.map(({ name, path, also }) => (
              <li>
                <a href={address(frame, path)} {...(isAt(frame.path, path, also) ? { "aria-current": "page" } : {})}>
                  {text.nav[name]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
};

const Acting: FC<{ frame: Frame; person: Person }> = ({ frame, person }) => {
  const text = words[frame.language];
  return (
    <form class="acting" method="post" action={address(frame, "/tenants/leave")}>
      <p>{text.acting(person.tenant.name)}</p>
      <button class="plain">{text.actingEnd}</button>
    </form>
  );
};

function isAt(path: string, page: string, also?: string): boolean {
  return page === "" ? path === "" : path === page || path === also || path.startsWith(`${page}/`);
}

function backTo({ path, query }: Frame): string {
  const text = query.toString();
  return `${path}${text === "" ? "" : `?${text}`}`;
}
