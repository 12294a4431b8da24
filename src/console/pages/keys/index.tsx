import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { daySpan } from "../../../kit/day.ts";
import type { Problem } from "../../../http/problem.ts";
import { roles, type Role } from "../../../tenants/actor.ts";
import { facades, type Facade } from "../../../tenants/facades.ts";
import { dataOf, problemOf } from "../../api.ts";
import { wordsIn } from "../../form-rows.ts";
import { Choice, Confirm, Field, Form, once, textOf, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, Time } from "../../parts/text.tsx";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { MadeKey } from "./made.tsx";
import { keyWords } from "./words.ts";

type Key = components["schemas"]["Key"];

/** The tenant's keys: who may call. A new one is shown in the answer that makes it, and never again. */
export function keyPages(app: Hono<ConsoleEnv>): void {
  app.get("/keys", (c) => showKeys(c, untouched({ role: "erp" })));

  app.post("/keys", async (c) => {
    const { view, gateway } = c.var;
    const values = await textOf(c);
    const answer = await view.api.POST("/v1/keys", { params: { header: once(values) }, body: requestOf(view, values) });
    const problem = problemOf(answer);
    if (problem !== null) return showKeys(c, { values, errors: fieldErrors(problem, view.language) }, problem);
    const words = keyWords[view.language];
    const made = dataOf(answer);
    return show(c, {
      title: words.made.title,
      content: <MadeKey view={view} made={made} publicUrl={gateway.config.publicUrl} />,
    });
  });

  app.post("/keys/:id/revoke", async (c) => {
    const { view } = c.var;
    dataOf(await view.api.DELETE("/v1/keys/{id}", { params: { path: { id: c.req.param("id") } } }));
    return done(c, "/keys", "revoked");
  });
}

function requestOf(view: View, values: Readonly<Record<string, string>>) {
  const { expires = "", facade = "", ips } = values;
  // To the end of that day where the tenant is. What is no day goes to the API, which says so.
  const until = expires === "" ? null : daySpan(expires, view.timeZone)?.until;
  return {
    name: values["name"] ?? "",
    role: (facade === "" ? values["role"] : "erp") as Role,
    facade: facade === "" ? null : (facade as Facade),
    ips: wordsIn(ips),
    expires_at: until === undefined ? expires : until === null ? null : new Date(until - 1000).toISOString(),
  };
}

async function showKeys(c: PageContext, state: FormState, problem: Problem | null = null): Promise<Response> {
  const { view } = c.var;
  const words = keyWords[view.language];
  const cursor = view.query.get("cursor") ?? undefined;
  const keys = dataOf(await view.api.GET("/v1/keys", { params: { query: { cursor } } }));
  const mayMake = view.session.role === "admin";
  return show(c, {
    title: words.title,
    status: problem === null ? 200 : 422,
    done: { revoked: words.revoked },
    content: (
      <>
        <p class="soft">{words.intro}</p>
        <Table rows={keys.data} columns={columns(view)} caption={words.title} empty={<p>{words.empty}</p>} />
        <Pager frame={view} next={keys.next_cursor} />
        {mayMake ? <MakeKey view={view} state={state} problem={problem} /> : null}
      </>
    ),
  });
}

function columns(view: View): Column<Key>[] {
  const words = keyWords[view.language];
  const shown: Column<Key>[] = [
    {
      head: words.name,
      cell: ({ name, id }) => (
        <>
          {name}
          <div class="soft small mono">{id}</div>
        </>
      ),
    },
    {
      head: words.role,
      cell: ({ role, facade }) => (
        <>
          <Badge tone={role === "admin" ? "warn" : "plain"}>{words.roles[role][0]}</Badge>
          {facade === null ? null : <div class="small">{words.facades[facade] ?? facade}</div>}
        </>
      ),
    },
    {
      head: words.ips,
      cell: ({ ips }) => (ips.length === 0 ? words.anyIp : <span class="mono">{ips.join(", ")}</span>),
    },
    {
      head: words.expires,
      cell: ({ expires_at: at }) =>
        at === null ? (
          words.never
        ) : (
          <>
            <Time view={view} at={at} /> {Date.parse(at) <= view.now ? <Badge tone="bad">{words.expired}</Badge> : null}
          </>
        ),
    },
    { head: words.created, cell: ({ created_at: at }) => <Time view={view} at={at} /> },
  ];
  if (view.session.role !== "admin") return shown;
  const revoke = ({ id, name }: Key) => (
    <Confirm label={words.revoke} tight>
      <Form action={address(view, `/keys/${id}/revoke`)}>
        <p>{words.revokeSure(name)}</p>
        <button class="danger tight">{words.revokeYes}</button>
      </Form>
    </Confirm>
  );
  return [...shown, { head: words.actions, quiet: true, cell: revoke }];
}

function MakeKey({ view, state, problem }: { view: View; state: FormState; problem: Problem | null }) {
  const words = keyWords[view.language];
  const expires = state.errors.get("expires_at");
  const shown: FormState =
    expires === undefined ? state : { ...state, errors: new Map([...state.errors, ["expires", expires]]) };
  return (
    <section class="card" id="make">
      <h2>{words.makeTitle}</h2>
      <Wrong frame={view} text={problem === null ? null : problemText(problem, view.language)} state={shown} />
      <Form action={address(view, "/keys")}>
        <Field
          name="name"
          label={words.name}
          help={words.nameHelp}
          state={shown}
          required
          attributes={{ maxlength: "100" }}
        />
        <fieldset>
          <legend>{words.role}</legend>
          {roles.map((role) => (
            <Choice
              type="radio"
              name="role"
              value={role}
              label={words.roles[role].join(": ")}
              checked={(shown.values["role"] ?? "erp") === role}
            />
          ))}
        </fieldset>
        <div class="halves">
          <Field name="expires" label={words.expires} help={words.expiresHelp} state={shown} type="date" />
          <Field name="ips" label={words.ips} help={words.ipsHelp} state={shown} rows={3} mono />
        </div>
        <details class="more" open={(shown.values["facade"] ?? "") !== ""}>
          <summary>{words.facade}</summary>
          <Field
            name="facade"
            label={words.facade}
            help={words.facadeHelp}
            state={shown}
            options={["", ...facades].map((value) => ({ value, label: words.facades[value] ?? value }))}
          />
        </details>
        <button>{words.make}</button>
      </Form>
    </section>
  );
}
