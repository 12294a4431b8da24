import { problemOf } from "../../api.ts";
import { problemText } from "../../problem-words.ts";
import type { View } from "../../view.ts";
import { documentOf, paramsIn, type Bindings, type Values, type Variant } from "./content.ts";
import type { Finding } from "./parts.tsx";
import type { Seen } from "./phone.tsx";

/** What the API's preview says of what is in the form. What can't be previewed is what is wrong with it. */
export async function seenOf(view: View, variant: Variant, values: Values, bindings: Bindings): Promise<Seen> {
  const given = (name: string): string | undefined => values[name] || undefined;
  // A param that has no sample yet is shown by its name, so that the text can be read meanwhile.
  const params = Object.fromEntries(paramsIn(values).map((name) => [name, given(`param_${name}`) ?? name]));
  const answer = await view.api.POST("/v1/templates/{key}/{channel}/{locale}/preview", {
    params: { path: variant },
    body: {
      template: documentOf(values, variant, bindings),
      params,
      to: variant.channel === "email" ? undefined : given("sample_to"),
      brand: given("sample_brand"),
      user: given("sample_user"),
      ttl_seconds: Number(given("sample_ttl") ?? 300),
    },
  });
  const problem = problemOf(answer);
  if (problem === null && answer.data !== undefined) return { preview: answer.data, findings: answer.data.findings };
  const errors = problem?.errors ?? [
    { path: "", message: problem === null ? "" : problemText(problem, view.language) },
  ];
  const findings = errors.map(({ path, message }): Finding => {
    return { path: path.replace(/^template\./, ""), message, severity: "error" };
  });
  return { preview: null, findings };
}
