import { Tabs } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { auditWords } from "./words.ts";

/** Who did what, how long it is kept, and what the law lets a person ask for. */
export function AuditTabs({ view }: { view: View }) {
  const words = auditWords[view.language].tabs;
  const tabs = [
    { path: "/audit", name: words.trail },
    { path: "/audit/retention", name: words.retention },
    ...(view.session.role === "admin" ? [{ path: "/audit/privacy", name: words.privacy }] : []),
  ];
  return <Tabs frame={view} label={words.label} tabs={tabs} />;
}
