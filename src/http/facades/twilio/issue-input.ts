import { clientAddress } from "../../../kit/address.ts";
import type { IssueInput } from "../../../otp/issue.ts";
import type { Channel } from "../../../providers/provider.ts";
import { purposeOf, type ServiceDocument } from "../../../settings/service-document.ts";
import { cleanValue } from "../../../templates/values.ts";
import { TwilioRefusal } from "./errors.ts";
import { parsed, templateChoices, variables, type CreateBody } from "./parameters.ts";

/** Twilio's word for a channel, and ours. */
const channelOf = { sms: "sms", whatsapp: "whatsapp", call: "voice", email: "email" } as const;

/** Pure: a create as an issue. `to`: in its normal form. */
export function issueInputOf(body: CreateBody, to: string, sid: string, service: ServiceDocument): IssueInput {
  const { template, params } = templateFor(body, service);
  const brand = friendlyName(body) ?? service.brand;
  return {
    to,
    purpose: purposeOf(sid, service),
    channels: channelsFor(body.Channel, to.includes("@"), service),
    locale: body.Locale ?? service.locale,
    template,
    params,
    ttlSeconds: service.ttl_seconds,
    codeLength: service.code_length,
    code: body.CustomCode,
    clientIp: body.DeviceIp === undefined ? undefined : clientAddress(body.DeviceIp),
    metadata: body.Tags === undefined ? {} : { tags: JSON.parse(body.Tags) as Record<string, string> },
    waitMs: 0,
    decoy: false,
    via: { facade: "twilio", service: sid, ...(brand === undefined ? {} : { brand }) },
  };
}

/** Four digits and more with no letter between them: glued to a word, or alone, they still read as a code. */
const codeLike = /\p{N}(?:[^\p{L}\p{N}]*\p{N}){3,}/gu;

/**
 * It comes with a request, so it may be a stranger's word: unlike an operator's brand it holds no link and no code,
 * whichever channel carries it. What one channel takes out as markup must not have hidden a link from the others.
 */
function friendlyName({ CustomFriendlyName: given = "" }: CreateBody): string | undefined {
  let name = given;
  for (let before = ""; name !== before;) {
    before = name;
    for (const channel of ["whatsapp", "voice", "sms"] as const) name = cleanValue("user", name, channel);
    name = name.replace(codeLike, "").trim();
  }
  return name === "" ? undefined : name;
}

/** In order; undefined: the tenant's. */
function channelsFor(
  channel: CreateBody["Channel"],
  address: boolean,
  service: ServiceDocument,
): Channel[] | undefined {
  if (channel === "sna") throw new TwilioRefusal(60223, "Delivery channel disabled: SNA");
  if (channel === "auto") {
    if (service.channels === undefined) return address ? ["email"] : undefined;
    const fitting = service.channels.filter((one) => (one === "email") === address);
    if (fitting.length === 0) throw new TwilioRefusal(60223, "Delivery channel disabled: AUTO");
    return fitting;
  }
  const wanted = channelOf[channel];
  if (service.channels?.includes(wanted) === false) {
    throw new TwilioRefusal(60223, `Delivery channel disabled: ${channel.toUpperCase()}`);
  }
  return [wanted];
}

function templateFor(body: CreateBody, service: ServiceDocument): Pick<IssueInput, "template" | "params"> {
  const params = variables.parse(parsed(body.TemplateCustomSubstitutions ?? "{}"));
  const choices =
    body.Templates !== undefined
      ? templateChoices.parse(parsed(body.Templates))
      : body.TemplateSid === undefined
        ? []
        : [{ sid: body.TemplateSid, substitutions: params }];
  if (choices.length === 0) return { template: service.template, params };
  for (const { sid, substitutions } of choices) {
    // `constructor` is every object's, and no template.
    const template = Object.hasOwn(service.templates ?? {}, sid) ? service.templates?.[sid] : undefined;
    if (template !== undefined) return { template, params: substitutions };
  }
  throw new TwilioRefusal(60228, "Template was not found", {
    reason: `this service maps no ${choices.map(({ sid }) => sid).join(", ")}; see /v1/services`,
  });
}
