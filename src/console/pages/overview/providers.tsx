import type { FC } from "hono/jsx";
import { Confirm, Form } from "../../parts/form.tsx";
import { Badge, count, type Tone } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import type { AttentionList, Provider } from "./data.ts";
import { overviewWords } from "./words.ts";

const tones: Record<Provider["health"], Tone> = {
  ok: "good",
  down: "bad",
  draining: "warn",
  off: "plain",
  unusable: "bad",
};

/** One line each: whether it works, what is wrong, and the way to take it out. */
export const Providers: FC<{ view: View; providers: readonly Provider[]; list: AttentionList }> = ({
  view,
  providers,
  list,
}) => {
  const words = overviewWords[view.language].providers;
  return (
    <section class="card" aria-labelledby="providers-title">
      <h2 id="providers-title">{words.title}</h2>
      {providers.length === 0 ? (
        <p>
          {words.none} <a href={address(view, "/providers/new")}>{words.add}</a>
        </p>
      ) : (
        <ul class="attention">
          {providers.map((provider) => (
            <li>
              <Badge tone={tones[provider.health]}>{words.health[provider.health]}</Badge>
              <div>
                <a href={address(view, `/providers/${provider.name}`)}>
                  <b>{provider.name}</b>
                </a>{" "}
                <span class="soft small">{saidOf(view, provider, list)}</span>
              </div>
              <Drain view={view} provider={provider} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

/** What needs attention of it, else how its last tries went. */
function saidOf({ language }: View, provider: Provider, list: AttentionList): string {
  const words = overviewWords[language].providers;
  const about = list.data.find(({ kind, subject }) => /^(provider|credit)_/.test(kind) && subject === provider.name);
  if (about !== undefined) return about.text[language];
  const { recent, credit } = provider;
  const parts = [
    provider.shared ? words.shared : null,
    recent === undefined
      ? null
      : recent.tries === 0
        ? words.idle
        : words.recent(count(recent.accepted, language), count(recent.tries, language)),
    credit == null ? null : `${words.credit} ${credit.amount}${credit.currency === null ? "" : ` ${credit.currency}`}`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

const Drain: FC<{ view: View; provider: Provider }> = ({ view, provider }) => {
  const words = overviewWords[view.language].providers;
  const { name, state, shared } = provider;
  if (shared || state !== "on" || view.session.role === "auditor") return null;
  return (
    <Confirm label={words.drain} tight>
      <p>{words.drainWhy(name)}</p>
      <Form action={address(view, `/providers/${name}/state`)}>
        <input type="hidden" name="state" value="drain" />
        <input type="hidden" name="back" value={view.path} />
        <button class="danger">{words.drainNow}</button>
      </Form>
    </Confirm>
  );
};
