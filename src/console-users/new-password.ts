import { GatewayError, invalidField } from "../errors.ts";
import { passwordFault, passwordFaults } from "./password-rules.ts";

/** Throws 400 with the field's name, and why. */
export function refusePassword(field: string, password: string, name: string): void {
  const fault = passwordFault(password, name);
  if (fault !== null) throw invalidField(field, passwordFaults[fault]);
}

/** Two that come together with one name: the database lets one through. */
export async function refusingTakenName<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isTakenName(error)) throw error;
    const message = "is another person's in this installation already; names are told apart by more than capitals";
    throw new GatewayError("conflict", `name: ${message}`, { errors: [{ path: "name", message }] });
  }
}

function isTakenName(error: unknown): boolean {
  const { constraint_name: constraint } = (error ?? {}) as { constraint_name?: unknown };
  return constraint === "console_users_name_key_unique";
}
