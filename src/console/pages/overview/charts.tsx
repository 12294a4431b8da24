import type { FC } from "hono/jsx";
import { address, type View } from "../../view.ts";
import type { Asked } from "./data.ts";
import { overviewWords } from "./words.ts";

/** Filled by a script once the page is there; the same figures are in the tables below it. What is drawn stays when the rest is made anew. */
export const Charts: FC<{ view: View; asked: Asked }> = ({ view, asked }) => {
  const words = overviewWords[view.language].traffic;
  const names = chartNames(asked);
  return (
    <div
      class="charts"
      id="charts"
      hx-preserve="true"
      data-charts={address(view, "/data/overview", { span: asked.span, by: asked.by })}
      data-failed={words.failedToLoad}
      data-scripted
      hidden
    >
      {names.map((name) => (
        <figure class="card chart" data-chart={name}>
          <figcaption>{words.charts[name]}</figcaption>
          <div class="plot">
            <p class="soft small">{words.loading}</p>
          </div>
        </figure>
      ))}
    </div>
  );
};

export type ChartName = "sent" | "delivery" | "conversion" | "latency";

/** Latencies are kept by bucket for spans of a few days alone. */
export function chartNames({ span }: Asked): ChartName[] {
  return ["sent", "delivery", "conversion", ...(span === "day" ? (["latency"] as const) : [])];
}
