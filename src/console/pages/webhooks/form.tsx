import type { FC } from "hono/jsx";
import type { Problem } from "../../../http/problem.ts";
import { eventPatterns, eventTypes } from "../../../events/model.ts";
import { Choice, Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { problemText } from "../../problem-words.ts";
import { address, type View } from "../../view.ts";
import { eventWords, groupName } from "./event-words.ts";
import { webhookWords } from "./words.ts";

type Values = Readonly<Record<string, string>>;
const groups = [...new Set(eventTypes.map((type) => type.split(".")[0] ?? ""))];

/** Pure: a webhook as the form shows it. */
export function webhookValues(webhook: { url?: string; events: readonly string[]; state: string }) {
  return {
    url: webhook.url ?? "",
    state: webhook.state,
    ...Object.fromEntries(webhook.events.map((pattern) => [`event.${pattern}`, "yes"])),
  };
}

/** Pure: what the form says. Everything is more than its groups, and a group more than its types. */
export function webhookDocument(values: Values) {
  const chosen = eventPatterns.filter((pattern) => values[`event.${pattern}`] === "yes");
  const isCovered = (pattern: string): boolean =>
    !pattern.endsWith("*") && chosen.includes(`${pattern.split(".")[0] ?? ""}.*`);
  return {
    url: values["url"] ?? "",
    events: (chosen.includes("*") ? ["*"] : chosen.filter((pattern) => !isCovered(pattern))) as ["*"],
    state: values["state"] === "off" ? ("off" as const) : ("on" as const),
  };
}

interface WebhookFormProps {
  view: View;
  /** Null: a new one. */
  name: string | null;
  state: FormState;
  tag: string;
  problem: Problem | null;
}

export const WebhookForm: FC<WebhookFormProps> = ({ view, name, state, tag, problem }) => {
  const words = webhookWords[view.language];
  const fixed = view.session.role === "auditor";
  return (
    <Form action={address(view, name === null ? "/webhooks/new" : `/webhooks/to/${name}`)}>
      {problem?.code === "conflict" ? (
        <div class="note warn" role="alert">
          {name === null ? (
            words.taken
          ) : (
            <>
              {words.changedMeanwhile} <a href={address(view, `/webhooks/to/${name}`)}>{words.reload}</a>
            </>
          )}
        </div>
      ) : (
        <Wrong frame={view} text={problem === null ? null : problemText(problem, view.language)} state={state} />
      )}
      <input type="hidden" name="tag" value={tag} />
      <fieldset disabled={fixed}>
        {name === null ? (
          <Field name="name" label={words.name} help={words.nameHelp} state={state} required autocomplete="off" />
        ) : null}
        <Field
          name="url"
          label={words.url}
          help={words.urlHelp}
          state={state}
          required
          type="url"
          autocomplete="off"
          placeholder="https://erp.example/hooks/otp"
          attributes={{ maxlength: "2000" }}
        />
        <Events view={view} state={state} />
        <fieldset>
          <legend>{words.state}</legend>
          <Choice
            type="radio"
            name="state"
            value="on"
            label={words.stateOn}
            checked={state.values["state"] !== "off"}
          />
          <Choice
            type="radio"
            name="state"
            value="off"
            label={words.stateOff}
            checked={state.values["state"] === "off"}
          />
          <p class="soft small">{words.stateHelp}</p>
        </fieldset>
      </fieldset>
      {fixed ? null : <button>{name === null ? words.make : words.save}</button>}
    </Form>
  );
};

const Events: FC<{ view: View; state: FormState }> = ({ view, state }) => {
  const words = webhookWords[view.language];
  const wrong = state.errors.get("events");
  const isChosen = (pattern: string): boolean => state.values[`event.${pattern}`] === "yes";
  return (
    <fieldset {...(wrong === undefined ? {} : { "aria-describedby": "events-wrong" })}>
      <legend>{words.events}</legend>
      <p class="soft small">{words.eventsText}</p>
      {wrong === undefined ? null : (
        <p class="wrong" id="events-wrong">
          {wrong}
        </p>
      )}
      <Choice name="event.*" label={words.all} checked={isChosen("*")} />
      <div class="cards">
        {groups.map((group) => (
          <fieldset>
            <legend class="small">{groupName(group, view.language)}</legend>
            <Choice
              name={`event.${group}.*`}
              label={`${groupName(group, view.language)}: ${words.every}`}
              checked={isChosen(`${group}.*`)}
            />
            {eventTypes
              .filter((type) => type.startsWith(`${group}.`))
              .map((type) => (
                <Choice name={`event.${type}`} label={eventWords[view.language][type]} checked={isChosen(type)} />
              ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
};
