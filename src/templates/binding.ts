import type { Binding } from "../settings/documents.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";

/**
 * Pure: what this provider of the tenant knows the variant as. A variant of the first tenant that others share is bound
 * to the first tenant's providers: one of the tenant's own that goes by the same name has never seen it.
 */
export function bindingOf(
  tenant: Pick<TenantConfig, "id">,
  template: Pick<TemplateConfig, "ownerId" | "document">,
  provider: Pick<ProviderConfig, "ownerId" | "name">,
): Binding | undefined {
  if (template.ownerId !== tenant.id && template.ownerId !== provider.ownerId) return undefined;
  const { bindings } = template.document;
  return Object.hasOwn(bindings, provider.name) ? bindings[provider.name] : undefined;
}
