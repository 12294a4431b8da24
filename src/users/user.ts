import { maskRecipient } from "../kit/mask.ts";

/**
 * The words of this room. A **user** is a person as the ERP keeps them, by the ERP's own id: whether they are to prove
 * themselves (`active`), and where their codes go (`destination`): to the tenant's central numbers, or to the user's own.
 */
export const destinations = ["central", "own"] as const;
export type Destination = (typeof destinations)[number];

/** What the ERP puts. */
export interface UserDocument {
  id: string;
  active: boolean;
  destination: Destination;
  /** In E.164; null when the ERP gave none. */
  number: string | null;
  /** What people read in place of the id; empty when the ERP gave none. */
  name: string;
}

export interface StoredUser extends UserDocument {
  /** Where it stands in a list; see `db/schema/users.ts`. */
  place: string;
  createdAt: number;
  updatedAt: number;
}

/** Pure: what a put is to a user that is stored already. */
export function isChanged(stored: UserDocument, given: UserDocument): boolean {
  return (
    stored.active !== given.active ||
    stored.destination !== given.destination ||
    stored.number !== given.number ||
    stored.name !== given.name
  );
}

/** Pure: whether the codes of a user go elsewhere from now on. */
export function isMoved(stored: UserDocument, given: UserDocument): boolean {
  if (stored.destination !== given.destination) return true;
  return stored.destination === "own" && stored.number !== given.number;
}

/** As the audit keeps it. */
export function maskUser({ active, destination, number, name }: UserDocument) {
  return { active, destination, number: number === null ? null : maskRecipient(number), name };
}
