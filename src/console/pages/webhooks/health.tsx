import type { FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { Badge, Time } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { webhookWords } from "./words.ts";

export type Webhook = components["schemas"]["Webhook"];

/** How a webhook does, in words. */
export const Health: FC<{ view: View; webhook: Webhook }> = ({ view, webhook }) => {
  const { health: words, states } = webhookWords[view.language];
  const { state, disabled, failing_since: failing, slow_until: slow } = webhook;
  if (disabled !== null) {
    return (
      <>
        <Badge tone="bad">{states.off}</Badge>{" "}
        <span class="small">
          {disabled.reason === "gone" ? words.gone : words.disabledFailing} <Time view={view} at={disabled.at} />
        </span>
      </>
    );
  }
  if (state === "off") return <Badge>{states.off}</Badge>;
  return (
    <>
      <Badge tone={failing === null ? "good" : "bad"}>{failing === null ? words.ok : words.failing}</Badge>
      {failing === null ? null : (
        <span class="small bad">
          {" "}
          {words.since} <Time view={view} at={failing} />
        </span>
      )}
      {slow === null || Date.parse(slow) <= view.now ? null : (
        <span class="small warn">
          {" "}
          {words.slow} <Time view={view} at={slow} />
        </span>
      )}
    </>
  );
};
