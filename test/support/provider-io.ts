import type { ProviderIo } from "../../src/providers/provider.ts";

/** What delivery lends an adapter, without the waiting. Where nothing is given, a call fails the test. */
export function lend(given: Partial<ProviderIo>): ProviderIo {
  const notLent = (name: string) => () => Promise.reject(new Error(`the test lends no ${name}`));
  return {
    http: notLent("http"),
    connect: notLent("connect"),
    sleep: () => Promise.resolve(),
    inbox: { put: () => Promise.resolve() },
    ...given,
  };
}
