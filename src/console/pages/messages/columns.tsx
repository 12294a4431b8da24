import { channelText, StatusBadge, type Message } from "../../parts/message.tsx";
import type { Column } from "../../parts/table.tsx";
import { money, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { logWords } from "./log-words.ts";

/** Of the log. Each row's link has the message's id, so that a part that fetches itself anew leaves the keyboard where it was. */
export function columns(view: View): Column<Message>[] {
  const { language } = view;
  const words = logWords[language];
  return [
    {
      head: words.columns.at,
      cell: ({ id, created_at: at }) => (
        <a id={id} href={address(view, `/messages/${id}`)}>
          <Time view={view} at={at} seconds />
        </a>
      ),
    },
    {
      head: words.columns.to,
      cell: ({ to, user, central }) => (
        <>
          <span class="nowrap">{to === "erased" ? common[language].erased : to}</span>
          {user === null && !central ? null : (
            <div class="soft small">{[user, central ? words.central : null].filter(Boolean).join(" · ")}</div>
          )}
        </>
      ),
    },
    { head: words.columns.status, cell: ({ status }) => <StatusBadge status={status} language={language} /> },
    { head: words.columns.channel, cell: ({ channel }) => channelText(channel, language) },
    { head: words.columns.provider, cell: ({ provider }) => provider ?? common[language].none },
    {
      head: words.columns.charged,
      number: true,
      cell: ({ charged, currency }) => money(charged, currency, language),
    },
  ];
}
