import { Form } from "../../parts/form.tsx";
import { Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { actorOf, mayChange } from "./common.tsx";
import type { Statement } from "./statement-tables.tsx";
import { statementWords } from "./statements-words.ts";

/** Who said that the month is right; and the button to say so, with the closing balance that was seen. */
export function Signatures({ view, statement }: { view: View; statement: Statement }) {
  const words = statementWords[view.language];
  const { month, closing, signatures, status } = statement;
  const mine = signatures.some(({ actor }) => actor === actorOf(view));
  return (
    <section class="card" id="signatures">
      <h2>{words.signed}</h2>
      {signatures.length === 0 ? (
        <p class="soft">{words.unsigned}</p>
      ) : (
        <ul>
          {signatures.map(({ actor, actor_name: name, at }) => (
            <li>
              <span title={actor}>{name ?? actor}</span>, <Time view={view} at={at} />
            </li>
          ))}
        </ul>
      )}
      {mine || !mayChange(view) ? null : status === "provisional" ? (
        <p class="soft small">{words.signLater}</p>
      ) : (
        <Form action={address(view, "/balance/statements/sign")}>
          <input type="hidden" name="month" value={month} />
          <input type="hidden" name="closing" value={closing} />
          <button class="plain">{words.sign}</button>
        </Form>
      )}
    </section>
  );
}
