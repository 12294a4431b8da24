import type { FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf } from "../../api.ts";
import { Form } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, count, Live, Time, type Tone } from "../../parts/text.tsx";
import { address, here, type View } from "../../view.ts";
import { patternName } from "./event-words.ts";
import { webhookWords } from "./words.ts";

type Delivery = components["schemas"]["WebhookDelivery"];
const statuses = ["dead", "pending", "delivered"] as const;
export const tones: Record<Delivery["status"], Tone> = { pending: "warn", delivered: "good", dead: "bad" };

interface DeliveriesPage {
  data: Delivery[];
  next_cursor: string | null;
}

/** As the page's address asks for them. */
export async function readDeliveries(view: View, name: string): Promise<DeliveriesPage> {
  const query = { status: statusOf(view), cursor: view.query.get("cursor") ?? undefined, limit: 20 };
  return dataOf(await view.api.GET("/v1/webhooks/{name}/deliveries", { params: { path: { name }, query } }));
}

function statusOf(view: View) {
  return statuses.find((one) => one === view.query.get("status"));
}

/** What a webhook was owed and how its server answered, newest first. */
export const Deliveries: FC<{ view: View; name: string; page: DeliveriesPage }> = ({ view, name, page }) => {
  const { deliveries: words } = webhookWords[view.language];
  const status = statusOf(view);
  return (
    <Live frame={view} id="deliveries" topics={["webhooks"]}>
      <h2>{words.title}</h2>
      <nav class="row filters" aria-label={words.status}>
        {[undefined, ...statuses].map((one) => (
          <a
            class="button plain tight"
            href={here(view, { status: one ?? null, cursor: null })}
            {...(one === status ? { "aria-current": "true" } : {})}
          >
            {one === undefined ? words.all : words.statuses[one]}
          </a>
        ))}
      </nav>
      <Table rows={page.data} columns={columns(view, name)} caption={words.title} empty={<p>{words.empty}</p>} />
      <Pager frame={view} next={page.next_cursor} />
    </Live>
  );
};

function columns(view: View, webhook: string): Column<Delivery>[] {
  const { deliveries: words, every, test } = webhookWords[view.language];
  const shown: Column<Delivery>[] = [
    {
      head: words.event,
      cell: ({ id, type }) => (
        <>
          <a href={address(view, `/webhooks/to/${webhook}/deliveries/${id}`)}>
            {patternName(type, view.language, every)}
          </a>
          <div class="soft small mono">{type}</div>
        </>
      ),
    },
    { head: words.at, cell: ({ created_at: at }) => <Time view={view} at={at} seconds /> },
    { head: words.status, cell: ({ status }) => <Badge tone={tones[status]}>{words.statuses[status]}</Badge> },
    {
      head: words.answer,
      cell: ({ tries, answer_status: status, answer, next_at: next }) => (
        <>
          {tries === 0 ? "" : (status ?? answer ?? test.none)}
          {next === null || tries === 0 ? null : (
            <div class="soft small">
              {words.next} <Time view={view} at={next} seconds />
            </div>
          )}
        </>
      ),
    },
    { head: words.tries, number: true, cell: ({ tries }) => count(tries, view.language) },
  ];
  if (view.session.role === "auditor") return shown;
  return [
    ...shown,
    {
      head: words.replay,
      quiet: true,
      cell: (delivery) => <Replay view={view} webhook={webhook} delivery={delivery} />,
    },
  ];
}

/** Harmless twice: a receiver knows an event by its id. */
export const Replay: FC<{ view: View; webhook: string; delivery: Delivery }> = ({ view, webhook, delivery }) => {
  const { deliveries: words } = webhookWords[view.language];
  return (
    <Form action={address(view, `/webhooks/to/${webhook}/deliveries/${delivery.id}/replay`)}>
      <button class="plain tight" aria-label={words.replayOf(delivery.type)}>
        {words.replay}
      </button>
    </Form>
  );
};
