import type { Context } from "hono";
import { GatewayError, invalidField } from "../errors.ts";
import { claimedType, cleanName, proofTypeOf, proofTypes } from "../ledger/proof-type.ts";
import type { ProofFile } from "../ledger/top-up-proof.ts";
import { readBytes } from "./body/bytes.ts";

export const PROOF_LIMIT = 5 * 1024 * 1024;
/** The parts' headers and boundaries around a file of a form. */
const FORM_ROOM = 16 * 1024;

/** The file of a request: the body itself, or the field `file` of a form. What it is, its content says. */
export async function readProofUpload(c: Context): Promise<ProofFile> {
  const declared = c.req.header("content-type") ?? "";
  const form = declared.toLowerCase().startsWith("multipart/form-data");
  // Counted while it comes; a form's own words are not the file's.
  const bytes = await readBytes(c, PROOF_LIMIT + (form ? FORM_ROOM : 0), true);
  const upload = form ? await fileOf(bytes, declared) : { content: bytes, declared, name: c.req.query("name") ?? "" };
  return checked(upload);
}

interface Upload {
  content: Uint8Array;
  declared: string;
  name: string;
}

async function fileOf(bytes: Uint8Array, contentType: string): Promise<Upload> {
  let fields: FormData;
  try {
    fields = await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    throw invalidField("body", "is not a whole multipart/form-data form");
  }
  const others = [...fields.keys()].filter((name) => name !== "file");
  if (others.length > 0)
    throw invalidField((others[0] ?? "").slice(0, 64), "is not a known field; send the file alone");
  const [file, ...more] = fields.getAll("file");
  if (file === undefined) throw invalidField("file", "is required");
  if (more.length > 0) throw invalidField("file", "is given twice");
  if (typeof file === "string") throw invalidField("file", "must be a file, not text");
  return { content: new Uint8Array(await file.arrayBuffer()), declared: file.type, name: file.name };
}

function checked({ content, declared, name }: Upload): ProofFile {
  if (content.byteLength === 0) throw invalidField("file", "is empty; send a PDF, PNG or JPEG");
  if (content.byteLength > PROOF_LIMIT) {
    throw new GatewayError("payload_too_large", `file: may have at most ${PROOF_LIMIT / 1024} KiB.`);
  }
  const type = proofTypeOf(content);
  if (type === null) {
    throw new GatewayError("unsupported_media_type", `file: its content is none of ${proofTypes.join(", ")}.`);
  }
  const claimed = claimedType(declared);
  if (claimed !== null && claimed !== type) {
    throw new GatewayError(
      "unsupported_media_type",
      `Content-Type: says ${claimed.slice(0, 60)}, and the content is ${type}; send it as what it is.`,
    );
  }
  return { name: cleanName(name, type), type, content };
}
