import type { FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { Badge, Figure, money } from "../../parts/text.tsx";
import { Table } from "../../parts/table.tsx";
import type { View } from "../../view.ts";
import type { Variant } from "./content.ts";
import { Findings, type Finding } from "./parts.tsx";
import { skippedInWords } from "./skipped-words.ts";
import { templateWords } from "./words.ts";

export type Preview = components["schemas"]["TemplatePreview"];

/** What there is to see of what was written: a preview, or only what is wrong with it. */
export interface Seen {
  preview: Preview | null;
  findings: readonly Finding[];
}

interface SeenProps {
  view: View;
  variant: Variant;
  seen: Seen;
  brand: string;
}

/** Beside the form, made anew as one types. */
export const PreviewPane: FC<SeenProps> = ({ view, variant, seen, brand }) => {
  const words = templateWords[view.language].phone;
  const { preview, findings } = seen;
  return (
    <div id="preview" aria-live="polite">
      <Phone view={view} variant={variant} preview={preview} brand={brand} />
      {preview === null ? null : <Sizes view={view} variant={variant} preview={preview} />}
      <section class="card" id="findings">
        <h2>{words.findings}</h2>
        {findings.length === 0 ? (
          <p class="good">{words.clean}</p>
        ) : (
          <Findings language={view.language} findings={findings} />
        )}
      </section>
      {preview === null ? null : <Carriers view={view} preview={preview} />}
    </div>
  );
};

const Phone: FC<{ view: View; variant: Variant; preview: Preview | null; brand: string }> = (props) => {
  const { view, variant, preview, brand } = props;
  const { channels, phone: words } = templateWords[view.language];
  return (
    <figure class={`phone ${variant.channel}`} aria-label={words.label(channels[variant.channel])}>
      <div class="phone-top">
        <strong>{brand}</strong>
        <span class="small">{words.now}</span>
      </div>
      <div class="phone-screen" lang={variant.locale}>
        {preview === null ? (
          <p class="soft">{words.unseen}</p>
        ) : (
          <Message view={view} variant={variant} preview={preview} />
        )}
      </div>
    </figure>
  );
};

const Message: FC<{ view: View; variant: Variant; preview: Preview }> = ({ view, variant, preview }) => {
  const words = templateWords[view.language].phone;
  if (preview.whatsapp !== null) {
    const { body, footer, buttons } = preview.whatsapp;
    return (
      <div class="bubble">
        <p>{bold(body)}</p>
        {footer === null ? null : <p class="small soft">{footer}</p>}
        {buttons.map(({ text }) => (
          <p class="bubble-button">{text}</p>
        ))}
      </div>
    );
  }
  if (variant.channel === "voice") {
    return (
      <div class="bubble">
        <p class="small soft">{words.call}</p>
        <p>“{preview.text}”</p>
      </div>
    );
  }
  return (
    <div class="bubble">
      {preview.subject === null ? null : (
        <p>
          <strong>{preview.subject}</strong>
        </p>
      )}
      <p>{preview.text}</p>
    </div>
  );
};

/** WhatsApp shows `*…*` bold. */
function bold(text: string) {
  return text.split(/\*([^*\n]+)\*/).map((part, i) => (i % 2 === 1 ? <strong>{part}</strong> : part));
}

const Sizes: FC<{ view: View; variant: Variant; preview: Preview }> = ({ view, variant, preview }) => {
  const words = templateWords[view.language].phone;
  const { price } = preview;
  return (
    <div class="card sizes" id="sizes">
      <Figure
        name={words.characters}
        value={preview.characters}
        beside={variant.channel === "sms" ? words.left(unitsLeft(preview)) : ""}
      />
      {variant.channel === "sms" ? (
        <Figure name={words.segments} value={preview.segments} beside={preview.encoding} />
      ) : null}
      <Figure
        name={words.price}
        value={price === null ? "–" : money(price.amount, price.currency, view.language)}
        beside={price === null ? words.noPrice : words.chargedOn[price.charged_on]}
      />
    </div>
  );
};

/** A single SMS has 160 septets or 70 units; a part of several has fewer, for the header that joins them. */
function unitsLeft({ encoding, parts }: Preview): number {
  const [single, part] = encoding === "GSM-7" ? [160, 153] : [70, 67];
  return (parts.length > 1 ? part : single) - (parts.at(-1)?.units ?? 0);
}

const Carriers: FC<{ view: View; preview: Preview }> = ({ view, preview }) => {
  const words = templateWords[view.language].phone;
  const { language } = view;
  return (
    <section>
      <h2>{words.carriers}</h2>
      <Table
        rows={preview.providers}
        caption={words.carriers}
        empty={<p>{words.none}</p>}
        columns={[
          {
            head: words.provider,
            cell: ({ provider, kind }) => (
              <>
                {provider} <span class="soft small">{kind}</span>
              </>
            ),
          },
          { head: words.shows, cell: ({ shows }) => words.showing[shows] },
          {
            head: words.state,
            cell: ({ skipped }) =>
              skipped === null ? (
                <Badge tone="good">{words.serves}</Badge>
              ) : (
                <Badge tone="warn">{skippedInWords(skipped, language)}</Badge>
              ),
          },
          {
            head: words.price,
            number: true,
            cell: ({ price }) => (price === null ? "–" : money(price.amount, price.currency, language)),
          },
        ]}
      />
    </section>
  );
};
