import type { FC } from "hono/jsx";
import { Badge, Time, type Tone } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import type { AttentionItem, AttentionList } from "./data.ts";
import { linkOf } from "./links.ts";
import { overviewWords } from "./words.ts";

const tones: Record<AttentionItem["severity"], Tone> = { error: "bad", warning: "warn", info: "info" };
/** What is further down is on its own page. */
const SHOWN = 8;

/** What stands now, the worst first, each with the way to where something can be done about it. */
export const Attention: FC<{ view: View; list: AttentionList }> = ({ view, list }) => {
  const words = overviewWords[view.language].attention;
  const all = Object.values(list.counts).reduce((sum, count) => sum + count, 0);
  const shown = list.data.slice(0, SHOWN);
  return (
    <section class="card" aria-labelledby="attention-title">
      <h2 id="attention-title">
        {words.title}
        {all === 0 ? null : (
          <>
            {" "}
            <Badge tone={tones[list.data[0]?.severity ?? "info"]}>{all}</Badge>
          </>
        )}
      </h2>
      {all === 0 ? (
        <p class="good">{words.none}</p>
      ) : (
        <ul class="attention">
          {shown.map((item) => (
            <Item view={view} item={item} />
          ))}
          {all > shown.length ? <li class="soft">{words.more(all - shown.length)}</li> : null}
        </ul>
      )}
    </section>
  );
};

const Item: FC<{ view: View; item: AttentionItem }> = ({ view, item }) => {
  const words = overviewWords[view.language].attention;
  const link = linkOf(view, item);
  const text = item.text[view.language];
  return (
    <li>
      <Badge tone={tones[item.severity]}>{words.severity[item.severity]}</Badge>
      <div>
        {text}
        {item.since === null ? null : (
          <span class="soft small">
            {" "}
            {words.since} <Time view={view} at={item.since} />
          </span>
        )}
      </div>
      {link === null ? null : (
        <a class="button plain tight" href={link} aria-label={`${words.open}: ${text}`}>
          {words.open}
        </a>
      )}
    </li>
  );
};
