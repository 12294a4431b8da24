import type { Child, FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { isoMs } from "../../../kit/clock.ts";
import { Time } from "../../parts/text.tsx";
import { problemText } from "../../problem-words.ts";
import { here, type View } from "../../view.ts";
import { approvalWords } from "./approval-words.ts";
import type { Errand } from "./errands.ts";

type Told = Pick<
  components["schemas"]["TemplateSubmission"],
  "ok" | "error_class" | "provider_code" | "provider_words"
>;

interface NoteProps {
  view: View;
  id: string;
  errand: Errand;
  /** Of the answer, where the provider did it. */
  more?: (data: unknown) => Child;
}

/** What came of asking a provider, or that it is still being asked: then this asks for itself anew. */
export const ErrandNote: FC<NoteProps> = ({ view, id, errand, more }) => {
  const words = approvalWords[view.language];
  const { outcome, startedAt } = errand;
  if (outcome === null) {
    return (
      <div
        class="note info"
        role="status"
        id={id}
        hx-get={here(view)}
        hx-trigger="every 2s"
        hx-select={`#${id}`}
        hx-swap="outerHTML"
      >
        <p>
          <strong>{words.running}</strong> {words.since} <Time view={view} at={isoMs(startedAt)} seconds />
        </p>
        <p>
          {words.leave} <a href={here(view)}>{words.refresh}</a>
        </p>
      </div>
    );
  }
  if ("failed" in outcome) return <Ended id={id} tone="bad" title={words.failed} />;
  if ("problem" in outcome) {
    const { problem } = outcome;
    const fields = (problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`).join("; ");
    return <Ended id={id} tone="bad" title={`${problemText(problem, view.language)} ${fields}`.trim()} />;
  }
  const told = outcome.data as Told;
  if (told.ok) return <Ended id={id} tone="good" title={words.ok} more={more?.(outcome.data)} />;
  const lost = told.error_class === "ambiguous";
  const said = [told.provider_words, told.provider_code].filter((text) => text !== null).join(" · ");
  return (
    <Ended
      id={id}
      tone={lost ? "warn" : "bad"}
      title={lost ? words.lost : words.refused}
      more={
        said === "" ? null : (
          <p>
            {words.said}: <q>{said}</q>
          </p>
        )
      }
    />
  );
};

const Ended: FC<{ id: string; tone: "good" | "warn" | "bad"; title: string; more?: Child }> = ({
  id,
  tone,
  title,
  more,
}) => (
  <div class={`note ${tone}`} role="status" id={id}>
    <p>
      <strong>{title}</strong>
    </p>
    {more}
  </div>
);
