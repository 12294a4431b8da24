import type { Child } from "hono/jsx";
import { dataOf, type Api } from "../../api.ts";
import {
  channelText,
  StatusBadge,
  statusMeans,
  type MessageStory,
  type Otp,
  type Story,
  type Timeline,
} from "../../parts/message.tsx";
import { Copyable, Facts, Live, money, Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, here, type PageContext, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { explainWords } from "./explain-words.ts";
import { Attempts, Reports } from "./attempts.tsx";
import { mayReveal } from "./filters.ts";
import { MessageTabs } from "./tabs.tsx";
import { messageWords } from "./message-words.ts";
import { Moments } from "./moments.tsx";
import { OtpCard, type Refusal } from "./otp-card.tsx";
import { Lines } from "./story.tsx";

interface Known {
  message: MessageStory;
  timeline: Timeline;
  /** Null: of an OTP that is no longer kept. */
  otp: Otp | null;
  story: Story | null;
}

/** All that became of a message. `refusal`: of a form of this page that was refused. */
export async function messagePage(c: PageContext, refusal: Refusal | null = null): Promise<Response> {
  const { view } = c.var;
  const { language } = view;
  const words = messageWords[language];
  const id = c.req.param("id") ?? "";
  const known = await read(view.api, id, view.query.get("reveal") === "true");
  const { message, otp } = known;
  const to = message.to === "erased" ? words.erased : message.to;
  return show(c, {
    title: words.title(channelText(message.channel, language), to),
    aside: (
      <>
        <Reveal view={view} id={id} to={message.to} />
        <a class="button plain" href={address(view, "/explain", { q: message.otp })}>
          {explainWords[language].title}
        </a>
      </>
    ),
    done: { resent: words.resend.done, cancelled: words.cancel.done },
    ...(refusal === null ? {} : { status: 422 }),
    content: (
      <>
        <MessageTabs view={view} />
        {refusal === null && !view.query.has("reveal") && maySoonBeOther(known) ? (
          <Live frame={view} id="what-happened" topics={["messages"]}>
            <Happened view={view} known={known} />
          </Live>
        ) : (
          <Happened view={view} known={known} />
        )}
        <div class="halves">
          <FactsCard view={view} known={known} to={to} />
          <OtpCard view={view} message={message} otp={otp} refusal={refusal} />
        </div>
        <Attempts view={view} message={message} />
        <Reports view={view} message={message} />
        {known.story === null ? null : (
          <details class="more">
            <summary>{words.whole}</summary>
            <div class="card">
              <Lines view={view} lines={known.story.story} />
            </div>
          </details>
        )}
      </>
    ),
  });
}

/** What is over needs no look; a number in full is asked for once, and recorded once. */
function maySoonBeOther({ message, otp }: Known): boolean {
  return otp?.status === "pending" || ["queued", "sending", "accepted", "sent"].includes(message.status);
}

async function read(api: Api, id: string, reveal: boolean): Promise<Known> {
  const params = { path: { id } };
  const [message, timeline, story] = await Promise.all([
    api.GET("/v1/messages/{id}", { params: { ...params, query: reveal ? { reveal: "true" } : {} } }),
    api.GET("/v1/messages/{id}/timeline", { params }),
    api.GET("/v1/explain", { params: { query: { message: id } } }),
  ]);
  const found = dataOf(message);
  const otp = await api.GET("/v1/otp/{id}", { params: { path: { id: found.otp } } });
  // A message may be kept longer than its OTP.
  const gone = ({ response }: { response: Response }): boolean => response.status === 404;
  return {
    message: found,
    timeline: dataOf(timeline),
    otp: gone(otp) ? null : (dataOf(otp) as Otp),
    story: gone(story) ? null : (dataOf(story) as Story),
  };
}

function Reveal({ view, id, to }: { view: View; id: string; to: string }): Child {
  const words = messageWords[view.language];
  if (view.query.get("reveal") === "true")
    return (
      <>
        <span class="soft small">{words.revealed}</span>
        <a href={here(view, { reveal: null })}>{words.hide}</a>
      </>
    );
  if (!mayReveal(view) || !to.includes("*")) return null;
  return (
    <a class="button plain" href={address(view, `/messages/${id}`, { reveal: "true" })}>
      {words.reveal}
    </a>
  );
}

/** One sentence, what to say, and the way there. */
function Happened({ view, known: { message, timeline, story } }: { view: View; known: Known }) {
  const { language } = view;
  const words = messageWords[language];
  const otp = story?.otps[0];
  const skips = story?.story.filter(({ kind, message: of }) => kind === "skip" && of === message.id) ?? [];
  return (
    <section class="card">
      <p class="row">
        <StatusBadge status={message.status} language={language} />
        <span class="soft">{statusMeans(message.status, language)}</span>
      </p>
      {otp === undefined ? null : (
        <>
          <p>
            <strong>{otp.summary[language]}</strong>
          </p>
          <p class="note info">
            {words.say} {otp.advice[language]}
          </p>
        </>
      )}
      <h2>{words.timeline}</h2>
      <Moments view={view} timeline={timeline} />
      {skips.length === 0 ? null : (
        <>
          <h3>{words.skips}</h3>
          <ul>
            {skips.map(({ text }) => (
              <li>{text[language]}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function FactsCard({ view, known: { message, otp }, to }: { view: View; known: Known; to: string }) {
  const { language } = view;
  const { facts, central } = messageWords[language];
  const rows: (readonly [string, Child] | null)[] = [
    [facts.to, message.central ? `${to} (${central})` : to],
    message.user === null ? null : [facts.user, message.user],
    message.name === null ? null : [facts.name, message.name],
    otp === null ? null : [facts.purpose, otp.purpose],
    [facts.provider, message.provider ?? common[language].none],
    [facts.template, `${message.template} / ${message.locale}, v${message.template_version}`],
    [facts.charged, costOf(message, view)],
    [facts.created, <Time view={view} at={message.created_at} seconds />],
    [facts.accepted, <Time view={view} at={message.accepted_at} seconds />],
    [facts.expires, <Time view={view} at={message.expires_at} seconds />],
    [facts.message, <Copyable frame={view} id="message-id" text={message.id} what={facts.message} />],
  ];
  return (
    <section class="card">
      <h2>{facts.heading}</h2>
      <Facts rows={rows.filter((row) => row !== null)} />
    </section>
  );
}

/** What was paid; beside it the price, where that is not the same yet. */
function costOf({ charged, price, currency }: MessageStory, { language }: View): string {
  const paid = money(charged, currency, language);
  if (price === null || price === charged) return paid;
  return `${paid} (${messageWords[language].facts.price} ${money(price, currency, language)})`;
}
