import type { Child, FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { Choice, Confirm, Field, Form, untouched } from "../../parts/form.tsx";
import { Badge, Facts } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { approvalWords } from "./approval-words.ts";
import { shapeOf } from "./content.ts";
import { ErrandNote } from "./errand-note.tsx";
import type { Errand } from "./errands.ts";
import { variantPath, type Opened } from "./open.ts";
import { Findings, Status } from "./parts.tsx";

type Schemas = components["schemas"];
type Submitted = Partial<Pick<Schemas["TemplateSubmission"], "previews" | "findings">>;

interface CardProps {
  view: View;
  keeper: Schemas["TemplateProvider"];
  opened: Opened;
  errand: Errand | null;
  to: (page: string) => string;
  may: boolean;
}

/** One provider: what it knows the variant as, what it says of it, and what may be done about it. */
export const ProviderCard: FC<CardProps> = (props) => {
  const { view, keeper, opened, errand, may } = props;
  const words = approvalWords[view.language];
  const binding = opened.template?.bindings[keeper.provider];
  return (
    <section class="card" id={`at-${keeper.provider}`}>
      <h2 class="row">
        {keeper.provider} <span class="soft small">{keeper.kind}</span>
        <Status language={view.language} status={binding?.status ?? "unbound"} />
        {keeper.shared ? <Badge>{words.sharedProvider}</Badge> : null}
      </h2>
      {errand === null ? null : (
        <ErrandNote
          view={view}
          id={`errand-${keeper.provider}`}
          errand={errand}
          more={(data) => <TheirWords view={view} answer={data as Submitted} />}
        />
      )}
      {binding === undefined ? null : (
        <Facts
          rows={[
            [words.name, <code>{binding.name}</code>],
            [words.language, binding.language],
            [words.expiry, binding.expiry_minutes === undefined ? "–" : words.minutes(binding.expiry_minutes)],
            ...(binding.reason === null ? [] : [[words.reason, binding.reason] as const]),
          ]}
        />
      )}
      {may ? <Deeds {...props} /> : null}
    </section>
  );
};

/** Submitting where the vendor has a call for it; else by hand. */
const Deeds: FC<CardProps> = ({ view, keeper, opened, errand, to }) => {
  const words = approvalWords[view.language];
  const { provider, vendor } = keeper;
  const binding = opened.template?.bindings[provider];
  const refused = errand?.outcome != null && !("data" in errand.outcome);
  const typed = untouched(refused ? { ...errand.asked } : {});
  const id = (name: string): string => `${name}-${provider}`;
  const submits = vendor !== null && opened.template !== null && shapeOf(opened.template) === "authentication";
  return (
    <div class="row deeds">
      {submits ? (
        <Confirm label={binding === undefined ? words.submit : words.submitAgain} tight>
          <Form action={to("/submit")}>
            <Named provider={provider} />
            <p>{words.submitHelp}</p>
            <Field
              id={id("submit-name")}
              name="name"
              label={words.name}
              state={typed}
              value={vendor.binds_by === "name" ? binding?.name : ""}
              help={words.nameHelp}
              mono
            />
            <Field
              id={id("submit-language")}
              name="language"
              label={words.language}
              state={typed}
              value={binding?.language}
              help={words.languageHelp}
            />
            <Field
              id={id("submit-expiry")}
              name="expiry_minutes"
              label={words.expiry}
              state={typed}
              value={binding?.expiry_minutes?.toString()}
              help={words.expiryHelp}
              inputmode="numeric"
            />
            {vendor.several_languages ? (
              <Field
                id={id("submit-locales")}
                name="locales"
                label={words.locales}
                state={typed}
                help={words.localesHelp}
              />
            ) : null}
            <button>{words.submit}</button>
          </Form>
        </Confirm>
      ) : null}
      {vendor === null ? null : (
        <Form action={address(view, "/templates/sync")}>
          <Named provider={provider} />
          <input type="hidden" name="back" value={variantPath(opened.variant, "/approval")} />
          <button class="plain tight" title={words.syncHelp}>
            {words.sync}
          </button>
        </Form>
      )}
      {binding === undefined || binding.status === "approved" ? null : (
        <Ask label={words.approve} text={words.approveAsk} yes={words.approveYes} action={to("/bind")}>
          <Named provider={provider} etag={opened.etag} />
          <input type="hidden" name="again" value="yes" />
          <input type="hidden" name="name" value={binding.name} />
          <input type="hidden" name="language" value={binding.language} />
          <input type="hidden" name="expiry_minutes" value={binding.expiry_minutes ?? ""} />
        </Ask>
      )}
      <Confirm label={words.bind} tight>
        <Form action={to("/bind")}>
          <Named provider={provider} etag={opened.etag} />
          <p>{words.bindHelp}</p>
          <Field id={id("bind-name")} name="name" label={words.bindName} value={binding?.name} required mono />
          <Field
            id={id("bind-language")}
            name="language"
            label={words.language}
            value={binding?.language ?? opened.variant.locale}
            required
          />
          <Field
            id={id("bind-expiry")}
            name="expiry_minutes"
            label={words.expiry}
            value={binding?.expiry_minutes?.toString()}
            inputmode="numeric"
          />
          <button>{words.save}</button>
        </Form>
      </Confirm>
      {binding === undefined ? null : (
        <Ask label={words.unbind} text={words.unbindAsk} yes={words.unbindYes} action={to("/unbind")}>
          <Named provider={provider} etag={opened.etag} />
        </Ask>
      )}
      {binding === undefined || vendor === null || vendor.deletes === null ? null : (
        <Ask label={words.withdraw} text={words.withdrawAsk} yes={words.withdrawYes} action={to("/withdraw")}>
          <Named provider={provider} />
          <Choice name="force" label={words.withdrawForce} checked={false} />
        </Ask>
      )}
    </div>
  );
};

const Named: FC<{ provider: string; etag?: string }> = ({ provider, etag }) => (
  <>
    <input type="hidden" name="provider" value={provider} />
    {etag === undefined ? null : <input type="hidden" name="etag" value={etag} />}
  </>
);

const Ask: FC<{ label: string; text: string; yes: string; action: string; children?: Child }> = (props) => (
  <Confirm label={props.label} tight>
    <Form action={props.action}>
      {props.children}
      <p>{props.text}</p>
      <button class="danger">{props.yes}</button>
    </Form>
  </Confirm>
);

const TheirWords: FC<{ view: View; answer: Submitted }> = ({ view, answer: { previews = [], findings = [] } }) => {
  const words = approvalWords[view.language];
  return (
    <>
      {previews.map(({ language, body, footer, button }) => (
        <p>
          {words.theirWords} ({language}): <q>{[body, footer, button].filter((text) => text !== null).join(" · ")}</q>
        </p>
      ))}
      {findings.length === 0 ? null : (
        <details class="more">
          <summary>{words.findings}</summary>
          <Findings language={view.language} findings={findings} />
        </details>
      )}
    </>
  );
};
