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
import { BROKEN_OFF, writeRuns } from "./runs.ts";

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
  /** Those to go through. */
  classes: ReadonlySet<RetentionClass>;
  /** Told of each that was gone through. */
  done?: (run: ClassRun) => void;
}

/**
 * One turn: what is past its time is dropped or emptied, and what that came to is kept. Each class by itself: what goes
 * wrong with one keeps no other, and is thrown once all had their turn. Dropped first, as what is gone need not be emptied.
 */
export async function runRetention(options: RunOptions): Promise<ClassRun[]> {
  const rules = await readRules(options.sql);
  const runs: ClassRun[] = [];
  const errors: Error[] = [];
  for (const kept of allClasses) {
    if (options.stopped()) break;
    if (!options.classes.has(kept)) continue;
    try {
      const run = await runClass(options, kept, dueBefore(kept, rules, options.now));
      runs.push(run);
      options.done?.(run);
    } catch (error) {
      errors.push(new Error(`${kept}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }));
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join("; "));
  return runs;
}

async function runClass(options: RunOptions, kept: RetentionClass, until: number): Promise<ClassRun> {
  const began = performance.now();
  const done = isEmptied(kept) ? await emptied(options, kept, until) : await dropped(options, kept, until);
  const run: ClassRun = {
    id: newId(options.now),
    class: kept,
    at: options.now,
    until,
    ms: Math.round(performance.now() - began),
    ...done,
  };
  if (!options.dry) await writeRuns(options.sql, [run]);
  return run;
}

/** In the order of their turns. */
export const allClasses: readonly RetentionClass[] = [...droppedClasses, ...emptiedClasses];

function isEmptied(kept: RetentionClass): kept is EmptiedClass {
  return (emptiedClasses as readonly RetentionClass[]).includes(kept);
}

async function emptied(options: RunOptions, kept: EmptiedClass, until: number): Promise<Dropped> {
  const rows = options.dry ? await countBefore(options.sql, kept, until) : await emptyBefore(options, kept, until);
  const left = !options.dry && options.stopped() ? [{ part: kept, why: BROKEN_OFF }] : [];
  return { rows, parts: [], bytes: 0, left };
}

function dropped(options: RunOptions, kept: DroppedClass, until: number): Promise<Dropped> {
  return dropBefore(options.sql, kept, until, options.dry);
}
