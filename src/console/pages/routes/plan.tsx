import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import { problemOf } from "../../api.ts";
import { channelWords } from "../../channel-words.ts";
import { Field, textOf, untouched, Wrong } from "../../parts/form.tsx";
import { Badge, Facts, money, percent, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { address, type PageContext, type View } from "../../view.ts";
import { channelNames, type ChannelName } from "./routes-form.ts";
import { routeWords } from "./words.ts";

type DryRun = components["schemas"]["DryRun"];
type DryChannel = DryRun["channels"][number];
type DryProvider = DryChannel["providers"][number];

export interface Asked {
  values: Record<string, string>;
  problem: Problem | null;
  answer: DryRun | null;
}

const fields = ["to", "purpose", "locale", "user"] as const;

/** A number stays out of addresses and their logs: it is posted, though nothing changes. */
export async function askPlan(c: PageContext): Promise<Asked> {
  const { view } = c.var;
  const values = await textOf(c);
  const given = fields.flatMap((name) => (values[name] ? [[name, values[name]] as const] : []));
  const channel = channelNames.find((name) => name === values["channel"]);
  const asked = { ...Object.fromEntries(given), ...(channel === undefined ? {} : { channel }) };
  const answer = await view.api.POST("/v1/plan", { body: asked });
  return { values, problem: problemOf(answer), answer: answer.data ?? null };
}

export function DryRunForm({ view, asked }: { view: View; asked: Asked | null }) {
  const { language } = view;
  const words = routeWords[language].plan;
  const problem = asked?.problem ?? null;
  const state = asked === null ? untouched() : { values: asked.values, errors: fieldErrors(problem, language) };
  const channels = channelNames.map((value) => ({ value, label: channelWords[language][value] }));
  return (
    <section class="card" id="plan" aria-labelledby="h-plan">
      <h2 id="h-plan">{words.title}</h2>
      <p class="soft small">{words.intro}</p>
      <Wrong frame={view} text={problem === null ? null : problemText(problem, language)} state={state} />
      <form
        class="filters"
        method="post"
        action={address(view, "/routes/plan")}
        hx-post={address(view, "/routes/plan")}
        hx-target="#plan"
        hx-select="#plan"
        hx-swap="outerHTML"
      >
        <Field
          name="to"
          label={words.to}
          state={state}
          inputmode="tel"
          autocomplete="off"
          placeholder="0812-3456-7890"
        />
        <Field
          name="channel"
          label={words.channel}
          state={state}
          options={[{ value: "", label: words.auto }, ...channels]}
        />
        <Field name="purpose" label={words.purpose} state={state} placeholder="login" />
        <Field name="locale" label={words.locale} state={state} placeholder="id" />
        <Field name="user" label={words.user} state={state} />
        <button>{words.ask}</button>
      </form>
      {asked?.answer == null ? null : <Answer view={view} run={asked.answer} />}
    </section>
  );
}

function Answer({ view, run }: { view: View; run: DryRun }) {
  const { language } = view;
  const words = routeWords[language].plan;
  const sum = (amount: string): string => money(amount, run.currency, language);
  return (
    <div aria-live="polite">
      <p class={run.ok ? "note good" : "note bad"}>{run.text[language]}</p>
      {run.sandbox ? <p class="note warn">{words.sandbox}</p> : null}
      <Facts
        rows={[
          [words.number, run.to.join(", ")],
          ...(run.country === null ? [] : [[words.country, run.country] as const]),
          ...(run.hold === null ? [] : [[words.hold, sum(run.hold)] as const]),
          [words.worst, sum(run.worst)],
          [words.available, sum(run.available)],
        ]}
      />
      {run.channels.length === 0 ? null : <h3>{words.order}</h3>}
      <ol class="steps">
        {run.channels.map((channel) => (
          <Channel view={view} run={run} channel={channel} />
        ))}
      </ol>
    </div>
  );
}

function Channel({ view, run, channel: one }: { view: View; run: DryRun; channel: DryChannel }) {
  const { language } = view;
  const words = routeWords[language].plan;
  const chosen = run.messages.some(({ to, channel }) => to === one.to && channel === one.channel);
  const held = one.held_back;
  return (
    <li>
      <p class="row">
        <strong>{channelWords[language][one.channel]}</strong>
        {run.to.length > 1 ? <span class="soft">{one.to}</span> : null}
        {chosen ? <Badge tone="good">{words.chosen}</Badge> : null}
        {held === null ? null : <Badge tone="warn">{words.heldBack(held.limit)}</Badge>}
        {held?.retry_at == null ? null : (
          <span class="soft small">
            {words.until} <Time view={view} at={held.retry_at} />
          </span>
        )}
      </p>
      {one.providers.length === 0 ? <p class="soft">{words.nobody}</p> : null}
      <ul>
        {one.providers.map((provider) => (
          <li>
            <Candidate view={view} provider={provider} currency={run.currency} />
          </li>
        ))}
        {one.skipped.map(({ provider, text }) => (
          <li class="soft">
            {words.skipped}: {channelWords[language][provider as ChannelName] ?? provider} ({text[language]})
          </li>
        ))}
      </ul>
      {one.goes_on_after_seconds === null ? null : (
        <p class="soft small">{words.after(String(one.goes_on_after_seconds))}</p>
      )}
    </li>
  );
}

function Candidate({ view, provider: one, currency }: { view: View; provider: DryProvider; currency: string }) {
  const { language } = view;
  const words = routeWords[language].plan;
  return (
    <>
      <a href={address(view, `/providers/${one.provider}`)}>{one.provider}</a> {percent(one.share, language)} ·{" "}
      {money(one.price, currency, language)}, {words.chargedOn[one.charged_on]} · {words.template}{" "}
      <code>{one.template}</code> ({words.shows[one.shows]})
    </>
  );
}
