import { nameKey } from "./user.ts";

export const LEAST_PASSWORD = 12;
export const MOST_PASSWORD = 200;
/** Of a shorter alphabet than this nothing is hard to guess, however long it is. */
const LEAST_DIFFERENT = 4;

/** The commonest that are long enough, here and elsewhere; what every guesser begins with. */
const commonest: ReadonlySet<string> = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456789123",
  "123123123123",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "abcdefghijkl",
  "abcd12345678",
  "administrator",
  "admin1234567",
  "admin12345678",
  "adminadminadmin",
  "assalamualaikum",
  "bismillah123",
  "bismillah1234",
  "changemenow1",
  "changeme1234",
  "gerbang12345",
  "iloveyou1234",
  "indonesia123",
  "indonesia1945",
  "jakarta12345",
  "katasandi123",
  "letmein12345",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "p@ssw0rd1234",
  "qwerty123456",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopas",
  "rahasia12345",
  "sayangku1234",
  "selamatdatang",
  "surabaya1234",
  "terserah1234",
  "welcome12345",
]);

export type PasswordFault = "too_short" | "too_long" | "is_name" | "common" | "not_text";

/** Pure: why a new password can't be taken, or null. Nothing is asked of its characters: length is what counts. */
export function passwordFault(password: string, name: string): PasswordFault | null {
  const text = password.normalize("NFC");
  const { length } = [...text];
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) return "not_text";
  if (length < LEAST_PASSWORD) return "too_short";
  if (length > MOST_PASSWORD) return "too_long";
  const plain = text.toLowerCase();
  if (plain === nameKey(name)) return "is_name";
  return commonest.has(plain) || new Set(plain).size < LEAST_DIFFERENT ? "common" : null;
}

/** In the words of the API's errors. */
export const passwordFaults: Record<PasswordFault, string> = {
  too_short: `must have ${LEAST_PASSWORD} characters or more`,
  too_long: `must have at most ${MOST_PASSWORD} characters`,
  is_name: "must not be the name",
  common: "is among the first that anybody would guess; take several words of your own",
  not_text: "has characters that can't be typed everywhere",
};
