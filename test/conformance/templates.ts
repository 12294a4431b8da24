import { describe, expect } from "vitest";
import { templateStatuses, type TemplateRequest, type VendorTemplate } from "../../src/providers/template-verbs.ts";
import { badGateway, unreadable, type Rig } from "./rig.ts";

const usualRequest: TemplateRequest = {
  name: "otp_login",
  languages: ["id"],
  boundTo: null,
  button: "copy_code",
  buttonText: null,
  autofillText: null,
  apps: [],
  zeroTapTermsAccepted: false,
  securityLine: true,
  expiryMinutes: 5,
  ttlSeconds: 300,
};

/** Templates that are kept and approved at the vendor, where it has calls for them. */
export function conformsInTemplates(rig: Rig): void {
  const { subject } = rig;
  const { provider, templates } = subject;

  describe("its templates", () => {
    if (templates === undefined) {
      rig.guarantee([], "are out of reach", () => expect(provider).not.toHaveProperty("templates"));
      return;
    }

    const verbs = () => provider.templates ?? expect.unreachable("the kind has no template verbs");
    const lent = () => {
      const settings = rig.settings(templates.settings);
      return [settings, rig.secrets(), rig.io(settings)] as const;
    };

    for (const { name, request, answers, made, ...wire } of templates.submits) {
      rig.guarantee(["verbs"], `are submitted: ${name}`, async () => {
        rig.vendor.next(...answers);
        const submitted = await verbs().submit({ ...usualRequest, ...request }, ...lent());
        expect(submitted).toMatchObject({ ok: true, templates: made });
        if (submitted.ok) submitted.templates.forEach(expectTemplate);
        wire.check(rig.vendor.requests);
        expect(rig.vendor.requests).toHaveLength(answers.length);
      });
    }

    for (const { name, answers, listed, complete, ...wire } of templates.lists) {
      rig.guarantee(["verbs"], `are listed: ${name}`, async () => {
        rig.vendor.next(...answers);
        const list = await verbs().list(...lent());
        expect(list).toMatchObject({ ok: true, complete });
        expect(list.ok && list.templates).toMatchObject(listed);
        if (list.ok) list.templates.forEach(expectTemplate);
        wire.check?.(rig.vendor.requests);
        expect(rig.vendor.requests).toHaveLength(answers.length);
      });
    }

    const { page } = templates;
    if (page !== undefined) {
      rig.guarantee(["verbs"], "are listed with pages of real size", async () => {
        rig.vendor.next(page(0));
        await verbs().list(...lent());
        const asked = Number(/(?:limit|PageSize)=(\d+)/.exec(rig.vendor.requests[0]?.path ?? "")?.[1]);
        rig.vendor.next(page(asked), page(0));
        const list = await verbs().list(...lent());
        expect(list.ok && list.templates.length).toBe(asked);
      });
    }

    for (const { name, request, answers, words } of templates.others ?? []) {
      rig.guarantee(["verbs", "errors"], `are not taken for others: ${name}`, async () => {
        rig.vendor.next(...answers);
        const submitted = await verbs().submit({ ...usualRequest, ...request }, ...lent());
        expect(submitted).toMatchObject({ ok: false, errorClass: "rejected", providerCode: "other_words" });
        expect(!submitted.ok && submitted.words).toContain(words);
        expect(rig.vendor.requests.map(({ method }) => method)).toEqual(answers.map(() => "GET"));
      });
    }

    const { removals } = templates;
    if (removals === undefined) {
      rig.guarantee([], "can't be deleted by a call", () => expect(verbs()).not.toHaveProperty("remove"));
    }
    for (const { name, template, answers, removed, ...wire } of removals ?? []) {
      rig.guarantee(["verbs"], `are deleted: ${name}`, async () => {
        rig.vendor.next(...answers);
        const answer = await verbs().remove?.(template, ...lent());
        expect(answer).toMatchObject(removed);
        wire.check(rig.vendor.requests);
        expect(rig.vendor.requests).toHaveLength(answers.length);
      });
    }

    for (const { name, answer, failure } of templates.refusals) {
      rig.guarantee(["verbs", "errors"], `are refused with ${name}`, async () => {
        rig.vendor.next(answer, answer);
        expect(await verbs().list(...lent())).toEqual({ ok: false, ...failure });
        const submitted = await verbs().submit(usualRequest, ...lent());
        expect(submitted).toEqual({ ok: false, ...failure });
      });
    }

    for (const [name, answer] of [...unreadable, ["a gateway's page", badGateway]] as const) {
      rig.guarantee(["verbs", "errors"], `are unknown after ${name}`, async () => {
        rig.vendor.next(answer);
        expect(await verbs().list(...lent())).toMatchObject({ ok: false, errorClass: "ambiguous", words: null });
      });
    }

    const [first] = templates.lists.find(({ answers }) => answers.length > 1)?.answers ?? [];
    if (first === undefined) {
      rig.guarantee([], "come in one answer, without pages", () => expect(page).toBeUndefined());
    } else {
      rig.guarantee(["verbs", "errors"], "are not half known: a page that fails fails the list", async () => {
        rig.vendor.next(first, badGateway);
        expect(await verbs().list(...lent())).toMatchObject({ ok: false });
      });
    }

    rig.guarantee(["verbs", "errors"], "are not asked for without credentials", async () => {
      const settings = rig.settings(templates.settings);
      expect(await verbs().list(settings, {}, rig.io(settings))).toMatchObject({
        ok: false,
        errorClass: "credentials",
      });
      expect(rig.vendor.requests).toEqual([]);
    });

    rig.guarantee(["verbs", "errors"], "are not lost when nobody answers", async () => {
      await rig.vendor.close();
      const lost = { ok: false, errorClass: "transient", providerCode: "refused", words: null };
      expect(await verbs().list(...lent())).toEqual(lost);
      expect(await verbs().submit(usualRequest, ...lent())).toEqual(lost);
    });
  });
}

function expectTemplate({ name, title, language, status, reason, expiryMinutes }: VendorTemplate): void {
  expect(title).not.toMatch(/\p{Cc}/u);
  expect(expiryMinutes ?? 1).toBeGreaterThanOrEqual(1);
  expect(name).toMatch(/^[\x21-\x7e]+$/);
  expect(language).toMatch(/^[a-z]{2,3}(_[A-Z]{2})?$/);
  expect([...templateStatuses, null]).toContain(status);
  expect(reason ?? "").not.toMatch(/\p{Cc}/u);
}
