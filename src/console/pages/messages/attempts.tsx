import type { FC } from "hono/jsx";
import { errorText, type MessageStory } from "../../parts/message.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { count, Time } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { messageWords } from "./message-words.ts";

interface Part {
  view: View;
  message: MessageStory;
}

/** Each hand-over to a provider, with the provider's own word for what went wrong. */
export const Attempts: FC<Part> = ({ view, message }) => {
  const { language } = view;
  const words = messageWords[language].attempts;
  const { none } = common[language];
  const columns: Column<MessageStory["attempts"][number]>[] = [
    { head: words.at, cell: ({ started_at: at }) => <Time view={view} at={at} seconds /> },
    { head: words.provider, cell: ({ provider }) => provider },
    {
      head: words.outcome,
      cell: ({ error_class: error }) => (error === null ? words.taken : errorText(error, language)),
    },
    { head: words.code, cell: ({ provider_code: code }) => (code === null ? none : <code>{code}</code>) },
    { head: words.took, number: true, cell: ({ latency_ms: took }) => `${count(took, language)} ms` },
    {
      head: words.id,
      cell: ({ provider_message_id: id, outcome }) =>
        id === null ? (
          outcome === "accepted" ? (
            <span class="soft">{words.hidden}</span>
          ) : (
            none
          )
        ) : (
          <code class="wrap">{id}</code>
        ),
    },
  ];
  return (
    <section>
      <h2>{words.heading}</h2>
      <Table rows={message.attempts} columns={columns} caption={words.heading} empty={<p>{words.none}</p>} />
    </section>
  );
};

/** In the order in which they came. */
export const Reports: FC<Part> = ({ view, message }) => {
  const { language } = view;
  const { said: words, reports, marks } = messageWords[language];
  const { none } = common[language];
  const columns: Column<MessageStory["reports"][number]>[] = [
    { head: words.at, cell: ({ received_at: at }) => <Time view={view} at={at} seconds /> },
    { head: words.provider, cell: ({ provider }) => provider },
    { head: words.status, cell: ({ status }) => reports[status] ?? status },
    { head: words.code, cell: ({ provider_code: code }) => (code === undefined ? none : <code>{code}</code>) },
    { head: words.note, cell: ({ mark }) => (mark === null ? none : marks[mark]) },
  ];
  return (
    <section>
      <h2>{words.heading}</h2>
      <Table rows={message.reports} columns={columns} caption={words.heading} empty={<p>{words.none}</p>} />
    </section>
  );
};
