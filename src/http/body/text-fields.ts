import { invalidField, shownName } from "../../errors.ts";

/** What a form or XML says: only text, and objects and lists of it. */
export type TextValue = string | TextValue[] | TextObject;
export interface TextObject {
  [name: string]: TextValue;
}

/** Without a prototype: a name of the caller's is a name like any other. */
export function textObject(): TextObject {
  return Object.create(null) as TextObject;
}

/** A name twice is an error, not a guess. */
export function putOnce(object: TextObject, name: string, value: TextValue, path: string): void {
  const shown = shownName(path);
  if (path.includes("__proto__")) throw invalidField(shown, "is not allowed");
  if (Object.hasOwn(object, name)) throw invalidField(shown, "is given twice");
  object[name] = value;
}

/** One more of a list, however often its name comes. */
export function putItem(object: TextObject, name: string, item: TextValue): void {
  const items = object[name];
  if (Array.isArray(items)) items.push(item);
  else object[name] = [item];
}

const NESTED = /^([a-z_]{1,40})(?:\[([A-Za-z0-9_]{0,40})\]|\.([A-Za-z0-9_]{1,40}))$/;

/**
 * The fields of a form. `params[x]=` and `params.x=` make an object of `params`; `channels=` more than once,
 * `channels[]=` and `channels[0]=` make the list that the schema has there.
 */
export function nestFields(pairs: readonly [string, string][], lists: ReadonlySet<string>): TextObject {
  const fields = textObject();
  for (const [name, value] of pairs) {
    const [, outer = name, bracketed, dotted] = NESTED.exec(name) ?? [];
    const inner = bracketed ?? dotted;
    if (lists.has(outer)) putItem(fields, outer, value);
    else if (inner === undefined || inner === "") putOnce(fields, name, value, name);
    else {
      const object = (fields[outer] ??= textObject());
      if (typeof object === "string" || Array.isArray(object)) throw invalidField(outer, "is given twice");
      putOnce(object, inner, value, `${outer}.${inner}`);
    }
  }
  return fields;
}
