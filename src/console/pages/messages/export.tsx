import { dataOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { Choice } from "../../parts/form.tsx";
import {
  channelText,
  errorText,
  statusText,
  type Channel,
  type ErrorClass,
  type MessageStatus,
} from "../../parts/message.tsx";
import { count, Facts } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type PageContext, type View } from "../../view.ts";
import { expectedRows, sizeOf } from "./expected.ts";
import { exportWords } from "./export-words.ts";
import { filtersOf, mayReveal, type FilterName, type LogFilters } from "./filters.ts";
import { logWords } from "./log-words.ts";
import { MessageTabs } from "./tabs.tsx";
import { fieldOf, momentOf } from "./local-time.ts";

const formats = ["id", "en", "csv", "ndjson"] as const;

/** What will be in the file, about how much it is, and how it is had: a stream, so the browser is what shows its progress. */
export async function exportPage(c: PageContext): Promise<Response> {
  const { view } = c.var;
  const { language } = view;
  const words = exportWords[language];
  const filters = filtersOf(view);
  // What is wrong with a filter is said before anything is promised of it.
  const first = dataOf(await view.api.GET("/v1/messages", { params: { query: { ...filters.asked, limit: 1 } } }));
  const nothing = first.data.length === 0 && first.next_cursor === null;
  const expected = nothing ? null : await expectedRows(view, filters);
  return show(c, {
    title: words.title,
    content: (
      <>
        <MessageTabs view={view} />
        <div class="halves">
          <section class="card">
            <h2>{words.what}</h2>
            <Chosen view={view} filters={filters} />
            {nothing ? <p class="note warn">{words.none}</p> : null}
            {expected === null ? null : (
              <p>
                {expected.exact
                  ? words.about(count(expected.rows, language), sizeOf(expected.rows, language))
                  : words.atMost(count(expected.rows, language))}
              </p>
            )}
            <p class="soft">{words.order}</p>
            <p>
              <a class="button plain tight" href={address(view, "/messages", filters.shown)}>
                {words.change}
              </a>
            </p>
          </section>
          <section class="card">
            <h2>{words.format}</h2>
            <form method="get" action={address(view, "/messages/file")}>
              {Object.entries(filters.shown).map(([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ))}
              <fieldset>
                <legend class="hidden">{words.format}</legend>
                {formats.map((format) => (
                  <Choice
                    type="radio"
                    name="format"
                    value={format}
                    label={words.formats[format]}
                    checked={format === language}
                  />
                ))}
              </fieldset>
              {mayReveal(view) ? <Choice name="reveal" value="true" label={words.numbers} checked={false} /> : null}
              <p>
                <button>{words.download}</button>
              </p>
            </form>
          </section>
        </div>
        <section class="card">
          <h2>{words.progress}</h2>
          {words.notes.map((note) => (
            <p>{note}</p>
          ))}
          <p>{words.host}</p>
          <pre>npx gerbang messages export --format ndjson --from 2026-11-01 --out messages.ndjson</pre>
        </section>
      </>
    ),
  });
}

/** The API's file, as it is made. */
export async function exportFile(c: PageContext): Promise<Response> {
  const { view } = c.var;
  const { asked } = filtersOf(view);
  const format = formats.find((known) => known === view.query.get("format")) ?? "csv";
  const query = new URLSearchParams(asked as Record<string, string>);
  if (view.query.get("reveal") === "true") query.set("reveal", "true");
  if (format === "ndjson") return passOn(c, `/v1/messages.ndjson?${query.toString()}`);
  if (format !== "csv") query.set("locale", format);
  return passOn(c, `/v1/messages.csv?${query.toString()}`);
}

function Chosen({ view, filters: { shown } }: { view: View; filters: LogFilters }) {
  const { names } = logWords[view.language];
  const rows = Object.entries(shown) as [FilterName, string][];
  if (rows.length === 0) return <p>{exportWords[view.language].all}</p>;
  return <Facts rows={rows.map(([name, value]) => [names[name], inWords(name, value, view)] as const)} />;
}

function inWords(name: FilterName, value: string, { language, timeZone }: View): string {
  switch (name) {
    case "status":
      return statusText(value as MessageStatus, language);
    case "channel":
      return channelText(value as Channel, language);
    case "error_class":
      return errorText(value as ErrorClass, language);
    case "from":
    case "until": {
      const at = momentOf(value, timeZone);
      return at === null ? value : `${fieldOf(at, timeZone).replace("T", " ")} (${timeZone})`;
    }
    case "q":
    case "provider":
    case "purpose":
    case "user":
    case "country":
    case "provider_code":
      return value;
  }
}
