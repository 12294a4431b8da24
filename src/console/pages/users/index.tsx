import type { Hono } from "hono";
import { dataOf, problemOf } from "../../api.ts";
import { once, textOf, untouched, Wrong, Form, type FormState } from "../../parts/form.tsx";
import { Pager, Table } from "../../parts/table.tsx";
import { Badge, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { words as common } from "../../words.ts";
import { invitationPage } from "./invitation.tsx";
import { languageOf, UserFields, type ShownUser } from "./parts.tsx";
import { onePages } from "./one.tsx";
import { userWords } from "./words.ts";

/** Who may sign in: the list, and a new one. */
export function userPages(app: Hono<ConsoleEnv>): void {
  app.get("/users", async (c) => {
    const { view } = c.var;
    const words = userWords[view.language];
    const cursor = view.query.get("cursor") ?? undefined;
    const list = dataOf(await view.api.GET("/v1/console-users", { params: { query: { cursor } } }));
    return show(c, {
      title: words.title,
      done: { removed: words.removed },
      aside:
        view.session.role === "admin" ? (
          <a class="button" href={address(view, "/users/new")}>
            {words.add}
          </a>
        ) : undefined,
      content: (
        <>
          <p class="soft">{words.about}</p>
          <Table
            caption={words.title}
            rows={list.data}
            empty={<p>{words.empty}</p>}
            columns={[
              {
                head: words.name,
                cell: (user) => <a href={address(view, `/users/${user.id}`)}>{user.name}</a>,
              },
              { head: words.role, cell: (user) => common[view.language].roles[user.role] },
              { head: words.state, cell: (user) => <State user={user} words={words} /> },
              { head: words.seen, cell: (user) => <Time view={view} at={user.last_seen_at} /> },
              { head: words.created, cell: (user) => <Time view={view} at={user.created_at} /> },
            ]}
          />
          <Pager frame={view} next={list.next_cursor} />
        </>
      ),
    });
  });

  app.get("/users/new", (c) => newPage(c, null, untouched()));

  app.post("/users/new", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const { name = "", role = "" } = values;
    const answer = await view.api.POST("/v1/console-users", {
      params: { header: once(values) },
      body: { name, role: role as ShownUser["role"], language: languageOf(values["language"]) },
    });
    const problem = problemOf(answer);
    if (problem !== null) {
      const state = { values, errors: fieldErrors(problem, view.language) };
      return newPage(c, problemText(problem, view.language), state);
    }
    const made = dataOf(answer);
    return invitationPage(c, made.name, made);
  });

  onePages(app);
}

function newPage(c: PageContext, wrong: string | null, state: FormState): Promise<Response> {
  const { view } = c.var;
  const words = userWords[view.language];
  return show(c, {
    title: words.add,
    status: wrong === null ? 200 : 422,
    content: (
      <Form class="card narrow" action={address(view, "/users/new")}>
        <Wrong frame={view} text={wrong} state={state} />
        <UserFields view={view} state={state} />
        <button>{words.make}</button>
      </Form>
    ),
  });
}

function State({ user, words }: { user: ShownUser; words: (typeof userWords)["en"] }) {
  if (user.state === "off") return <Badge>{words.off}</Badge>;
  if (!user.password) return <Badge tone="info">{words.invited}</Badge>;
  return user.second_factor ? <Badge tone="good">{words.on}</Badge> : <Badge tone="warn">{words.noApp}</Badge>;
}
