import type { LimitsDocument } from "../../../settings/documents.ts";
import { dataOf } from "../../api.ts";
import { Tabs } from "../../parts/text.tsx";
import type { Frame, View } from "../../view.ts";
import { limitWords } from "./words.ts";

/** The limits in force, and the name of that state, so that a form undoes nothing that it did not show. */
export async function readLimits(view: View): Promise<{ limits: LimitsDocument; tag: string }> {
  const answer = await view.api.GET("/v1/limits");
  return { limits: dataOf(answer) as LimitsDocument, tag: answer.response.headers.get("etag") ?? "" };
}

export function LimitTabs({ frame }: { frame: Frame }) {
  const words = limitWords[frame.language].tabs;
  const tabs = [
    { path: "/limits", name: words.limits },
    { path: "/limits/usage", name: words.usage },
    { path: "/limits/guard", name: words.guard },
  ];
  return <Tabs frame={frame} label={words.label} tabs={tabs} />;
}
