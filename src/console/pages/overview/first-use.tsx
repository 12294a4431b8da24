import type { FC } from "hono/jsx";
import { setupSteps, type SetupStep } from "../../../insight/setup.ts";
import { Badge } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import type { Setup } from "./data.ts";
import { mayOpen } from "./links.ts";
import { overviewWords } from "./words.ts";

const pages: Record<SetupStep, string> = {
  provider: "/providers",
  price: "/balance/prices",
  route: "/routes",
  balance: "/balance/topups",
  key: "/keys",
  message: "/try",
};

/** In place of figures that there are none of yet: what is set, what is missing, and where that is done. */
export const FirstUse: FC<{ view: View; setup: Setup }> = ({ view, setup }) => {
  const words = overviewWords[view.language].setup;
  const next = setupSteps.find((step) => !setup[step]);
  return (
    <section class="card" aria-labelledby="setup-title">
      <h2 id="setup-title">{words.title}</h2>
      <p>{words.intro}</p>
      <ol class="attention">
        {setupSteps.map((step) => (
          <li>
            <Badge tone={setup[step] ? "good" : "warn"}>{setup[step] ? words.done : words.missing}</Badge>
            <div>
              <b>{words.steps[step].name}</b> <span class="soft">{words.steps[step].text}</span>
              {setup[step] || mayOpen(view, pages[step]) ? null : <span class="soft"> {words.ask}</span>}
            </div>
            {setup[step] || !mayOpen(view, pages[step]) ? null : (
              <a class={step === next ? "button tight" : "button plain tight"} href={address(view, pages[step])}>
                {words.act[step]}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
