import { GatewayError } from "../errors.ts";
import type { ReadySubmission } from "./submit.ts";

/** Submissions on their way from this replica: two of one name at once would make two templates, or leave the older words. */
export class Submissions {
  readonly #underWay = new Set<string>();

  /** Runs it, unless one of the same name is on its way to the same provider: then 409. */
  async run<T>(
    { provider, request }: Pick<ReadySubmission, "provider" | "request">,
    submit: () => Promise<T>,
  ): Promise<T> {
    const id = `${provider.ownerId}/${provider.name}/${request.name}`;
    if (this.#underWay.has(id)) {
      throw new GatewayError(
        "conflict",
        `${request.name} is being submitted to ${provider.name} already; ask again when that is answered.`,
      );
    }
    this.#underWay.add(id);
    try {
      return await submit();
    } finally {
      this.#underWay.delete(id);
    }
  }
}
