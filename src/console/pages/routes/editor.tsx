import type { FC } from "hono/jsx";
import type { Provider } from "../providers/state-parts.tsx";
import { address, type View } from "../../view.ts";
import { channelNames, type ChannelName, type Row, type RoutesForm, type Turn } from "./routes-form.ts";
import { sayFallback, sayOrder } from "./sentence.ts";
import { channelWords } from "../../channel-words.ts";
import { routeWords } from "./words.ts";

interface EditorProps {
  view: View;
  form: RoutesForm;
  providers: readonly Provider[];
  /** By path, as the API names them: `channels.sms.0.provider`. */
  errors: ReadonlyMap<string, string>;
  /** Not as it is stored: a put-first would lose what was typed. */
  unsaved: boolean;
  editable: boolean;
}

/** The rows of every channel, then the order of channels. Their order on the page is the order that is posted. */
export const Editor: FC<EditorProps> = (props) => {
  const { view, form, errors, editable } = props;
  const { language } = view;
  const words = routeWords[language];
  return (
    <>
      {channelNames.map((channel) => (
        <section class="card" aria-labelledby={`h-${channel}`}>
          <h2 id={`h-${channel}`}>{channelWords[language][channel]}</h2>
          <p class="soft small">{sayOrder(form.channels[channel], language)}</p>
          <Wrong id={`channels.${channel}`} errors={errors} />
          <List view={view} name={channel}>
            {form.channels[channel].map((row, n) => (
              <Step {...props} channel={channel} row={row} n={n} last={n === form.channels[channel].length - 1} />
            ))}
          </List>
          {editable ? <AddProvider {...props} channel={channel} /> : null}
        </section>
      ))}
      <section class="card" aria-labelledby="h-fallback">
        <h2 id="h-fallback">{words.fallback}</h2>
        <p class="soft small">
          {words.fallbackIntro} {sayFallback(form.fallback, language)}
        </p>
        <Wrong id="fallback" errors={errors} />
        <List view={view} name="fallback">
          {form.fallback.map((turn, n) => (
            <TurnRow {...props} turn={turn} n={n} last={n === form.fallback.length - 1} />
          ))}
        </List>
        {editable ? <AddChannel view={view} form={form} /> : null}
      </section>
    </>
  );
};

/** What is moved with the mouse is told to the server as a button would, and comes back as it is now. */
const List: FC<{ view: View; name: string; children?: unknown }> = ({ view, name, children }) => (
  <ol class="steps" data-sort={name} {...asks(view)} hx-trigger="end" hx-vals={JSON.stringify({ do: `sort:${name}` })}>
    {children}
  </ol>
);

/** The form as it would be, without saving: a script asks for that part alone, else it is the whole page. */
function asks(view: View): Record<string, string> {
  return {
    "hx-post": address(view, "/routes"),
    "hx-target": "#routes",
    "hx-select": "#routes",
    "hx-swap": "outerHTML",
    "hx-include": "closest form",
  };
}

const Step: FC<EditorProps & { channel: ChannelName; row: Row; n: number; last: boolean }> = (props) => {
  const { view, channel, row, n, last, errors, editable, unsaved } = props;
  const words = routeWords[view.language];
  const path = `channels.${channel}.${n}`;
  return (
    <li class="step">
      {editable ? <Grip view={view} /> : null}
      <div class="step-name">
        <a href={address(view, `/providers/${row.provider}`)}>{row.provider}</a>
        <input type="hidden" name={`${channel}.provider`} value={row.provider} />
      </div>
      <Small
        {...{
          path: `${path}.weight`,
          name: `${channel}.weight`,
          label: words.weight,
          value: row.weight,
          errors,
          editable,
        }}
      />
      {channel === "email" ? (
        <input type="hidden" name={`${channel}.countries`} value={row.countries} />
      ) : (
        <Small
          {...{
            ...{ path: `${path}.countries`, name: `${channel}.countries`, label: words.countries },
            ...{ value: row.countries, errors, editable, placeholder: "ID, SG" },
          }}
        />
      )}
      {editable ? (
        <div class="row step-moves">
          <Moves view={view} place={channel} name={row.provider} n={n} last={last} />
          {n > 0 && !unsaved ? (
            <button
              class="plain tight"
              formaction={address(view, "/routes/first")}
              name="first"
              value={`${channel}:${row.provider}`}
              aria-label={words.first(row.provider)}
            >
              {words.firstShort}
            </button>
          ) : null}
        </div>
      ) : null}
      <Wrong id={`${path}.provider`} errors={errors} />
    </li>
  );
};

const TurnRow: FC<EditorProps & { turn: Turn; n: number; last: boolean }> = (props) => {
  const { view, turn, n, last, errors, editable } = props;
  const words = routeWords[view.language];
  const name = channelWords[view.language][turn.channel as ChannelName];
  const path = `fallback.${n}`;
  return (
    <li class="step">
      {editable ? <Grip view={view} /> : null}
      <div class="step-name">
        {name}
        <input type="hidden" name="fallback.channel" value={turn.channel} />
      </div>
      <Small
        {...{
          path: `${path}.after_seconds`,
          name: "fallback.after",
          label: words.after,
          value: turn.after,
          errors,
          editable,
        }}
      />
      {editable ? (
        <div class="row step-moves">
          <Moves view={view} place="fallback" name={name} n={n} last={last} />
        </div>
      ) : null}
      <Wrong id={`${path}.channel`} errors={errors} />
    </li>
  );
};

const Grip: FC<{ view: View }> = ({ view }) => (
  <span class="grip" title={routeWords[view.language].drag} aria-hidden="true" data-scripted hidden>
    <svg viewBox="0 0 12 20">
      <path d="M3 4h.01M9 4h.01M3 10h.01M9 10h.01M3 16h.01M9 16h.01" />
    </svg>
  </span>
);

const signs = { up: "M8 13V3M4 7l4-4 4 4", down: "M8 3v10M4 9l4 4 4-4", out: "M4 4l8 8M12 4l-8 8" };

/** For a keyboard, a phone, and without a script. */
const Moves: FC<{ view: View; place: string; name: string; n: number; last: boolean }> = (props) => {
  const { view, place, name, n, last } = props;
  const words = routeWords[view.language];
  const button = (verb: keyof typeof signs, label: string, disabled: boolean) => (
    <button
      class="plain tight"
      name="do"
      value={`${verb}:${place}:${n}`}
      id={`${verb}-${place}-${name}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      {...asks(view)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={signs[verb]} />
      </svg>
    </button>
  );
  return (
    <>
      {button("up", words.up(name), n === 0)}
      {button("down", words.down(name), last)}
      {button("out", words.out(name), false)}
    </>
  );
};

interface SmallProps {
  path: string;
  name: string;
  label: string;
  value: string;
  errors: ReadonlyMap<string, string>;
  editable: boolean;
  placeholder?: string;
}

/** A field of a row: many stand on a page, so each is named by where it stands. */
const Small: FC<SmallProps> = ({ path, name, label, value, errors, editable, placeholder }) => {
  const wrong = errors.get(path);
  return (
    <label class="step-field">
      <span class="small soft">{label}</span>
      <input
        name={name}
        value={value}
        readonly={!editable}
        autocomplete="off"
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(wrong === undefined ? {} : { "aria-invalid": "true", "aria-describedby": wrongId(path) })}
      />
      <Wrong id={path} errors={errors} />
    </label>
  );
};

const Wrong: FC<{ id: string; errors: ReadonlyMap<string, string> }> = ({ id, errors }) => {
  const text = errors.get(id);
  if (text === undefined) return null;
  return (
    <p class="wrong small bad" id={wrongId(id)}>
      {text}
    </p>
  );
};

const wrongId = (path: string): string => `wrong-${path.replaceAll(".", "-")}`;

const AddProvider: FC<EditorProps & { channel: ChannelName }> = ({ view, form, providers, channel }) => {
  const used = new Set(form.channels[channel].map(({ provider }) => provider));
  const free = providers.filter(({ name, channels }) => channels.includes(channel) && !used.has(name));
  const options = free.map(({ name }) => ({ value: name, label: name }));
  const label = routeWords[view.language].addTo(channelWords[view.language][channel]);
  return <Add view={view} place={channel} label={label} options={options} />;
};

const AddChannel: FC<{ view: View; form: RoutesForm }> = ({ view, form }) => {
  const used = new Set(form.fallback.map(({ channel }) => channel));
  const options = channelNames
    .filter((channel) => !used.has(channel))
    .map((value) => ({ value, label: channelWords[view.language][value] }));
  return <Add view={view} place="fallback" label={routeWords[view.language].addChannel} options={options} />;
};

interface AddProps {
  view: View;
  place: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

const Add: FC<AddProps> = ({ view, place, label, options }) => {
  if (options.length === 0) return null;
  return (
    <div class="row add">
      <select name={`${place}.add`} aria-label={label}>
        {options.map((option) => (
          <option value={option.value}>{option.label}</option>
        ))}
      </select>
      <button class="plain tight" name="do" value={`add:${place}`} aria-label={label} {...asks(view)}>
        {routeWords[view.language].add}
      </button>
    </div>
  );
};
