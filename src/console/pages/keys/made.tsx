import type { FC } from "hono/jsx";
import type { Role } from "../../../tenants/actor.ts";
import { Copyable } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { curlLines } from "./curl-lines.ts";
import { keyWords } from "./words.ts";

interface MadeKeyProps {
  view: View;
  /** Of a form that was sent twice the second answer has no key. */
  made: { key: string | null; name: string; role: Role; facade: string | null };
  publicUrl: string;
}

/** The one page that ever shows a key, with what it is good for. */
export const MadeKey: FC<MadeKeyProps> = ({ view, made, publicUrl }) => {
  const { made: words, roles } = keyWords[view.language];
  const { key, name, role, facade } = made;
  return (
    <>
      <p>
        <strong>{name}</strong> · {roles[role][0]}
      </p>
      {key === null ? (
        <p class="note warn">{words.gone}</p>
      ) : (
        <>
          <div class="note good">
            <p>{words.once}</p>
            <Copyable frame={view} id="key" text={key} what={words.key} />
          </div>
          {facade === null ? (
            <Lines view={view} role={role} secret={key} publicUrl={publicUrl} />
          ) : (
            <p>{words.facadeText}</p>
          )}
        </>
      )}
      <p>
        <a class="button" href={address(view, "/keys")}>
          {words.back}
        </a>
      </p>
    </>
  );
};

const Lines: FC<{ view: View; role: Role; secret: string; publicUrl: string }> = ({
  view,
  role,
  secret,
  publicUrl,
}) => {
  const { made: words } = keyWords[view.language];
  return (
    <section class="card">
      <h2>{words.tryIt}</h2>
      <p>{role === "erp" ? words.tryText : words.tryOps}</p>
      {curlLines(role, secret, publicUrl).map(([does, line], i) => (
        <>
          <h3>{words[does]}</h3>
          <Copyable frame={view} id={`line-${i}`} text={line} what={words[does]} block />
        </>
      ))}
    </section>
  );
};
