import type { Sql, Tx } from "../db/client.ts";
import { invalidField } from "../errors.ts";
import { isEmailAddress } from "../kit/email-address.ts";
import { maskRecipient } from "../kit/mask.ts";
import { readPhone } from "../kit/phone.ts";
import type { Keyring } from "../kit/secret.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

/**
 * The words of this room. A **person** is whom a number or address belongs to, or whom the ERP calls by a `user`; of the
 * latter the number that is stored for them is theirs too. What is kept of people can be **erased** and **exported**, and
 * those whom a breach has **affected** be listed.
 */
export interface Person {
  /** As it is in the database; null: none is known. */
  number: string | null;
  /** The ERP's word; null: named by the number alone. */
  user: string | null;
  /** Numbers masked: for the audit, and for what people read. */
  name: string;
}

export interface NamedPerson {
  to?: string | undefined;
  user?: string | undefined;
}

/** Whose data is meant. The tenant's own central number is nobody's: behind it are all whose codes went there. */
export async function findPerson(
  sql: Sql,
  keyring: Keyring,
  tenant: TenantConfig,
  defaultCountry: string,
  { to, user }: NamedPerson,
): Promise<Person> {
  if ((to === undefined) === (user === undefined)) {
    throw invalidField("to", "give either to, a number or an address, or user, the ERP's word for the person");
  }
  if (to !== undefined) {
    const number = normal(to, defaultCountry);
    if (number === null) {
      throw invalidField(
        "to",
        "is neither a number of a mobile phone nor an address; write +6281234567890 or name@example.com, or give user instead",
      );
    }
    if (tenant.settings.central_recipients.some((central) => normal(central, defaultCountry) === number)) {
      throw invalidField("to", "is a central number of the tenant, which many share; give user instead");
    }
    return { number: keyring.numbers.seal(tenant.id, number), user: null, name: maskRecipient(number) };
  }
  const name = user ?? "";
  if (name.trim() === "") throw invalidField("user", "is empty; it is the ERP's word for the person");
  const [stored] = await sql<{ number: string | null }[]>`
    select nullif(number, '') as number from users where tenant_id = ${tenant.id} and id = ${name}`;
  return { number: stored?.number ?? null, user: name, name };
}

/** As it was when something was sent there; null: nothing could be. */
function normal(text: string, defaultCountry: string): string | null {
  const reading = readPhone(text, defaultCountry);
  if (reading.ok) return reading.e164;
  const address = text.trim().toLowerCase();
  return isEmailAddress(address) ? address : null;
}

/** Ids of a person's OTPs, each by an index of its own. What went to a central number is its user's alone. */
export function otpsOf(sql: Sql | Tx, tenantId: string, { number, user }: Person) {
  return sql`
    select id from otps where tenant_id = ${tenantId} and subject = ${number}
    union select id from otps where tenant_id = ${tenantId} and user_ref = ${user} and user_ref <> ''
    union select o.id from messages m join otps o on o.tenant_id = m.tenant_id and o.id = m.otp_id
          where m.tenant_id = ${tenantId} and m.recipient = ${number} and not o.central`;
}
