/**
 * Pure. Which payment money came by, as it is compared: what stands around it is not of it. Null when it has characters
 * that can't be seen, or no others: two references that look the same would be two payments.
 */
export function referenceOf(text: string): string | null {
  const reference = text.trim();
  return reference === "" || /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(reference) ? null : reference;
}
