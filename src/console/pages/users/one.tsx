import type { Hono } from "hono";
import { dataOf, problemOf } from "../../api.ts";
import { Choice, Confirm, Form, once, textOf, Wrong, type FormState } from "../../parts/form.tsx";
import { publicId } from "../../../kit/id.ts";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { SessionTable } from "../account/session-table.tsx";
import { invitationPage } from "./invitation.tsx";
import { languageOf, UserFields, type ShownUser } from "./parts.tsx";
import { userWords } from "./words.ts";

const MOST_SESSIONS = 200;

/** A form that was not taken. */
interface Refused {
  text: string;
  state: FormState;
}

/** One user: what they may do, where they are signed in, and what to do when they can't get in. */
export function onePages(app: Hono<ConsoleEnv>): void {
  app.get("/users/:id", (c) => userPage(c, c.req.param("id"), null));

  app.post("/users/:id", async (c) => {
    const { view } = c.var;
    const id = c.req.param("id");
    const values = await textOf(c);
    const { name = "", role = "" } = values;
    const answer = await view.api.PUT("/v1/console-users/{id}", {
      params: { path: { id } },
      body: {
        name,
        role: role as ShownUser["role"],
        language: languageOf(values["language"]),
        state: values["on"] === "yes" ? "on" : "off",
      },
    });
    const problem = problemOf(answer);
    if (problem === null) return done(c, `/users/${id}`, "saved");
    const state = { values, errors: fieldErrors(problem, view.language) };
    return userPage(c, id, { text: problemText(problem, view.language), state });
  });

  app.post("/users/:id/reset", async (c) => {
    const { api } = c.var.view;
    const path = { id: c.req.param("id") };
    const { name } = dataOf(await api.GET("/v1/console-users/{id}", { params: { path } }));
    const header = once(await textOf(c));
    return invitationPage(
      c,
      name,
      dataOf(await api.POST("/v1/console-users/{id}/reset", { params: { path, header } })),
    );
  });

  app.post("/users/:id/remove", async (c) => {
    const { api } = c.var.view;
    dataOf(await api.DELETE("/v1/console-users/{id}", { params: { path: { id: c.req.param("id") } } }));
    return done(c, "/users", "removed");
  });

  app.post("/users/:id/sessions/:session/end", async (c) => {
    const { api } = c.var.view;
    const path = { id: c.req.param("session") };
    dataOf(await api.DELETE("/v1/console-sessions/{id}", { params: { path } }));
    return done(c, `/users/${c.req.param("id")}`, "ended");
  });
}

async function userPage(c: PageContext, id: string, refused: Refused | null): Promise<Response> {
  const { view } = c.var;
  const words = userWords[view.language];
  const path = { id };
  const [user, sessions] = await Promise.all([
    view.api.GET("/v1/console-users/{id}", { params: { path } }).then(dataOf),
    view.api.GET("/v1/console-users/{id}/sessions", { params: { path, query: { limit: MOST_SESSIONS } } }).then(dataOf),
  ]);
  const mayChange = view.session.role === "admin";
  return show(c, {
    title: user.name,
    status: refused === null ? 200 : 422,
    done: { saved: words.saved, ended: words.ended },
    content: (
      <>
        {mayChange ? (
          <div class="halves">
            <Edit view={view} user={user} refused={refused} />
            <Trouble view={view} user={user} />
          </div>
        ) : (
          <p>{words.roleHelp[user.role]}</p>
        )}
        <h2>{words.sessions}</h2>
        <SessionTable
          view={view}
          sessions={sessions.data}
          current={publicId("ses", view.session.id)}
          action={
            mayChange
              ? (session) => (
                  <form method="post" action={address(view, `/users/${id}/sessions/${session.id}/end`)}>
                    <button class="plain tight">{words.end}</button>
                  </form>
                )
              : null
          }
        />
      </>
    ),
  });
}

function Edit({ view, user, refused }: { view: View; user: ShownUser; refused: Refused | null }) {
  const words = userWords[view.language];
  const stored = {
    name: user.name,
    role: user.role,
    language: user.language ?? "",
    on: user.state === "on" ? "yes" : "",
  };
  const state = refused?.state ?? { values: stored, errors: new Map<string, string>() };
  return (
    <Form class="card" action={address(view, `/users/${user.id}`)}>
      <h2>{words.edit}</h2>
      <Wrong frame={view} text={refused?.text ?? null} state={state} />
      <UserFields view={view} state={state} />
      <Choice name="on" label={words.allowed} checked={state.values["on"] === "yes"} />
      <p class="soft small">{words.editAbout}</p>
      <button>{words.save}</button>
    </Form>
  );
}

function Trouble({ view, user }: { view: View; user: ShownUser }) {
  const words = userWords[view.language];
  return (
    <section class="card">
      <h2>{words.trouble}</h2>
      <p>{words.resetAbout}</p>
      {user.state === "on" ? (
        <Confirm label={words.reset}>
          <Form action={address(view, `/users/${user.id}/reset`)}>
            <button class="danger">{words.resetSure}</button>
          </Form>
        </Confirm>
      ) : null}
      <h3>{words.remove}</h3>
      <p>{words.removeAbout}</p>
      <Confirm label={words.remove}>
        <form method="post" action={address(view, `/users/${user.id}/remove`)}>
          <button class="danger">{words.removeSure}</button>
        </form>
      </Confirm>
    </section>
  );
}
