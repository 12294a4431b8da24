import { diffWordsWithSpace } from "diff";
import type { FC } from "hono/jsx";
import type { Language } from "../../../kit/language.ts";
import { versionWords } from "./version-words.ts";

type Content = Readonly<Record<string, unknown>>;

/** What a read says beside the content. */
const beside = new Set([
  "key",
  "channel",
  "locale",
  "version",
  "change",
  "from_version",
  "actor",
  "at",
  "base_version",
]);
const texts = new Set(["body", "subject"]);

/** What became of each field, the words of a text one by one. Marked by + and −, for eyes and ears that know no colours. */
export const Difference: FC<{ language: Language; from: Content; to: Content }> = ({ language, from, to }) => {
  const words = versionWords[language];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (name) => !beside.has(name) && written(from[name]) !== written(to[name]),
  );
  if (names.length === 0) return <p class="soft">{words.same}</p>;
  return (
    <dl class="diff">
      {names.map((name) => (
        <>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            {texts.has(name) ? (
              <Inline language={language} from={written(from[name])} to={written(to[name])} />
            ) : (
              <>
                <Side sign="−" said={words.removed} text={written(from[name])} />
                <Side sign="+" said={words.added} text={written(to[name])} />
              </>
            )}
          </dd>
        </>
      ))}
    </dl>
  );
};

function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

const Inline: FC<{ language: Language; from: string; to: string }> = ({ language, from, to }) => {
  const words = versionWords[language];
  return (
    <p class="diff-text">
      {diffWordsWithSpace(from, to).map(({ value, added, removed }) => {
        if (added) return <Mark kind="ins" sign="+" said={words.added} text={value} />;
        return removed ? <Mark kind="del" sign="−" said={words.removed} text={value} /> : value;
      })}
    </p>
  );
};

const Side: FC<{ sign: "+" | "−"; said: string; text: string }> = ({ sign, said, text }) =>
  text === "" ? null : (
    <pre>
      <Mark kind={sign === "+" ? "ins" : "del"} sign={sign} said={said} text={text} />
    </pre>
  );

const Mark: FC<{ kind: "ins" | "del"; sign: "+" | "−"; said: string; text: string }> = ({ kind, sign, said, text }) => {
  const inside = (
    <>
      <span class="hidden">{` ${said}: `}</span>
      <b aria-hidden="true">{sign}</b>
      {text}
    </>
  );
  return kind === "ins" ? <ins>{inside}</ins> : <del>{inside}</del>;
};
