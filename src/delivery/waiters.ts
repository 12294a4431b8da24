/** Callers with `wait_ms`: they wait here until a provider took a message of their OTP, or its plan ended. */
export class Waiters {
  readonly #waiting = new Map<string, Set<(how: "accepted" | "ended") => void>>();

  /** Resolves with what happened, or null when the time was up. */
  wait(otpId: string, ms: number): Promise<"accepted" | "ended" | null> {
    return new Promise((resolve) => {
      const done = (how: "accepted" | "ended" | null): void => {
        clearTimeout(timer);
        const others = this.#waiting.get(otpId);
        others?.delete(done);
        if (others?.size === 0) this.#waiting.delete(otpId);
        resolve(how);
      };
      const timer = setTimeout(() => done(null), ms);
      const others = this.#waiting.get(otpId);
      if (others === undefined) this.#waiting.set(otpId, new Set([done]));
      else others.add(done);
    });
  }

  accepted(otpId: string): void {
    this.#tell(otpId, "accepted");
  }

  ended(otpId: string): void {
    this.#tell(otpId, "ended");
  }

  #tell(otpId: string, how: "accepted" | "ended"): void {
    for (const done of [...(this.#waiting.get(otpId) ?? [])]) done(how);
  }
}

/** How long recent waits took, so that a decoy's answer takes as long as a real one's. */
export class RecentWaits {
  readonly #ms: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#ms[this.#next] = ms;
    this.#next = (this.#next + 1) % 64;
  }

  /** One of them by chance; before there is any, a usual time. */
  sample(random: () => number): number {
    return this.#ms[Math.floor(random() * this.#ms.length)] ?? 40 + random() * 80;
  }
}
