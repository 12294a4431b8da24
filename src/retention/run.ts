import { newId } from "../kit/id.ts";
import { dropBefore, type Dropped } from "./drop.ts";
import { countBefore, emptyBefore, type EmptyOptions } from "./empty.ts";
import {
  droppedClasses,
  dueBefore,
  emptiedClasses,
  readRules,
  type DroppedClass,
  type EmptiedClass,
  type RetentionClass,
} from "./rules.ts";
import { writeRuns } from "./runs.ts";

export interface ClassRun extends Dropped {
  id: string;
  class: RetentionClass;
  at: number;
  until: number;
  ms: number;
}

export interface RunOptions extends EmptyOptions {
  now: number;
  /** Say what would be done, and do nothing. */
  dry: boolean;
}

/** One turn: what is past its time is emptied or dropped, and what that came to is kept. */
export async function runRetention(options: RunOptions): Promise<ClassRun[]> {
  const rules = await readRules(options.sql);
  const runs: ClassRun[] = [];
  for (const kept of [...emptiedClasses, ...droppedClasses]) {
    if (options.stopped()) break;
    const until = dueBefore(kept, rules, options.now);
    const began = performance.now();
    const done = isEmptied(kept) ? await emptied(options, kept, until) : await dropped(options, kept, until);
    const run = {
      id: newId(options.now),
      class: kept,
      at: options.now,
      until,
      ms: Math.round(performance.now() - began),
      ...done,
    };
    runs.push(run);
    // At once: a later class that fails takes nothing from what is known of the earlier ones.
    if (!options.dry) await writeRuns(options.sql, [run]);
  }
  return runs;
}

function isEmptied(kept: RetentionClass): kept is EmptiedClass {
  return (emptiedClasses as readonly RetentionClass[]).includes(kept);
}

async function emptied(options: RunOptions, kept: EmptiedClass, until: number): Promise<Dropped> {
  const rows = options.dry ? await countBefore(options.sql, kept, until) : await emptyBefore(options, kept, until);
  return { rows, parts: [], bytes: 0, left: [] };
}

function dropped(options: RunOptions, kept: DroppedClass, until: number): Promise<Dropped> {
  return dropBefore(options.sql, kept, until, options.dry);
}
