import type { FC } from "hono/jsx";
import { errorText, StatusBadge, type Timeline } from "../../parts/message.tsx";
import { money, Time } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { messageWords } from "./message-words.ts";

type Moment = Timeline["timeline"][number];

/** A message's way, in sentences: what happened, when, and what it was from then on. */
export const Moments: FC<{ view: View; timeline: Timeline }> = ({ view, timeline }) => (
  <ol class="moments">
    {timeline.timeline.map((moment) => (
      <li>
        <Time view={view} at={moment.at} seconds />
        <span>
          {sentence(moment, view, timeline.currency)}
          {moment.mark === null ? null : <span class="soft"> {messageWords[view.language].marks[moment.mark]}</span>}
        </span>
        {moment.status === null ? <span></span> : <StatusBadge status={moment.status} language={view.language} />}
      </li>
    ))}
  </ol>
);

function sentence(moment: Moment, view: View, currency: string): string {
  const { language } = view;
  const { moments: said, money: paid, reports } = messageWords[language];
  const provider = moment.provider ?? common[language].none;
  const code = moment.provider_code === null ? "" : ` (${moment.provider_code})`;
  switch (moment.by) {
    case "issue":
      return said.issue;
    case "attempt":
      return moment.provider === null ? said.other : said.attempt(provider);
    case "answer":
      if (moment.outcome === null) return said.other;
      if (moment.outcome === "accepted") return said.taken(provider);
      return said.refused(provider, `${errorText(moment.outcome, language)}${code}`);
    case "report":
      if (moment.reported === null) return said.other;
      return said.report(provider, `${reports[moment.reported] ?? moment.reported}${code}`);
    case "route":
      return said.route;
    case "timer":
      return said.timer;
    case "otp_ended":
      return said.otp_ended;
    case "ledger":
      return moment.money === null ? said.other : paid[moment.money](money(moment.amount ?? "0", currency, language));
  }
}
