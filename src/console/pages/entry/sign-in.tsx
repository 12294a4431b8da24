import type { Hono } from "hono";
import { isUnused } from "../../../console-users/set-up.ts";
import { passSecondStep, signIn, type Entered, type Refused } from "../../../console-users/sign-in.ts";
import { signOut } from "../../../console-users/account.ts";
import { ownPath } from "../../language.ts";
import { Field, textOf } from "../../parts/form.tsx";
import { forgetSession, keepSession, visitOf } from "../../session.ts";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { EntryForm, showEntry, StartOver, stateOf } from "./parts.tsx";
import { refusalOf, wrong, type Refusal } from "./refusal.ts";
import { entryWords } from "./words.ts";

/** Name and password, then a code: two forms, and the way out. */
export function signInPages(app: Hono<ConsoleEnv>): void {
  app.get("/sign-in", async (c) => {
    const elsewhere = await whereTo(c);
    if (elsewhere !== null) return c.redirect(elsewhere, 303);
    return signInPage(c, null);
  });

  app.post("/sign-in", async (c) => {
    const { gateway, frame } = c.var;
    const values = await textOf(c);
    const { name = "", password = "" } = values;
    const outcome = await tried(c, values, () => signIn(gateway, { name, password }, visitOf(c)));
    if ("status" in outcome) return signInPage(c, outcome);
    if (outcome.stage === "refused") {
      return signInPage(c, wrong(entryWords[frame.language].signIn.wrong, { name, next: values["next"] ?? "" }, 401));
    }
    return goOn(c, outcome, values["next"]);
  });

  app.get("/sign-in/code", async (c) =>
    isHalf(c) ? codePage(c, null) : c.redirect(address(c.var.frame, "/sign-in"), 303),
  );

  app.post("/sign-in/code", async (c) => {
    const { gateway, frame } = c.var;
    const values = await textOf(c);
    if (!isHalf(c) || frame.person === null) return c.redirect(address(frame, "/sign-in"), 303);
    const { session } = frame.person;
    const code = values["code"] ?? "";
    const outcome = await tried(c, values, () => passSecondStep(gateway, session, code, visitOf(c)));
    if ("status" in outcome) return codePage(c, outcome, values["recovery"] === "1");
    if (outcome.stage === "refused") {
      const words = entryWords[frame.language].code;
      const recovery = values["recovery"] === "1";
      const text = recovery ? words.recoveryWrong : words.wrong;
      return codePage(c, wrong(text, { next: values["next"] ?? "" }, 401), recovery);
    }
    return goOn(c, outcome, values["next"]);
  });

  for (const path of ["/sign-out", "/sign-in/leave"]) {
    app.post(path, async (c) => {
      const { gateway, frame } = c.var;
      if (frame.person !== null) await signOut(gateway, frame.person.session, visitOf(c));
      forgetSession(c);
      return c.redirect(address(frame, "/sign-in", path === "/sign-out" ? { done: "ended" } : {}), 303);
    });
  }
}

/** What came of a try, or how the form is shown again. */
async function tried(
  c: PageContext,
  { password: _password, code: _code, ...values }: Record<string, string>,
  work: () => Promise<Refused | Entered>,
): Promise<Refused | Entered | Refusal> {
  try {
    return await work();
  } catch (error) {
    return refusalOf(c, error, values);
  }
}

/** To the next step, or to the page that was asked for. */
export function goOn(c: PageContext, entered: Entered, next: string | undefined): Response {
  const { frame } = c.var;
  keepSession(c, entered);
  const kept = next === undefined || ownPath(next) === "" ? {} : { next };
  if (entered.stage === "half") return c.redirect(address(frame, "/sign-in/code", kept), 303);
  if (entered.stage === "enrol") return c.redirect(address(frame, "/sign-in/enrol", kept), 303);
  return c.redirect(frame.base + ownPath(next), 303);
}

/** Where somebody belongs who needs no name and password, or can't have any yet. */
async function whereTo(c: PageContext): Promise<string | null> {
  const { frame, gateway } = c.var;
  const { person } = frame;
  if (person === null) return (await isUnused(gateway.sql)) ? address(frame, "/setup") : null;
  if (person.session.passed) return frame.base;
  const next = frame.query.get("next");
  return address(frame, person.session.enrolled ? "/sign-in/code" : "/sign-in/enrol", { next });
}

function isHalf(c: PageContext): boolean {
  const session = c.var.frame.person?.session;
  return session !== undefined && !session.passed && session.enrolled;
}

function signInPage(c: PageContext, refusal: Refusal | null): Promise<Response> {
  const { frame } = c.var;
  const words = entryWords[frame.language];
  const state = stateOf(refusal);
  return showEntry(c, refusal, {
    title: words.signIn.title,
    done: { ended: words.signIn.ended },
    content: (
      <>
        <EntryForm frame={frame} path="/sign-in" refusal={refusal} submit={words.signIn.submit}>
          <Field name="name" label={words.name} state={state} autocomplete="username" required attributes={plainText} />
          <Field name="password" type="password" label={words.password} autocomplete="current-password" required />
        </EntryForm>
        <p class="soft small">
          {words.signIn.help} <code>npm run cli -- user reset</code>.
        </p>
        <p class="small">
          {words.signIn.invited} <a href={address(frame, "/welcome")}>{words.signIn.welcome}</a>
        </p>
      </>
    ),
  });
}

function codePage(
  c: PageContext,
  refusal: Refusal | null,
  recovery = c.var.frame.query.get("recovery") === "1",
): Promise<Response> {
  const { frame } = c.var;
  const words = entryWords[frame.language].code;
  const next = refusal?.state.values["next"] ?? frame.query.get("next");
  const app = { inputmode: "numeric", autocomplete: "one-time-code" } as const;
  return showEntry(c, refusal, {
    title: words.title,
    content: (
      <>
        <EntryForm frame={frame} path="/sign-in/code" refusal={refusal} submit={words.submit}>
          {recovery ? <input type="hidden" name="recovery" value="1" /> : null}
          <Field
            name="code"
            label={recovery ? words.recoveryLabel : words.label}
            help={recovery ? words.recoveryHelp : words.help}
            required
            mono
            attributes={{ autofocus: "", ...plainText }}
            {...(recovery ? { autocomplete: "off" } : app)}
          />
        </EntryForm>
        <p class="small">
          <a href={address(frame, "/sign-in/code", { next, recovery: recovery ? null : "1" })}>
            {recovery ? words.useApp : words.useRecovery}
          </a>
        </p>
        {recovery ? <p class="soft small">{words.lost}</p> : null}
        <StartOver frame={frame} />
      </>
    ),
  });
}

/** Phones put a capital at the beginning of whatever is typed. */
export const plainText = { autocapitalize: "none", autocorrect: "off" };
