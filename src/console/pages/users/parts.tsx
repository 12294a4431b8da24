import { consoleRoles } from "../../../console-users/user.ts";
import { languages, type Language } from "../../../kit/language.ts";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { Field, type FormState } from "../../parts/form.tsx";
import type { View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { accountWords } from "../account/words.ts";
import { userWords } from "./words.ts";

export type ShownUser = components["schemas"]["ConsoleUser"];

/** What an admin says of a user, a new one or one there is. */
export function UserFields({ view, state }: { view: View; state: FormState }) {
  const words = userWords[view.language];
  const { language } = accountWords[view.language];
  return (
    <>
      <Field name="name" label={words.name} help={words.nameHelp} state={state} required autocomplete="off" />
      <Field
        name="role"
        label={words.role}
        state={state}
        value="ops"
        options={consoleRoles.map((role) => ({ value: role, label: words.roleHelp[role] }))}
      />
      <Field
        name="language"
        label={language.label}
        state={state}
        options={[
          { value: "", label: language.browser },
          ...languages.map((known) => ({ value: known, label: common[known].name })),
        ]}
      />
    </>
  );
}

export function languageOf(text: string | undefined): Language | null {
  return languages.find((language) => language === text) ?? null;
}
