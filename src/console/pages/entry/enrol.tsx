import type { Hono } from "hono";
import { encode } from "uqr";
import type { FC } from "hono/jsx";
import { confirmPassword } from "../../../console-users/account.ts";
import { enrolTotp, offerAgain, offerTotp, type TotpOffer } from "../../../console-users/enrol.ts";
import type { ConsoleSession } from "../../../console-users/session.ts";
import { ownPath } from "../../language.ts";
import { Field, textOf, Wrong } from "../../parts/form.tsx";
import { Copyable } from "../../parts/text.tsx";
import { keepSession, visitOf } from "../../session.ts";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { CurrentPassword, RecoveryCodes, showEntry, StartOver, stateOf } from "./parts.tsx";
import { refusalOf, wrong, type Refusal } from "./refusal.ts";
import { entryWords } from "./words.ts";

/** Who has no second factor yet sets one up before anything else is shown. */
export function enrolPages(app: Hono<ConsoleEnv>): void {
  app.get("/sign-in/enrol", async (c) => {
    const { gateway, frame } = c.var;
    const session = enrolling(c);
    if (session === null) return c.redirect(address(frame, "/sign-in"), 303);
    return enrolPage(c, "/sign-in/enrol", offerTotp(gateway, session), null);
  });

  app.post("/sign-in/enrol", async (c) => {
    const session = enrolling(c);
    if (session === null) return c.redirect(address(c.var.frame, "/sign-in"), 303);
    return enrol(c, session, "/sign-in/enrol");
  });
}

/** Null: not signed in, or no further than a second factor that there is. */
function enrolling(c: PageContext): ConsoleSession | null {
  const session = c.var.frame.person?.session;
  return session === undefined || session.passed || session.enrolled ? null : session;
}

/** Takes what a form at `path` brings back, and shows the recovery codes, this once. */
export async function enrol(c: PageContext, session: ConsoleSession, path: string): Promise<Response> {
  const { gateway, frame } = c.var;
  const words = entryWords[frame.language];
  const { token = "", code = "", next = "", current_password: password = "" } = await textOf(c);
  const offered = offerAgain(gateway, session, token);
  const offer = offered ?? offerTotp(gateway, session);
  const values = { next };
  try {
    if (offered === null) return await enrolPage(c, path, offer, wrong(words.enrol.stale, values));
    // In place of a second factor there must not come that of whoever found the screen open.
    if (session.enrolled) await confirmPassword(gateway, session, password);
    const enrolled = await enrolTotp(gateway, session, { token, code }, visitOf(c));
    if (enrolled === null) return await enrolPage(c, path, offer, wrong(words.enrol.wrong, values));
    keepSession(c, { stage: "full", token: enrolled.token, userId: session.userId });
    return await showEntry(c, null, {
      title: words.recovery.title,
      scripts: ["entry.js"],
      content: (
        <RecoveryCodes frame={frame} codes={enrolled.recoveryCodes}>
          <p>
            <a class="button" href={frame.base + ownPath(next)}>
              {words.recovery.kept}
            </a>
          </p>
        </RecoveryCodes>
      ),
    });
  } catch (error) {
    return enrolPage(c, path, offer, refusalOf(c, error, values));
  }
}

export function enrolPage(c: PageContext, path: string, offer: TotpOffer, refusal: Refusal | null): Promise<Response> {
  const { frame } = c.var;
  const words = entryWords[frame.language].enrol;
  const inside = frame.person?.session.passed === true;
  return showEntry(c, refusal, {
    title: words.title,
    content: (
      <>
        <p>{words.about}</p>
        <form class="card narrow" method="post" action={address(frame, path)}>
          <Wrong frame={frame} text={refusal?.text ?? null} state={stateOf(refusal)} />
          <p>{words.scan}</p>
          <QrCode text={offer.uri} label={words.qr} />
          <p>
            <a href={offer.uri}>{words.link}</a>
          </p>
          <p>{words.typed}</p>
          <div class="codes">
            <Copyable frame={frame} id="secret" text={inFours(offer.secret)} what={words.secret} />
          </div>
          <input type="hidden" name="token" value={offer.token} />
          <input type="hidden" name="next" value={refusal?.state.values["next"] ?? frame.query.get("next") ?? ""} />
          <Field name="code" label={words.label} inputmode="numeric" autocomplete="one-time-code" required mono />
          {frame.person?.session.enrolled === true ? <CurrentPassword frame={frame} refusal={refusal} /> : null}
          <button>{words.submit}</button>
        </form>
        {inside ? null : <StartOver frame={frame} />}
      </>
    ),
  });
}

/** Dark on white whatever the page's colours: not every app reads the other way round. */
const QrCode: FC<{ text: string; label: string }> = ({ text, label }) => {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
