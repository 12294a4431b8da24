import type { FieldError } from "../errors.ts";
import type { Keyring } from "../kit/secret.ts";
import { configured, type Provider, type Secrets } from "../providers/provider.ts";
import type { ProviderDocument } from "./documents.ts";
import { badFields, fieldErrors } from "./field-errors.ts";
import type { Finding } from "./findings.ts";
import { secretsContext } from "./load.ts";
import type { ProviderRow } from "./put-provider.ts";

/** Where and how a provider is reached: with another of these, others would be sent the secrets, or could read them. */
const addressSettings = ["base_url", "host", "port", "tls"];

/**
 * The secrets as they will be. `left`: what is wrong with them and not this change's doing, a required one that an
 * operator took away on purpose, or a kept one that would no longer be taken.
 */
export function readSecrets(
  keyring: Keyring,
  kind: Provider,
  row: ProviderRow | null,
  document: ProviderDocument,
  settings: Record<string, unknown>,
): { secrets: Secrets; left: Finding[] } {
  const adapter = configured(kind, settings);
  const known = Object.keys(adapter.secrets.shape);
  const unknown = Object.keys(document.secrets).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const list = known.length === 0 ? "this kind has none" : `there are ${known.join(", ")}`;
    throw badFields(unknown.map((name) => ({ path: `secrets.${name}`, message: `is not known; ${list}` })));
  }
  const moved = row === null ? null : movedBy(kind, row, document, settings);
  const unsent = (row?.secretNames ?? []).filter(
    (name) => known.includes(name) && !Object.hasOwn(document.secrets, name),
  );
  if (moved !== null && unsent.length > 0) {
    const message = `must be sent again, because ${moved} changes`;
    throw badFields(unsent.map((name) => ({ path: `secrets.${name}`, message })));
  }
  const stored =
    row?.secrets == null
      ? {}
      : (JSON.parse(keyring.openText(secretsContext(row.tenantId, row.name), row.secrets)) as Secrets);
  const secrets: Record<string, string> = Object.fromEntries(unsent.map((name) => [name, stored[name] ?? ""]));
  for (const [name, value] of Object.entries(document.secrets)) if (value !== null) secrets[name] = value;

  const before = row?.kind === document.kind ? secretErrors(asStored(kind, row), stored) : [];
  const isLeft = ({ path }: FieldError): boolean => {
    const sent = document.secrets[path.slice("secrets.".length)];
    return sent === null || (sent === undefined && before.some((error) => error.path === path));
  };
  const errors = secretErrors(adapter, secrets);
  const made = errors.filter((error) => !isLeft(error));
  if (made.length > 0) throw badFields(made);
  return {
    secrets,
    left: errors.map(({ path, message }) => ({ path, message: message.replace(/^is required/, "is not set") })),
  };
}

function secretErrors(adapter: Provider, secrets: Secrets): FieldError[] {
  const parsed = adapter.secrets.safeParse(secrets, { reportInput: true });
  return parsed.success ? [] : fieldErrors(parsed.error, "secrets");
}

/** What the settings of a row make of its kind. */
function asStored(kind: Provider, row: ProviderRow): Provider {
  const parsed = kind.settings.safeParse(row.settings);
  return parsed.success ? configured(kind, parsed.data) : kind;
}

/** Which part of the address changes, or null. */
function movedBy(
  adapter: Provider,
  row: ProviderRow,
  document: ProviderDocument,
  settings: Record<string, unknown>,
): string | null {
  if (row.kind !== document.kind) return "kind";
  const parsed = adapter.settings.safeParse(row.settings);
  const before = (parsed.success ? parsed.data : row.settings) as Record<string, unknown>;
  return addressSettings.find((name) => before[name] !== settings[name]) ?? null;
}
