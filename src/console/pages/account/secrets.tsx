import type { Hono } from "hono";
import { changePassword, renewRecoveryCodes } from "../../../console-users/account.ts";
import { offerTotp } from "../../../console-users/enrol.ts";
import { textOf, Wrong } from "../../parts/form.tsx";
import { keepSession, visitOf } from "../../session.ts";
import { done } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { enrol, enrolPage } from "../entry/enrol.tsx";
import { CurrentPassword, isRepeated, NewPassword, RecoveryCodes, showEntry, stateOf } from "../entry/parts.tsx";
import { refusalOf, wrongField, type Refusal } from "../entry/refusal.ts";
import { entryWords } from "../entry/words.ts";
import { accountWords } from "./words.ts";

/** Password, second factor and recovery codes of one's own. */
export function secretPages(app: Hono<ConsoleEnv>): void {
  app.get("/account/password", (c) => passwordPage(c, null));

  app.post("/account/password", async (c) => {
    const { view, gateway } = c.var;
    const values = await textOf(c);
    const { current_password: current = "", password = "" } = values;
    if (!isRepeated(values)) {
      return passwordPage(c, wrongField("repeat", entryWords[view.language].notTheSame, {}));
    }
    try {
      const { session } = view;
      const token = await changePassword(gateway, session, { current, password }, visitOf(c));
      keepSession(c, { stage: "full", token, userId: session.userId });
      return done(c, "/account", "password");
    } catch (error) {
      return passwordPage(c, refusalOf(c, error, {}));
    }
  });

  app.get("/account/app", (c) => {
    const { view, gateway } = c.var;
    return enrolPage(c, "/account/app", offerTotp(gateway, view.session), null);
  });

  app.post("/account/app", (c) => enrol(c, c.var.view.session, "/account/app"));

  app.get("/account/recovery-codes", (c) => recoveryPage(c, null));

  app.post("/account/recovery-codes", async (c) => {
    const { view, gateway } = c.var;
    const words = accountWords[view.language].recovery;
    const { current_password: current = "" } = await textOf(c);
    try {
      const codes = await renewRecoveryCodes(gateway, view.session, current, visitOf(c));
      return await showEntry(c, null, {
        title: words.title,
        scripts: ["entry.js"],
        content: (
          <RecoveryCodes frame={view} codes={codes}>
            <p>
              <a class="button" href={address(view, "/account")}>
                {words.back}
              </a>
            </p>
          </RecoveryCodes>
        ),
      });
    } catch (error) {
      return recoveryPage(c, refusalOf(c, error, {}));
    }
  });
}

function passwordPage(c: PageContext, refusal: Refusal | null): Promise<Response> {
  const { view } = c.var;
  const words = accountWords[view.language].password;
  return showEntry(c, refusal, {
    title: words.title,
    content: (
      <form class="card narrow" method="post" action={address(view, "/account/password")}>
        <Wrong frame={view} text={refusal?.text ?? null} state={stateOf(refusal)} />
        <p>{words.about}</p>
        <CurrentPassword frame={view} refusal={refusal} />
        <NewPassword frame={view} refusal={refusal} label={entryWords[view.language].newPassword} />
        <button>{words.submit}</button>
      </form>
    ),
  });
}

function recoveryPage(c: PageContext, refusal: Refusal | null): Promise<Response> {
  const { view } = c.var;
  const words = accountWords[view.language].recovery;
  return showEntry(c, refusal, {
    title: words.title,
    content: (
      <form class="card narrow" method="post" action={address(view, "/account/recovery-codes")}>
        <Wrong frame={view} text={refusal?.text ?? null} state={stateOf(refusal)} />
        <p>{words.about}</p>
        <CurrentPassword frame={view} refusal={refusal} />
        <button>{words.renew}</button>
      </form>
    ),
  });
}
