import type { FC } from "hono/jsx";
import { Figure, money } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import type { Balance } from "./data.ts";
import { mayOpen } from "./links.ts";
import { overviewWords } from "./words.ts";

const HOURS_A_DAY = 24;
/** A shorter one is said in hours: by then they count. */
const SHORT_HOURS = 72;

/** What can be spent, and for how long that is enough. */
export const Money: FC<{ view: View; balance: Balance }> = ({ view, balance }) => {
  const { language } = view;
  const words = overviewWords[language].money;
  const amount = (text: string): string => money(text, balance.currency, language);
  return (
    <section class="card" aria-labelledby="money-title">
      <div class="row spread">
        <h2 id="money-title">{words.title}</h2>
        {mayOpen(view, "/balance") ? (
          <a class="button plain tight" href={address(view, "/balance")}>
            {words.more}
          </a>
        ) : null}
      </div>
      <div class="figures">
        <Figure name={words.available} value={amount(balance.available)} />
        <Figure
          name={words.runway}
          value={<Runway view={view} hours={balance.runway_hours} />}
          beside={`${words.threshold}: ${amount(balance.low_threshold)}`}
        />
        <Figure name={words.held} value={amount(balance.held)} />
      </div>
    </section>
  );
};

const Runway: FC<{ view: View; hours: number | null }> = ({ view, hours }) => {
  const words = overviewWords[view.language].money;
  if (hours === null) return <span class="beside">{words.noRunway}</span>;
  if (hours >= SHORT_HOURS) return <>{words.days(Math.floor(hours / HOURS_A_DAY))}</>;
  return <span class={hours < HOURS_A_DAY ? "bad" : "warn"}>{words.hours(hours)}</span>;
};
