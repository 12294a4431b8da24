import type { components } from "../../../../examples/typescript/schema.d.ts";
import { reasonWords } from "../../../insight/skip-words.ts";
import { Form } from "../../parts/form.tsx";
import { Badge, count, money, percent, Time, type Tone } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { channelWords } from "../../channel-words.ts";
import { providerWords } from "./words.ts";

export type Provider = components["schemas"]["Provider"];
export type Routes = components["schemas"]["Routes"];
export type ChannelName = components["schemas"]["Channel"];
export const stateNames = ["on", "drain", "off"] as const;

/** The API decides; a form that is refused anyway is not shown. */
export function mayChange({ session }: View): boolean {
  return session.role === "ops" || session.role === "admin";
}

const tones: Record<Provider["health"], Tone> = {
  ok: "good",
  down: "bad",
  draining: "warn",
  off: "plain",
  unusable: "bad",
};

/** Whether it takes messages, and if not why and since when. */
export function Health({ view, provider }: { view: View; provider: Provider }) {
  const words = providerWords[view.language];
  const { health, breaker, connection, failing } = provider;
  return (
    <>
      <Badge tone={tones[health]}>{words.health[health]}</Badge>
      {breaker.reason === null ? null : <div class="small">{reasonWords(breaker.reason)[view.language]}</div>}
      {connection === null || connection.state === "connected" ? null : (
        <div class="small">
          {words.connections[connection.state]} {words.since} <Time view={view} at={connection.since} />
          {connection.reason === null ? null : ` (${connection.reason})`}
        </div>
      )}
      {failing == null ? null : (
        <div class="small bad">
          {words.failing(count(failing.messages, view.language))} <Time view={view} at={failing.since} />:{" "}
          {reasonWords(failing.reason)[view.language]}
        </div>
      )}
    </>
  );
}

export function Recent({ view, provider }: { view: View; provider: Provider }) {
  const { language } = view;
  const words = providerWords[language];
  const { recent } = provider;
  if (recent === undefined) return <>{common[language].none}</>;
  const failure = recent.last_failure;
  return (
    <>
      {recent.tries === 0 ? (
        <span class="soft">{words.noTries}</span>
      ) : (
        <>
          {words.accepted(count(recent.accepted, language), count(recent.tries, language))}
          {recent.latency_ms === null ? null : (
            <div class="soft small">{words.median(count(recent.latency_ms.median, language))}</div>
          )}
        </>
      )}
      {failure === null ? null : (
        <div class="small">
          {words.lastFailure}: {words.classes[failure.error_class]}
          {failure.provider_code === null ? null : ` (${failure.provider_code})`}, <Time view={view} at={failure.at} />
        </div>
      )}
    </>
  );
}

export function Credit({ view, provider }: { view: View; provider: Provider }) {
  const { language } = view;
  const words = providerWords[language];
  const { credit } = provider;
  if (credit == null) return <span class="soft">{words.creditUnknown}</span>;
  return (
    <>
      {money(credit.amount, credit.currency, language)}{" "}
      {credit.low === true ? <Badge tone="bad">{words.low}</Badge> : null}
      {credit.runway_hours === null ? null : (
        <div class="soft small">{words.runway(count(credit.runway_hours, language))}</div>
      )}
    </>
  );
}

/** `whatsapp 70 %, sms standby`. */
export function Use({ view, name, routes }: { view: View; name: string; routes: Routes }) {
  const { language } = view;
  const words = providerWords[language];
  const used = Object.entries(routes.channels).flatMap(([channel, steps]) => {
    const own = steps.find(({ provider }) => provider === name);
    const total = steps.reduce((sum, { weight = 0 }) => sum + weight, 0);
    return own === undefined
      ? []
      : [{ channel: channel as ChannelName, share: total === 0 ? 0 : (own.weight ?? 0) / total }];
  });
  if (used.length === 0) return <span class="soft">{words.unused}</span>;
  return (
    <ul class="plain-list">
      {used.map(({ channel, share }) => (
        <li>
          {channelWords[language][channel]}: {share === 0 ? words.standby : percent(share, language)}
        </li>
      ))}
    </ul>
  );
}

/** Each button says what will happen before it does. */
export function StateForm({ view, provider, state }: { view: View; provider: Provider; state: Provider["state"] }) {
  const words = providerWords[view.language];
  return (
    <Form action={address(view, `/providers/${provider.name}/state`)}>
      <input type="hidden" name="state" value={state} />
      <button class="plain tight" title={words.stateNotes[state]}>
        {words.states[state]}
      </button>
    </Form>
  );
}

/** Which channels it could be put first on: it can carry them, and is not the first already. */
export function channelsToLead(provider: Provider, routes: Routes): ChannelName[] {
  return provider.channels.filter((channel) => {
    const steps = routes.channels[channel];
    return steps !== undefined && steps.length > 0 && steps[0]?.provider !== provider.name;
  });
}

export function FirstForm({ view, name, channel }: { view: View; name: string; channel: ChannelName }) {
  const words = providerWords[view.language];
  return (
    <Form action={address(view, "/routes/first")}>
      <input type="hidden" name="provider" value={name} />
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="back" value={view.path} />
      <button class="tight" title={words.firstNote}>
        {words.firstOn(channelWords[view.language][channel])}
      </button>
    </Form>
  );
}
