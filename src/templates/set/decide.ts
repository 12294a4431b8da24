import { isDeepStrictEqual } from "node:util";
import type { TemplateDocument } from "../../settings/documents.ts";
import type { Variant } from "../variant.ts";
import { changedBindings } from "../write-version.ts";
import { idOf, type SetEntry } from "./entry.ts";

export const importModes = ["merge", "replace"] as const;
/** `replace`: what is not in the file is taken out of use. */
export type ImportMode = (typeof importModes)[number];
export const importOutcomes = ["created", "updated", "unchanged", "deleted"] as const;

/** A variant as it is stored. */
export interface StoredVariant extends Variant {
  /** The newest version there ever was. */
  version: number;
  /** Null: deleted. */
  document: TemplateDocument | null;
}

export interface ImportStep extends Variant {
  outcome: (typeof importOutcomes)[number];
  /** The version in use after it; of a deleted one the last that was. */
  version: number;
  before: TemplateDocument | null;
  after: TemplateDocument | null;
  /** Providers whose word no longer holds. */
  stale: string[];
}

/** Pure: what an import does to each variant. One that stays as it is gets no version. */
export function decideImport(
  stored: readonly StoredVariant[],
  entries: readonly SetEntry[],
  mode: ImportMode,
): ImportStep[] {
  const known = new Map(stored.map((variant) => [idOf(variant), variant]));
  const steps = entries.map(({ document: after, ...variant }): ImportStep => {
    const old = known.get(idOf(variant));
    const before = old?.document ?? null;
    const last = old?.version ?? 0;
    if (isDeepStrictEqual(before, after))
      return { ...variant, outcome: "unchanged", version: last, before, after, stale: [] };
    const outcome = before === null ? "created" : "updated";
    return { ...variant, outcome, version: last + 1, before, after, stale: changedBindings(before, after) };
  });
  if (mode === "merge") return steps;
  const given = new Set(entries.map(idOf));
  const gone = stored.flatMap(({ document: before, ...variant }): ImportStep[] => {
    if (before === null || given.has(idOf(variant))) return [];
    return [{ ...variant, outcome: "deleted", before, after: null, stale: Object.keys(before.bindings) }];
  });
  return [...steps, ...gone];
}
