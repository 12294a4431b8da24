import type { Hono } from "hono";
import { dataOf } from "../../api.ts";
import { once, textOf } from "../../parts/form.tsx";
import { Badge, Facts, Time } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv } from "../../view.ts";
import { words as common } from "../../words.ts";
import { Replay, tones } from "./deliveries.tsx";
import { patternName } from "./event-words.ts";
import { webhookWords } from "./words.ts";

/** One event for one webhook: what is posted, and what the server said. */
export function deliveryPages(app: Hono<ConsoleEnv>): void {
  app.get("/webhooks/to/:name/deliveries/:id", async (c) => {
    const { view } = c.var;
    const { deliveries: words, every, test } = webhookWords[view.language];
    const path = c.req.param();
    const delivery = dataOf(await view.api.GET("/v1/webhooks/{name}/deliveries/{id}", { params: { path } }));
    const { event, status, tries, answer } = delivery;
    return show(c, {
      title: words.title1,
      aside: (
        <>
          <a class="button plain" href={address(view, `/webhooks/to/${path.name}`)}>
            {words.backTo(path.name)}
          </a>
          {view.session.role === "auditor" ? null : <Replay view={view} webhook={path.name} delivery={delivery} />}
        </>
      ),
      content: (
        <>
          <Facts
            rows={[
              [words.event, `${patternName(delivery.type, view.language, every)} (${delivery.type})`],
              ["webhook-id", <code>{delivery.id}</code>],
              [words.status, <Badge tone={tones[status]}>{words.statuses[status]}</Badge>],
              [words.at, <Time view={view} at={delivery.created_at} seconds />],
              [words.tries, String(tries)],
              [words.tried, <Time view={view} at={delivery.tried_at} seconds />],
              [words.next, <Time view={view} at={delivery.next_at} seconds />],
              [words.latency, delivery.latency_ms === null ? common[view.language].none : `${delivery.latency_ms} ms`],
            ]}
          />
          <section class="card">
            <h2>{words.request}</h2>
            {event === null ? (
              <p>{words.requestGone}</p>
            ) : (
              <pre>{`POST\nwebhook-id: ${delivery.id}\nwebhook-timestamp: …\nwebhook-signature: v1,…\n\n${JSON.stringify(event, null, 2)}`}</pre>
            )}
          </section>
          <section class="card">
            <h2>{words.response}</h2>
            {delivery.answer_status === null && answer === null ? (
              <p>{words.noResponse}</p>
            ) : (
              <pre>{`${delivery.answer_status ?? test.none}\n\n${answer ?? ""}`}</pre>
            )}
          </section>
        </>
      ),
    });
  });

  app.post("/webhooks/to/:name/deliveries/:id/replay", async (c) => {
    const path = c.req.param();
    const params = { path, header: once(await textOf(c)) };
    dataOf(await c.var.view.api.POST("/v1/webhooks/{name}/deliveries/{id}/replay", { params }));
    return done(c, `/webhooks/to/${path.name}`, "replayedOne");
  });
}
