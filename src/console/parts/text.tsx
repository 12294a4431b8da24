import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { localAmount, parseAmount, placesOf } from "../../kit/money.ts";
import type { Language } from "../../kit/language.ts";
import { here, type Frame, type View } from "../view.ts";
import type { Topic } from "../live-marks.ts";
import { words } from "../words.ts";

export type Tone = "good" | "warn" | "bad" | "info" | "plain";

export const Badge: FC<PropsWithChildren<{ tone?: Tone; title?: string }>> = ({ tone = "plain", title, children }) => (
  <span class={tone === "plain" ? "badge" : `badge ${tone}`} {...(title === undefined ? {} : { title })}>
    {children}
  </span>
);

/** `Rp 1.234.500` for an Indonesian, `IDR 1,234,500` in English; the decimal text it came as, digit by digit. */
export function money(amount: string, currency: string | null, language: Language): string {
  const micros = parseAmount(amount);
  const digits = micros === null ? amount : localAmount(micros < 0n ? -micros : micros, language, placesOf(micros));
  const unit = currency === "IDR" && language === "id" ? "Rp" : (currency ?? "");
  const minus = micros !== null && micros < 0n ? "−" : "";
  return minus + (unit === "" ? digits : `${unit}\u00a0${digits}`);
}

const tags: Record<Language, string> = { id: "id-ID", en: "en-GB" };
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one is slow, and a page of the log has two hundred times. */
function formatOf(language: Language, timeZone: string, seconds: boolean): Intl.DateTimeFormat {
  const name = `${language} ${timeZone} ${seconds}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(tags[language], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
    timeZone,
  });
  formats.set(name, made);
  return made;
}

/** A moment as the tenant's clock shows it; the exact one, in UTC, when pointed at. */
export const Time: FC<{ view: Pick<View, "language" | "timeZone">; at: string | null; seconds?: boolean }> = ({
  view,
  at,
  seconds = false,
}) => {
  if (at === null) return <>{words[view.language].none}</>;
  return (
    <time datetime={at} title={at} class="nowrap">
      {formatOf(view.language, view.timeZone, seconds).format(new Date(at))}
    </time>
  );
};

export function count(number: number, language: Language): string {
  return number.toLocaleString(tags[language]);
}

/** 0.9876 → `98,8 %`; null: nothing to divide by. */
export function percent(share: number | null, language: Language): string {
  if (share === null) return words[language].none;
  return `${(share * 100).toLocaleString(tags[language], { maximumFractionDigits: 1 })}\u00a0%`;
}

/** Text with a button that copies it; without a script, text to be selected. */
export const Copyable: FC<{ frame: Frame; id: string; text: string; block?: boolean; what?: string }> = ({
  frame,
  id,
  text,
  block = false,
  what,
}) => {
  const said = words[frame.language];
  const label = what === undefined ? {} : { "aria-label": said.copyOf(what) };
  return (
    <div class="copyable">
      {block ? <pre id={id}>{text}</pre> : <code id={id}>{text}</code>}
      <button type="button" class="plain tight" data-copy={id} data-scripted hidden {...label}>
        {said.copy}
      </button>
    </div>
  );
};

export const Facts: FC<{ rows: readonly (readonly [string, Child])[] }> = ({ rows }) => (
  <dl class="facts">
    {rows.map(([name, value]) => (
      <>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </>
    ))}
  </dl>
);

export const Figure: FC<{ name: string; value: Child; beside?: Child }> = ({ name, value, beside }) => (
  <dl class="figure">
    <dt>{name}</dt>
    <dd>{value}</dd>
    {beside === undefined ? null : <dd class="small">{beside}</dd>}
  </dl>
);

/** Pages of one subject. `path`: under the base. */
export const Tabs: FC<{ frame: Frame; label: string; tabs: readonly { path: string; name: string }[] }> = ({
  frame,
  label,
  tabs,
}) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ path, name }) => (
      <a href={`${frame.base}${path}`} {...(frame.path === path ? { "aria-current": "page" } : {})}>
        {name}
      </a>
    ))}
  </nav>
);

/**
 * A part of the page that fetches itself anew when one of its topics moved: the same page is asked for, and this part
 * is taken out of it. Without a script it is as the page was.
 */
export const Live: FC<PropsWithChildren<{ frame: Frame; id: string; topics: readonly Topic[] }>> = ({
  frame,
  id,
  topics,
  children,
}) => (
  <div
    id={id}
    data-live={topics.join(" ")}
    hx-get={here(frame)}
    hx-trigger={topics.map((topic) => `live:${topic} from:body`).join(", ")}
    hx-select={`#${id}`}
    hx-swap="outerHTML"
    hx-sync="this:drop"
  >
    {children}
  </div>
);
