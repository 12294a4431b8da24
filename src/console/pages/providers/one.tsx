import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf, problemOf } from "../../api.ts";
import { ownPath } from "../../language.ts";
import type { Problem } from "../../../http/problem.ts";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { Confirm, Field, Form, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Badge, Copyable, Facts, Live, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { channelWords } from "../../channel-words.ts";
import { ProviderTabs } from "./list.tsx";
import { saveForm, SettingsForm, settingsFormOf } from "./save.tsx";
import {
  channelsToLead,
  Credit,
  FirstForm,
  Health,
  mayChange,
  Recent,
  stateNames,
  StateForm,
  Use,
  type ChannelName,
  type Provider,
  type Routes,
} from "./state-parts.tsx";
import { providerWords } from "./words.ts";

type TestAnswer = components["schemas"]["ProviderTest"];

/** What was just tried with a form of this page. */
export interface Tried {
  settings?: { state: FormState; text: string | null; etag: string };
  test?: { values: Record<string, string>; problem: Problem | null; answer: TestAnswer | null };
  /** Of a save that left something to be put right. */
  findings?: readonly Finding[];
  /** What no field is to blame for. */
  refused?: string;
}

export function providerPage(app: Hono<ConsoleEnv>): void {
  app.get("/providers/:name", (c) => showProvider(c, c.req.param("name")));

  app.post("/providers/:name", async (c) => {
    const name = c.req.param("name");
    const saved = await saveForm(c, name);
    return saved === null ? done(c, `/providers/${name}`, "saved") : showProvider(c, name, saved);
  });

  app.post("/providers/:name/state", async (c) => {
    const { view } = c.var;
    const path = { name: c.req.param("name") };
    const values = await textOf(c);
    // Which there are is the API's to say.
    const state = values["state"] as Provider["state"];
    const { findings } = dataOf(
      await view.api.PUT("/v1/providers/{name}/state", { params: { path }, body: { state } }),
    );
    // What is left to be put right is said on the provider's page, wherever the button was.
    if (findings.length > 0) return showProvider(c, path.name, { findings });
    const { back } = values;
    return done(c, back === undefined ? `/providers/${path.name}` : ownPath(back), "state");
  });

  app.post("/providers/:name/test", async (c) => {
    const { view } = c.var;
    const name = c.req.param("name");
    const values = await textOf(c);
    const channel = values["channel"] as ChannelName | undefined;
    const answer = await view.api.POST("/v1/providers/{name}/test", {
      params: { path: { name }, header: once(values) },
      body: { to: values["to"] ?? "", ...(channel === undefined ? {} : { channel }) },
    });
    return showProvider(c, name, { test: { values, problem: problemOf(answer), answer: answer.data ?? null } });
  });

  app.post("/providers/:name/delete", async (c) => {
    const { view } = c.var;
    const name = c.req.param("name");
    const problem = problemOf(await view.api.DELETE("/v1/providers/{name}", { params: { path: { name } } }));
    if (problem === null) return done(c, "/providers", "deleted");
    return showProvider(c, name, { refused: problemText(problem, view.language) });
  });
}

async function showProvider(c: PageContext, name: string, tried: Tried = {}): Promise<Response> {
  const { view } = c.var;
  const words = providerWords[view.language];
  const [read, routes] = await Promise.all([
    view.api.GET("/v1/providers/{name}", { params: { path: { name } } }),
    view.api.GET("/v1/routes").then(dataOf),
  ]);
  const provider = dataOf(read);
  const settings = await settingsFormOf(view, provider, read.response.headers.get("etag") ?? "", tried.settings);
  const wrong = tried.settings !== undefined || tried.refused !== undefined || tried.test?.problem != null;
  return show(c, {
    title: provider.name,
    status: wrong ? 422 : 200,
    aside: (
      <span class="soft">
        {words.kind} <code>{provider.kind}</code>
      </span>
    ),
    done: { saved: words.saved, created: words.created, state: words.stateSet, swapped: words.swapped },
    content: (
      <>
        <ProviderTabs frame={view} />
        {tried.refused === undefined ? null : (
          <div class="note bad" role="alert">
            {tried.refused}
          </div>
        )}
        {tried.findings === undefined ? null : (
          <p class="said" role="status">
            {words.stateSet}
          </p>
        )}
        <Findings intro={words.findings} findings={tried.findings ?? []} />
        {provider.shared ? <p class="note info">{words.sharedNote}</p> : null}
        <div class="halves">
          <div>
            <Live frame={{ ...view, path: `/providers/${name}` }} id="now" topics={["providers", "settings"]}>
              <Now view={view} provider={provider} routes={routes} />
            </Live>
            {mayChange(view) ? <Switches view={view} provider={provider} routes={routes} /> : null}
            {mayChange(view) && !provider.shared ? <Test view={view} provider={provider} tried={tried.test} /> : null}
          </div>
          <div>
            {provider.shared ? null : <SettingsForm {...settings} />}
            {mayChange(view) && !provider.shared ? <Delete view={view} name={name} /> : null}
          </div>
        </div>
      </>
    ),
  });
}

function Now({ view, provider, routes }: { view: View; provider: Provider; routes: Routes }) {
  const words = providerWords[view.language];
  const { name, hook, channels } = provider;
  return (
    <section class="card">
      <Facts
        rows={[
          [words.state, <Health view={view} provider={provider} />],
          [words.channels, channels.map((channel) => channelWords[view.language][channel]).join(", ")],
          [words.use, <Use view={view} name={name} routes={routes} />],
          [words.recent, <Recent view={view} provider={provider} />],
          [words.credit, <Credit view={view} provider={provider} />],
          [words.changed, <Time view={view} at={provider.updated_at} />],
        ]}
      />
      {hook === null ? null : (
        <>
          <h3>{words.hook}</h3>
          <Copyable frame={view} id="hook" text={hook} what={words.hook} />
          <p class="soft small">
            {words.hookNote} {hook.endsWith("{hook_token}") ? words.hookToken : null}
          </p>
        </>
      )}
    </section>
  );
}

/** What can be done with it now, each with what will happen. */
function Switches({ view, provider, routes }: { view: View; provider: Provider; routes: Routes }) {
  const words = providerWords[view.language];
  const leads = provider.state === "on" ? channelsToLead(provider, routes) : [];
  const states = provider.shared ? [] : stateNames.filter((state) => state !== provider.state);
  return (
    <section class="card">
      <h2>{words.actions}</h2>
      {leads.length === 0 ? null : (
        <>
          <p class="soft small">{words.firstNote}</p>
          <div class="row">
            {leads.map((channel) => (
              <FirstForm view={view} name={provider.name} channel={channel} />
            ))}
          </div>
        </>
      )}
      {states.map((state) => (
        <div class="row switch">
          <StateForm view={view} provider={provider} state={state} />
          <span class="soft small">{words.stateNotes[state]}</span>
        </div>
      ))}
    </section>
  );
}

function Test({ view, provider, tried }: { view: View; provider: Provider; tried: Tried["test"] }) {
  const { language } = view;
  const words = providerWords[language];
  const problem = tried?.problem ?? null;
  const state = tried === undefined ? untouched() : { values: tried.values, errors: fieldErrors(problem, language) };
  const channels = provider.channels.map((value) => ({ value, label: channelWords[language][value] }));
  return (
    <section class="card" id="test">
      <h2>{words.test}</h2>
      <p class="soft small">{words.testNote}</p>
      {tried?.answer == null ? null : <TestResult view={view} answer={tried.answer} />}
      <Wrong frame={view} text={problem === null ? null : problemText(problem, language)} state={state} />
      <Form action={address(view, `/providers/${provider.name}/test`)}>
        <Field name="to" label={words.to} state={state} inputmode="tel" autocomplete="off" required />
        <Field name="channel" label={words.channel} state={state} options={channels} />
        <button>{words.send}</button>
      </Form>
    </section>
  );
}

function TestResult({ view, answer }: { view: View; answer: TestAnswer }) {
  const words = providerWords[view.language];
  const { ok, to, latency_ms: ms, error_class: errorClass, provider_code: code, provider_message_id: id } = answer;
  return (
    <div class={ok ? "note good" : "note bad"} role="status">
      <p>
        {ok ? words.testOk(to, String(ms)) : words.testBad(to, String(ms))}{" "}
        {errorClass === null ? null : <Badge tone="bad">{words.classes[errorClass]}</Badge>}
      </p>
      {code === null ? null : (
        <p>
          {words.testWords} <code>{code}</code>
        </p>
      )}
      {id === null ? null : (
        <p>
          {words.testId} <code>{id}</code>
        </p>
      )}
    </div>
  );
}

function Delete({ view, name }: { view: View; name: string }) {
  const words = providerWords[view.language];
  return (
    <Confirm label={words.remove}>
      <p>{words.removeNote}</p>
      <Form action={address(view, `/providers/${name}/delete`)}>
        <button class="danger">{words.removeSure}</button>
      </Form>
    </Confirm>
  );
}
