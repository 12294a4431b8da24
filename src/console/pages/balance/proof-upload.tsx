import { Field, type FormState } from "../../parts/form.tsx";
import { PROOF_LIMIT } from "../../../http/proof-upload.ts";
import { proofTypeOf, proofTypes } from "../../../ledger/proof-type.ts";
import type { Api } from "../../api.ts";
import type { PageContext, View } from "../../view.ts";
import { topUpWords } from "./topups-words.ts";

/** The script that shows how far an upload is. Without it, the form is sent as any other. */
export const uploadAttributes = { "data-upload": "" };

export function ProofField({ view, state, label }: { view: View; state?: FormState; label: string }) {
  const words = topUpWords[view.language];
  return (
    <Field
      name="file"
      type="file"
      label={label}
      help={words.form.proofHelp}
      attributes={{ accept: proofTypes.join(",") }}
      {...(state === undefined ? {} : { state })}
    />
  );
}

/** The file of a form; null where none was chosen. */
export async function fileIn(c: PageContext): Promise<File | null> {
  const { file } = await c.req.parseBody();
  return file instanceof File && (file.size > 0 || file.name !== "") ? file : null;
}

/** Whether the API would keep it: asked before money is moved for a proof that is none. */
export async function isProof(file: File): Promise<boolean> {
  if (file.size === 0 || file.size > PROOF_LIMIT) return false;
  return proofTypeOf(new Uint8Array(await file.slice(0, 16).arrayBuffer())) !== null;
}

/** As the body itself: what it is, its content says. */
export async function putProof(api: Api, topUp: string, file: File): Promise<Response> {
  const query = new URLSearchParams({ name: file.name }).toString();
  return api.raw(`/v1/balance/topups/${encodeURIComponent(topUp)}/proof?${query}`, {
    method: "PUT",
    headers: { "Content-Type": "application/octet-stream" },
    body: await file.arrayBuffer(),
  });
}
