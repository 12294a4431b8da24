import type { FC } from "hono/jsx";
import { Field, type FormState } from "../../parts/form.tsx";
import {
  channelNames,
  channelText,
  errorClasses,
  errorText,
  messageStatuses,
  statusText,
} from "../../parts/message.tsx";
import { address, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { rarer, type FilterName, type LogFilters } from "./filters.ts";
import { logWords } from "./log-words.ts";

interface Option {
  value: string;
  label: string;
}

/** What htmx names as the asker. */
export const SEARCH = "search";

/** Its fields are the page's address. A search as one types; without a script, by its button. */
export const FilterForm: FC<{ view: View; filters: LogFilters; state: FormState }> = ({ view, filters, state }) => {
  const { language } = view;
  const words = logWords[language];
  const any: Option = { value: "", label: words.any };
  const field = (name: FilterName) => ({ name, label: words.names[name], state });
  const listening = {
    "hx-get": address(view, "/messages"),
    "hx-trigger": "input delay:300ms, submit",
    "hx-target": "#log",
    "hx-select": "#log",
    "hx-swap": "outerHTML",
    "hx-sync": "this:replace",
  };
  return (
    <form class="filters" id={SEARCH} role="search" method="get" action={address(view, "/messages")} {...listening}>
      <Field {...field("q")} type="search" help={words.help} autocomplete="off" wide />
      <Field
        {...field("status")}
        options={[any, ...messageStatuses.map((value) => ({ value, label: statusText(value, language) }))]}
      />
      <Field
        {...field("channel")}
        options={[any, ...channelNames.map((value) => ({ value, label: channelText(value, language) }))]}
      />
      <Field {...field("provider")} options={[any, ...providersOf(view, filters)]} />
      <button class="plain">{common[language].filter}</button>
      {/* What was paused stays so while one searches. */}
      {view.query.get("live") === "off" ? <input type="hidden" name="live" value="off" /> : null}
      <details class="more" open={rarer.some((name) => filters.shown[name] !== undefined)}>
        <summary>{words.more}</summary>
        <div class="filters">
          <Field {...field("from")} type="datetime-local" />
          <Field {...field("until")} type="datetime-local" />
          <Field {...field("purpose")} placeholder="login" />
          <Field {...field("user")} />
          <Field {...field("country")} placeholder="ID" attributes={{ maxlength: "2" }} />
          <Field
            {...field("error_class")}
            options={[any, ...errorClasses.map((value) => ({ value, label: errorText(value, language) }))]}
          />
          <Field {...field("provider_code")} />
        </div>
      </details>
    </form>
  );
};

/** Those of the tenant; one that was looked for and is there no more stays chosen. */
function providersOf({ tenant }: View, { shown }: LogFilters): Option[] {
  const names = new Set([...tenant.providers.keys(), ...(shown.provider === undefined ? [] : [shown.provider])]);
  return [...names].sort().map((name) => ({ value: name, label: name }));
}
