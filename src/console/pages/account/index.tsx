import type { Hono } from "hono";
import { setLanguage } from "../../../console-users/account.ts";
import { recoveryCodesLeft } from "../../../console-users/recovery-codes.ts";
import { endSession, listSessions, type ListedSession } from "../../../console-users/sessions.ts";
import { personAudit } from "../../../console-users/visit.ts";
import { iso } from "../../../kit/clock.ts";
import { parsePublicId, publicId } from "../../../kit/id.ts";
import { languages } from "../../../kit/language.ts";
import { Field, textOf } from "../../parts/form.tsx";
import { SessionTable, type ShownSession } from "./session-table.tsx";
import { Badge, Facts } from "../../parts/text.tsx";
import { visitOf } from "../../session.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { accountWords } from "./words.ts";

const MOST_SESSIONS = 200;

/** What people see and change of themselves. It is of the console alone: a program has no password. */
export function accountPages(app: Hono<ConsoleEnv>): void {
  app.get("/account", async (c) => {
    const { view, gateway } = c.var;
    const { session } = view;
    const words = accountWords[view.language];
    const [left, sessions] = await Promise.all([
      recoveryCodesLeft(gateway.sql, session.userId),
      listSessions(gateway.sql, session.userId, view.now, MOST_SESSIONS),
    ]);
    return show(c, {
      title: words.title,
      done: { language: words.language.saved, password: words.password.saved, session: words.sessions.ended },
      content: (
        <>
          <div class="halves">
            <Self view={view} />
            <Secrets view={view} left={left} />
          </div>
          <h2>{words.sessions.title}</h2>
          <SessionTable
            view={view}
            sessions={sessions.map(shown)}
            current={publicId("ses", session.id)}
            action={({ id }) =>
              id === publicId("ses", session.id) ? (
                ""
              ) : (
                <form method="post" action={address(view, `/account/sessions/${id}/end`)}>
                  <button class="plain tight">{words.sessions.end}</button>
                </form>
              )
            }
          />
        </>
      ),
    });
  });

  app.post("/account/language", async (c) => {
    const { view, gateway } = c.var;
    const chosen = (await textOf(c))["language"];
    const language = languages.find((known) => known === chosen) ?? null;
    await setLanguage(gateway, view.session, language, visitOf(c));
    return done(c, "/account", "language");
  });

  app.post("/account/sessions/:id/end", async (c) => {
    const { view, gateway } = c.var;
    const { userId: id, userName: name, role, tenantId } = view.session;
    const ctx = personAudit({ id, name, role, tenantId }, visitOf(c));
    await endSession(gateway.sql, ctx, parsePublicId("ses", c.req.param("id")), view.now, id);
    return done(c, "/account", "session");
  });
}

function Self({ view }: { view: View }) {
  const words = accountWords[view.language];
  const { session, tenant } = view;
  const options = [
    { value: "", label: words.language.browser },
    ...languages.map((language) => ({ value: language, label: common[language].name })),
  ];
  return (
    <section class="card">
      <h2>{words.who}</h2>
      <Facts
        rows={[
          [words.name, session.userName],
          [words.role, common[view.language].roles[session.role]],
          [words.tenant, tenant.name],
        ]}
      />
      <form method="post" action={address(view, "/account/language")}>
        <Field name="language" label={words.language.label} value={session.language ?? ""} options={options} />
        <button class="plain">{words.language.submit}</button>
      </form>
    </section>
  );
}

function Secrets({ view, left }: { view: View; left: number }) {
  const words = accountWords[view.language];
  const { enrolled } = view.session;
  return (
    <section class="card">
      <h2>{words.app.title}</h2>
      <p>
        <Badge tone={enrolled ? "good" : "warn"}>{enrolled ? words.app.on : words.app.off}</Badge>{" "}
        {enrolled ? words.recovery.left(left) : null}
      </p>
      <div class="row">
        <a class="button plain" href={address(view, "/account/app")}>
          {enrolled ? words.app.replace : words.app.add}
        </a>
        {enrolled ? (
          <a class="button plain" href={address(view, "/account/recovery-codes")}>
            {words.recovery.renew}
          </a>
        ) : null}
        <a class="button plain" href={address(view, "/account/password")}>
          {words.password.title}
        </a>
      </div>
    </section>
  );
}

function shown(session: ListedSession): ShownSession {
  return {
    id: publicId("ses", session.id),
    address: session.address,
    user_agent: session.userAgent,
    passed: session.passed,
    created_at: iso(session.createdAt),
    last_seen_at: iso(session.seenAt),
  };
}
