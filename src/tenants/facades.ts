/**
 * Façades whose calls carry a key or a code in their URL. They take only keys that were made for them, valid nowhere
 * else; the others take ordinary keys.
 */
export const facades = ["verifynow", "kannel"] as const;
export type Facade = (typeof facades)[number];
