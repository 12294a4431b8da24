import type { Hono } from "hono";
import { acceptInvitation } from "../../../console-users/welcome.ts";
import { Field, textOf } from "../../parts/form.tsx";
import { visitOf } from "../../session.ts";
import type { ConsoleEnv, PageContext } from "../../view.ts";
import { EntryForm, isRepeated, NewPassword, showEntry, stateOf } from "./parts.tsx";
import { refusalOf, wrongField, type Refusal } from "./refusal.ts";
import { goOn, plainText } from "./sign-in.tsx";
import { entryWords } from "./words.ts";

/** Who was invited, or reset, chooses a password. */
export function welcomePages(app: Hono<ConsoleEnv>): void {
  app.get("/welcome", (c) => welcomePage(c, null));

  app.post("/welcome", async (c) => {
    const { gateway, frame } = c.var;
    const words = entryWords[frame.language];
    const values = await textOf(c);
    const { setup_token: token = "", password = "" } = values;
    // Given back, since it is in this browser anyway, and only half of what it takes.
    const shown = { setup_token: token };
    if (!isRepeated(values)) return welcomePage(c, wrongField("repeat", words.notTheSame, shown));
    try {
      const outcome = await acceptInvitation(gateway, { token, password }, visitOf(c));
      if (outcome.stage !== "refused") return goOn(c, outcome, undefined);
      return await welcomePage(c, wrongField("setup_token", words.welcome.wrong, {}));
    } catch (error) {
      return welcomePage(c, refusalOf(c, error, shown));
    }
  });
}

function welcomePage(c: PageContext, refusal: Refusal | null): Promise<Response> {
  const { frame } = c.var;
  const words = entryWords[frame.language];
  return showEntry(c, refusal, {
    title: words.welcome.title,
    scripts: ["entry.js"],
    content: (
      <>
        <p>{words.welcome.about}</p>
        <EntryForm frame={frame} path="/welcome" refusal={refusal} submit={words.welcome.submit}>
          <Field
            name="setup_token"
            label={words.welcome.token}
            help={words.welcome.tokenHelp}
            state={stateOf(refusal)}
            autocomplete="off"
            required
            mono
            attributes={{ "data-fragment": "", ...plainText }}
          />
          <NewPassword frame={frame} refusal={refusal} />
        </EntryForm>
      </>
    ),
  });
}
