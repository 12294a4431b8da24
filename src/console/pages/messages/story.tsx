import type { FC } from "hono/jsx";
import type { Story } from "../../parts/message.tsx";
import { Time } from "../../parts/text.tsx";
import type { View } from "../../view.ts";

/** What happened, sentence after sentence, as the API tells it in the reader's language. */
export const Lines: FC<{ view: View; lines: Story["story"] }> = ({ view, lines }) => (
  <ol class="moments">
    {lines.map(({ at, text }) => (
      <li>
        <Time view={view} at={at} seconds />
        <span>{text[view.language]}</span>
      </li>
    ))}
  </ol>
);
