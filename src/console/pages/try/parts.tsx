import { requestSnippets, typed } from "../../../http/docs/sections/languages.ts";
import type { Field as Asked } from "../../../http/docs/snippets/snippet.ts";
import { marked } from "../../../http/docs/text.ts";
import { tryWords } from "../../../http/docs/try-form.ts";
import { channels } from "../../../providers/provider.ts";
import { channelWords } from "../../channel-words.ts";
import { Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { InboxPhone, type InboxMessage } from "../../parts/inbox-phone.tsx";
import { Copyable, Live, money } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { askedOf, issueFields, type Exchange, type Quote, type Verdict } from "./call.ts";
import { formWords } from "./words.ts";

export function IssueForm({ view, state, wrong }: { view: View; state: FormState; wrong: string | null }) {
  const words = formWords[view.language];
  const said = tryWords[view.language];
  const unusual = ["locale", "user", "code"].some(
    (name) => (state.values[name] ?? "") !== "" || state.errors.has(name),
  );
  return (
    <Form action={address(view, "/try")} class="card" attributes={{ autocomplete: "off" }}>
      <Wrong frame={view} text={wrong} state={state} />
      <Field name="to" label={words.to} help={said.numberHint} state={state} attributes={{ maxlength: "254" }} />
      <Field
        name="channel"
        label={said.channel}
        state={state}
        options={[
          { value: "", label: said.auto },
          ...channels.map((value) => ({ value, label: channelWords[view.language][value] })),
        ]}
      />
      <Field name="purpose" label={words.purpose} help={words.purposeHelp} state={state} placeholder="login" />
      <details class="more" {...(unusual ? { open: true } : {})}>
        <summary>{words.more}</summary>
        <Field name="user" label={words.user} help={words.userHelp} state={state} />
        <Field name="locale" label={words.locale} help={words.localeHelp} state={state} />
        <Field name="code" label={words.code} help={words.codeHelp} state={state} inputmode="numeric" />
      </details>
      <button>{said.send}</button>
    </Form>
  );
}

/** What was filled in goes along, so that the page is whole after the next step. */
function Kept({ values }: { values: Readonly<Record<string, string>> }) {
  return (
    <>
      {askedOf(values).map(({ name, value }) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** A real message reaches somebody and costs money: it is sent when the person says so, not before. */
export function Sure({ view, values, quote }: { view: View; values: Readonly<Record<string, string>>; quote: Quote }) {
  const said = tryWords[view.language];
  const price = (amount: string): string => money(amount, quote.currency, view.language);
  const carriers = quote.channels.flatMap(({ channel, providers }) =>
    providers.map(
      (provider) => `${channelWords[view.language][channel]}: ${provider.provider} (${price(provider.price)})`,
    ),
  );
  return (
    <div class="note warn" role="alert" data-focus>
      <p>
        <strong>{said.realTitle}</strong>
      </p>
      <p>
        {carriers.length === 0
          ? said.nobody
          : `${said.realBy} ${carriers.join(", ")}. ${said.realCost} ${price(quote.worst)}.`}
      </p>
      <Form action={address(view, "/try")} class="row">
        <Kept values={values} />
        <button name="sure" value="yes">
          {said.sendReal}
        </button>
        <a class="button plain" href={address(view, "/try")}>
          {common[view.language].cancel}
        </a>
      </Form>
    </div>
  );
}

export function VerifyForm({
  view,
  values,
  state,
  text,
}: {
  view: View;
  values: Readonly<Record<string, string>>;
  state: FormState;
  text: string | null;
}) {
  const words = formWords[view.language];
  return (
    <Form action={address(view, "/try")} class="card" attributes={{ autocomplete: "off" }}>
      <h2>{words.verifyTitle}</h2>
      <Wrong frame={view} text={text} state={state} />
      <Kept values={values} />
      <input type="hidden" name="id" value={values["id"] ?? ""} />
      <input type="hidden" name="sandbox" value={values["sandbox"] ?? ""} />
      <Field
        name="typed"
        label={words.typed}
        state={state}
        inputmode="numeric"
        autocomplete="one-time-code"
        attributes={{ maxlength: "40", autofocus: "" }}
        required
        mono
      />
      <button>{tryWords[view.language].verify}</button>
    </Form>
  );
}

export function Outcome({ view, verdict }: { view: View; verdict: Verdict }) {
  const words = formWords[view.language];
  return verdict.reason === null ? (
    <p class="note good" role="status">
      {tryWords[view.language].valid}
    </p>
  ) : (
    <p class="note bad" role="alert" data-focus>
      {words.reasons[verdict.reason]} {verdict.status === "pending" ? words.left(verdict.attempts_left) : ""}
    </p>
  );
}

/** A call as it went, and what came back. */
export function Step({ view, title, step }: { view: View; title: string; step: Exchange<unknown> }) {
  const words = formWords[view.language];
  return (
    <section class="card">
      <h2>{title}</h2>
      <h3>{words.request}</h3>
      <pre>{step.request}</pre>
      <h3>{words.answer}</h3>
      <pre>{step.answer}</pre>
    </section>
  );
}

/** The phone of the sandbox's page, with what came for this number; it goes on by itself. */
export function Delivered({ view, to, messages }: { view: View; to: string; messages: readonly InboxMessage[] }) {
  const words = formWords[view.language];
  const query = new URLSearchParams(to === "" ? {} : { to });
  return (
    <section>
      <h2>{words.delivered}</h2>
      <Live frame={{ ...view, path: "/sandbox", query }} id="inbox" topics={["sandbox"]}>
        <InboxPhone view={view} messages={messages} empty={<p>{words.late}</p>} />
      </Live>
    </section>
  );
}

export function Lines({ view, base, asked }: { view: View; base: string; asked: readonly Asked[] }) {
  const words = formWords[view.language];
  return (
    <section class="card">
      <h2>{words.lines}</h2>
      <p class="soft">{words.linesAbout}</p>
      {requestSnippets.map(({ id, name, about, lines }, n) => (
        <details class="more" {...(n === 0 ? { open: true } : {})}>
          <summary>{name}</summary>
          <p class="small soft">{marked(about[view.language])}</p>
          <Copyable
            frame={view}
            id={`lines-${id}`}
            text={lines({ base, typed: typed[view.language], issue: issueFields(asked) })}
            what={name}
            block
          />
        </details>
      ))}
    </section>
  );
}
