import type { TemplateStatus } from "../../src/providers/template-verbs.ts";
import type { TemplateApproval } from "../../src/settings/snapshot.ts";

/** What a provider said of a template, where only the state matters. */
export function word(status: string): TemplateApproval {
  return {
    status: status as TemplateStatus,
    reason: null,
    source: "hook",
    at: 0,
    doubts: 0,
    told: "approved",
    heard: [],
  };
}
