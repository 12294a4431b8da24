import type { Hono } from "hono";
import type { Problem } from "../../../http/problem.ts";
import { dataOf, problemOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { once, textOf } from "../../parts/form.tsx";
import { Facts, Figure, money, Time } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { BalanceTabs, namesOf, TopUpBadge, Who, type Names } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { fileIn, isProof, putProof } from "./proof-upload.tsx";
import { Decision, ReversalOf } from "./topup-decision.tsx";
import { Proof } from "./topup-proof.tsx";
import type { WholeTopUp } from "./topup-types.ts";
import { topUpWords } from "./topups-words.ts";
import { refusalText } from "./refusal.ts";

const ONE = "/balance/topups/:id";

/** One top-up: who brought it, what shows that it came, and the second person's word. */
export function topUpPage(app: Hono<ConsoleEnv>): void {
  app.get(ONE, (c) => page(c));

  app.get(`${ONE}/proof`, (c) =>
    passOn(c, `/v1/balance/topups/${encodeURIComponent(c.req.param("id"))}/proof${new URL(c.req.url).search}`),
  );

  app.post(`${ONE}/proof`, async (c) => {
    const { view } = c.var;
    const id = c.req.param("id");
    const file = await fileIn(c);
    if (file === null || !(await isProof(file))) {
      return page(c, { file: topUpWords[view.language].wrongFile });
    }
    const answer = await putProof(view.api, id, file);
    if (answer.ok) return done(c, `/balance/topups/${id}`, "proved");
    const error = (await answer.json()) as Problem;
    return page(c, { problem: problemOf({ error, response: answer }) });
  });

  for (const step of ["approve", "refuse", "reverse", "reversal/approve", "reversal/refuse"] as const) {
    app.post(`${ONE}/${step}`, (c) => decide(c, step));
  }
}

type Step = "approve" | "refuse" | "reverse" | "reversal/approve" | "reversal/refuse";
const said: Record<Step, string> = {
  approve: "approved",
  refuse: "refused",
  reverse: "reversed",
  "reversal/approve": "reversal-approved",
  "reversal/refuse": "reversal-refused",
};

async function decide(c: PageContext, step: Step): Promise<Response> {
  const { view } = c.var;
  const id = c.req.param("id") ?? "";
  const values = await textOf(c);
  const problem = problemOf(await ask(view, id, step, values));
  return problem === null ? done(c, `/balance/topups/${id}`, said[step]) : page(c, { problem });
}

/** The version of the proof, and the reversal, that the person looked at go with their word. */
function ask({ api }: View, id: string, step: Step, values: Readonly<Record<string, string>>) {
  const params = { path: { id }, header: once(values) };
  const reason = values["reason"] ?? "";
  const meant = { requested_at: values["requested_at"] ?? "" };
  switch (step) {
    case "approve":
      return api.POST("/v1/balance/topups/{id}/approve", {
        params,
        body: { proof_version: Number(values["proof_version"]) },
      });
    case "refuse":
      return api.POST("/v1/balance/topups/{id}/refuse", { params, body: { reason } });
    case "reverse":
      return api.POST("/v1/balance/topups/{id}/reverse", { params, body: { reason } });
    case "reversal/approve":
      return api.POST("/v1/balance/topups/{id}/reversal/approve", { params, body: meant });
    case "reversal/refuse":
      return api.POST("/v1/balance/topups/{id}/reversal/refuse", { params, body: { reason, ...meant } });
  }
}

async function page(c: PageContext, refused: { problem?: Problem | null; file?: string } = {}): Promise<Response> {
  const { view } = c.var;
  const id = c.req.param("id") ?? "";
  const words = topUpWords[view.language];
  const topUp: WholeTopUp = dataOf(await view.api.GET("/v1/balance/topups/{id}", { params: { path: { id } } }));
  const { proof, reversal } = topUp;
  const actors = [topUp.actor, topUp.decided_by, proof?.actor, reversal?.requested_by, reversal?.decided_by];
  const names = await namesOf(view, actors);
  const { problem = null, file = null } = refused;
  return show(c, {
    title: words.one.title(topUp.reference),
    aside: <TopUpBadge view={view} status={topUp.status} />,
    done: words.done,
    status: problem === null && file === null ? 200 : 422,
    scripts: ["upload.js"],
    content: (
      <>
        <BalanceTabs view={view} />
        {problem === null ? null : (
          <div class="note bad" role="alert">
            {refusalText(problem, view.language)}
          </div>
        )}
        <div class="halves">
          <div>
            <section class="card">
              <Story view={view} names={names} topUp={topUp} />
            </section>
            {reversal === null ? null : <ReversalOf view={view} names={names} reversal={reversal} />}
            <Decision view={view} topUp={topUp} />
          </div>
          <Proof view={view} names={names} topUp={topUp} wrong={file} />
        </div>
      </>
    ),
  });
}

function Story({ view, names, topUp }: { view: View; names: Names; topUp: WholeTopUp }) {
  const { one } = topUpWords[view.language];
  const shared = commonWords[view.language];
  const { decided_by: decidedBy, posted_at: postedAt, reason, reference } = topUp;
  const decided = reason === null ? one.decided.approved : one.decided.refused;
  return (
    <>
      <Figure name={shared.amount} value={money(topUp.amount, topUp.currency, view.language)} />
      <Facts
        rows={[
          [shared.reference, reference],
          [one.note, topUp.note ?? "–"],
          [
            one.requested,
            <>
              <Who view={view} names={names} actor={topUp.actor} />, <Time view={view} at={topUp.at} />
            </>,
          ],
          ...(decidedBy === null
            ? []
            : [
                [
                  decided,
                  <>
                    <Who view={view} names={names} actor={decidedBy} />, <Time view={view} at={topUp.decided_at} />
                  </>,
                ] as const,
              ]),
          ...(reason === null ? [] : [[shared.reason, reason] as const]),
          ...(postedAt === null
            ? []
            : [
                [
                  one.posted,
                  <>
                    <Time view={view} at={postedAt} />{" "}
                    <a href={address(view, "/balance/ledger", { reference })}>{one.entry}</a>
                  </>,
                ] as const,
              ]),
        ]}
      />
    </>
  );
}
