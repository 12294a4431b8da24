import type { FC } from "hono/jsx";
import { Tabs } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { logWords } from "./log-words.ts";

/** Above every page of this subject. */
export const MessageTabs: FC<{ view: View }> = ({ view }) => {
  const { subject, tabs } = logWords[view.language];
  return (
    <Tabs
      frame={view}
      label={subject}
      tabs={[
        { path: "/messages", name: tabs.log },
        { path: "/explain", name: tabs.explain },
        { path: "/messages/export", name: tabs.export },
      ]}
    />
  );
};
