import type { Hono } from "hono";
import { sandboxEndings } from "../../http/docs/sections/sandbox.ts";
import { marked } from "../../http/docs/text.ts";
import type { Language } from "../../kit/language.ts";
import { dataOf } from "../api.ts";
import { Field } from "../parts/form.tsx";
import { InboxPhone } from "../parts/inbox-phone.tsx";
import { SearchForm } from "../parts/search-form.tsx";
import { Pager } from "../parts/table.tsx";
import { Live } from "../parts/text.tsx";
import { show } from "../show.tsx";
import { address, type ConsoleEnv, type View } from "../view.ts";
import { words as common } from "../words.ts";
import { sandboxWords } from "./sandbox-words.ts";

const ON_A_PHONE = 20;

/** What the sandbox delivered, as on a phone, while it arrives; and which numbers make it do what. */
export function sandboxPages(app: Hono<ConsoleEnv>): void {
  app.get("/sandbox", async (c) => {
    const { view } = c.var;
    const words = sandboxWords[view.language];
    const to = view.query.get("to") ?? undefined;
    const cursor = view.query.get("cursor") ?? undefined;
    const query = { to: to === "" ? undefined : to, cursor, limit: ON_A_PHONE };
    const inbox = dataOf(await view.api.GET("/v1/sandbox/messages", { params: { query } }));
    return show(c, {
      title: words.title,
      content: (
        <>
          <p class="soft">{words.about}</p>
          <div class="halves">
            <div>
              <Search view={view} to={to ?? ""} />
              <Live frame={view} id="inbox" topics={["sandbox"]}>
                <InboxPhone view={view} messages={inbox.data} empty={<Nothing view={view} to={to ?? ""} />} />
                <Pager frame={view} next={inbox.next_cursor} />
              </Live>
            </div>
            <Endings language={view.language} />
          </div>
        </>
      ),
    });
  });
}

function Search({ view, to }: { view: View; to: string }) {
  return (
    <SearchForm frame={view} path="/sandbox" list="inbox">
      <Field
        name="to"
        type="search"
        label={sandboxWords[view.language].number}
        value={to}
        placeholder="0812-3456-7890"
        attributes={{ maxlength: "254" }}
        wide
      />
      <button class="plain">{common[view.language].filter}</button>
    </SearchForm>
  );
}

function Nothing({ view, to }: { view: View; to: string }) {
  const words = sandboxWords[view.language];
  // To send is the ERP's and an admin's: who sends a code of their own choosing could let themselves in as anybody.
  const mayTry = view.session.role === "admin";
  return (
    <>
      <p>{to === "" ? words.empty : words.emptyFor(to)}</p>
      {mayTry ? null : <p>{words.ask}</p>}
      <p>
        {mayTry ? (
          <a class="button" href={address(view, "/try", { to })}>
            {words.send}
          </a>
        ) : (
          <a class="button" href={`${view.base.replace(/\/console$/, "")}/docs?lang=${view.language}#try`}>
            {words.docs}
          </a>
        )}
      </p>
      <p class="small" data-scripted hidden>
        {words.arrives}
      </p>
    </>
  );
}

/** The same words as the developers' page has. */
function Endings({ language }: { language: Language }) {
  const words = sandboxWords[language];
  return (
    <section class="card">
      <h2>{words.endings}</h2>
      <p class="soft">{words.endingsAbout}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.ending}</th>
            <th scope="col">{words.happens}</th>
          </tr>
        </thead>
        <tbody>
          {sandboxEndings.map(({ cells }) => (
            <tr>
              {cells.map((cell) => (
                <td>{typeof cell === "string" ? <code>{cell}</code> : marked(cell[language])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
