import type { TestGateway } from "./gateway.ts";

/** What the database keeps in place of a number of the first tenant's. */
export function keptAs({ gateway }: Pick<TestGateway, "gateway">, number: string): string {
  return gateway.keyring.numbers.seal(gateway.settings.current.firstTenantId ?? "", number);
}
