import { dataOf, problemOf } from "../../api.ts";
import { fieldErrors, problemText } from "../../problem-words.ts";
import { once, textOf } from "../../parts/form.tsx";
import type { Channel, Otp } from "../../parts/message.tsx";
import { done } from "../../show.tsx";
import type { PageContext } from "../../view.ts";
import { messagePage } from "./message.tsx";
import { messageWords } from "./message-words.ts";

/** On to the new message; refused, the page as it was with why not. */
export async function resend(c: PageContext): Promise<Response> {
  const { view } = c.var;
  const values = await textOf(c);
  const { otp = "", channel = "" } = values;
  const answer = await view.api.POST("/v1/otp/{id}/resend", {
    params: { path: { id: otp }, header: once(values) },
    body: channel === "" ? {} : { channel: channel as Channel },
  });
  const problem = problemOf(answer);
  if (problem === null) {
    const { message } = dataOf(answer) as Otp;
    return done(c, `/messages/${message?.id ?? c.req.param("id")}`, "resent");
  }
  if (problem.status === 403) dataOf(answer);
  const seconds = answer.response.headers.get("retry-after");
  const text =
    problem.status === 429 && seconds !== null
      ? messageWords[view.language].resend.often(seconds)
      : problemText(problem, view.language);
  return messagePage(c, { text, state: { values, errors: fieldErrors(problem, view.language) } });
}

export async function cancel(c: PageContext): Promise<Response> {
  const { view } = c.var;
  const values = await textOf(c);
  const answer = await view.api.POST("/v1/otp/{id}/cancel", {
    params: { path: { id: values["otp"] ?? "" }, header: once(values) },
    body: {},
  });
  const problem = problemOf(answer);
  if (problem === null) return done(c, `/messages/${c.req.param("id")}`, "cancelled");
  if (problem.status === 403) dataOf(answer);
  const text = problemText(problem, view.language);
  return messagePage(c, { text, state: { values: {}, errors: fieldErrors(problem, view.language) } });
}
