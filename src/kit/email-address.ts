const address =
  /^[^\s@<>"(),:;\\[\]\p{Cc}]{1,64}@(?=.{4,253}$)([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;

/** An address as people have them: no quotes, comments or address literals, nothing that ends a line. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && address.test(text);
}
