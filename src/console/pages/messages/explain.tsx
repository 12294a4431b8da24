import { dataOf, problemOf } from "../../api.ts";
import { GatewayError } from "../../../errors.ts";
import { Field } from "../../parts/form.tsx";
import { OtpBadge, type OtpStatus, type Story } from "../../parts/message.tsx";
import { Time } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type PageContext, type View } from "../../view.ts";
import { explainWords } from "./explain-words.ts";
import { mayReveal } from "./filters.ts";
import { logWords } from "./log-words.ts";
import { MessageTabs } from "./tabs.tsx";
import { Lines } from "./story.tsx";

/** What support uses: something is pasted, one sentence says what happened and another what to say. For paper, too. */
export async function explainPage(c: PageContext): Promise<Response> {
  const { view } = c.var;
  const words = explainWords[view.language];
  const q = view.query.get("q")?.trim() ?? "";
  if (q === "" && view.session.role === "finance")
    throw new GatewayError("forbidden", "The role finance may not read the log.");
  const answer = q === "" ? null : await view.api.GET("/v1/explain", { params: { query: { q } } });
  const problem = answer?.response.status === 400 ? problemOf(answer) : null;
  const story = answer === null || problem !== null ? null : (dataOf(answer) as Story);
  const state = { values: { q }, errors: fieldErrors(problem, view.language) };
  return show(c, {
    title: words.title,
    aside:
      story === null || story.otps.length === 0 ? undefined : (
        <button type="button" class="plain" data-print data-scripted hidden>
          {words.print}
        </button>
      ),
    ...(problem === null ? {} : { status: 422 }),
    content: (
      <>
        <MessageTabs view={view} />
        <form class="filters" role="search" method="get" action={address(view, "/explain")}>
          <Field name="q" type="search" label={words.field} help={words.help} state={state} autocomplete="off" wide />
          <button>{words.ask}</button>
        </form>
        {story === null ? (
          problem === null ? (
            <div class="card empty">
              <p>{words.start}</p>
            </div>
          ) : null
        ) : (
          <Told view={view} story={story} q={q} />
        )}
      </>
    ),
  });
}

function Told({ view, story, q }: { view: View; story: Story; q: string }) {
  const { language } = view;
  const words = explainWords[language];
  const { taken, meanings } = logWords[language];
  const as = story.taken_for ?? null;
  return (
    <>
      {as === null ? null : <p class="soft">{taken(meanings[as.as], as.value)}</p>}
      {story.guard.map(({ state, text }) => (
        <p class={state === "blocked" ? "note bad" : "note"}>{text[language]}</p>
      ))}
      {story.otps.length === 0 ? (
        <div class="card empty">
          <p>{words.nothing(q)}</p>
          <p class="small">{words.nothingHelp}</p>
        </div>
      ) : (
        <p class="soft small">
          {words.newest(story.otps.length)} {view.timeZone}.
        </p>
      )}
      {story.otps.map((otp, index) => (
        <OtpStory view={view} otp={otp} lines={story.story.filter((line) => line.otp === otp.id)} open={index === 0} />
      ))}
    </>
  );
}

interface Part {
  view: View;
  otp: Story["otps"][number];
  lines: Story["story"];
  open: boolean;
}

/** The newest is told at once; what is folded is not printed. */
function OtpStory({ view, otp, lines, open }: Part) {
  const { language } = view;
  const words = explainWords[language];
  const message = lines.findLast((line) => line.message !== null)?.message ?? null;
  const status = otp.status as OtpStatus;
  return (
    <section class="card">
      <h2>{[otp.to, otp.name ?? otp.user, otp.purpose].filter((part) => part !== null && part !== "").join(" · ")}</h2>
      <p class="row">
        <OtpBadge status={status} language={language} />
        <span class="soft small">
          <Time view={view} at={otp.created_at} seconds />
        </span>
      </p>
      <p>
        <strong>{otp.summary[language]}</strong>
      </p>
      <p class="note info">
        {words.say} {otp.advice[language]}
      </p>
      <details class="more" open={open}>
        <summary>{words.story}</summary>
        <Lines view={view} lines={lines} />
      </details>
      <p class="row">
        {message === null ? null : (
          <a class="button plain tight" href={address(view, `/messages/${message}`)}>
            {words.open}
          </a>
        )}
        {message !== null && status === "pending" && mayReveal(view) ? (
          <a class="button tight" href={`${address(view, `/messages/${message}`)}#resend`}>
            {words.resend}
          </a>
        ) : null}
        <a class="button plain tight" href={address(view, "/messages", { q: otp.id })}>
          {words.log}
        </a>
      </p>
    </section>
  );
}
