import type { Hono } from "hono";
import { setUp } from "../../../console-users/set-up.ts";
import { userName } from "../../../console-users/user.ts";
import { invalidField, GatewayError } from "../../../errors.ts";
import { authenticateKey } from "../../../http/auth.ts";
import { Field, textOf } from "../../parts/form.tsx";
import { visitOf } from "../../session.ts";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { EntryForm, isRepeated, NewPassword, showEntry, stateOf } from "./parts.tsx";
import { refusalOf, wrongField, type Refusal } from "./refusal.ts";
import { goOn, plainText } from "./sign-in.tsx";
import { entryWords } from "./words.ts";

/** The first run: who has the tenant's admin key makes its first user. */
export function setupPages(app: Hono<ConsoleEnv>): void {
  app.get("/setup", (c) => setupPage(c, null));

  app.post("/setup", async (c) => {
    const { gateway, frame } = c.var;
    const words = entryWords[frame.language];
    const values = await textOf(c);
    const { admin_key: key = "", name: given = "", password = "" } = values;
    const shown = { name: given };
    const visit = visitOf(c);
    try {
      const { tenant, actor } = authenticateKey(gateway, c, key, []);
      const name = userName.safeParse(given);
      if (!name.success) throw invalidField("name", name.error.issues[0]?.message ?? "is not valid");
      if (!isRepeated(values)) return await setupPage(c, wrongField("repeat", words.notTheSame, shown));
      const ctx = { tenant, actor, requestId: visit.requestId };
      return goOn(c, await setUp(gateway, ctx, { name: name.data, password }, visit), undefined);
    } catch (error) {
      if (error instanceof GatewayError && (error.code === "unauthorized" || error.code === "forbidden")) {
        return setupPage(c, { ...wrongField("admin_key", words.setup.wrongKey, shown), status: 401 });
      }
      const refusal = refusalOf(c, error, shown);
      const exists = refusal.status === 409 && refusal.text !== null;
      return setupPage(c, exists ? { ...refusal, text: words.setup.exists } : refusal);
    }
  });
}

function setupPage(c: PageContext, refusal: Refusal | null): Promise<Response> {
  const { frame } = c.var;
  const words = entryWords[frame.language];
  const state = stateOf(refusal);
  return showEntry(c, refusal, {
    title: words.setup.title,
    content: (
      <>
        <p>{words.setup.about}</p>
        <EntryForm frame={frame} path="/setup" refusal={refusal} submit={words.setup.submit}>
          <Field
            name="admin_key"
            type="password"
            label={words.setup.key}
            help={words.setup.keyHelp}
            state={state}
            autocomplete="off"
            required
          />
          <Field
            name="name"
            label={words.name}
            help={words.setup.nameHelp}
            state={state}
            autocomplete="username"
            required
            attributes={plainText}
          />
          <NewPassword frame={frame} refusal={refusal} />
        </EntryForm>
        <p class="small">
          <a href={address(frame, "/sign-in")}>{words.setup.signIn}</a>
        </p>
      </>
    ),
  });
}
