export const proofTypes = ["application/pdf", "image/png", "image/jpeg"] as const;
export type ProofType = (typeof proofTypes)[number];

const extensions: Record<ProofType, string> = { "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg" };

const beginnings: readonly [ProofType, Buffer][] = [
  ["application/pdf", Buffer.from("%PDF-")],
  ["image/png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ["image/jpeg", Buffer.from([0xff, 0xd8, 0xff])],
];

/** Pure: by how the content begins, whatever its sender calls it. */
export function proofTypeOf(content: Uint8Array): ProofType | null {
  const is = ([, beginning]: readonly [ProofType, Buffer]) =>
    beginning.equals(content.subarray(0, beginning.byteLength));
  return beginnings.find(is)?.[0] ?? null;
}

/** What senders write where they do not know, or in another spelling; null: nothing was claimed. */
export function claimedType(contentType: string): string | null {
  const media = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (media === "" || media === "application/octet-stream") return null;
  return media === "image/jpg" || media === "image/pjpeg" ? "image/jpeg" : media;
}

const LONGEST_NAME = 100;

/**
 * Pure: a name that is safe in a header and on a disk. No path, no control or direction-changing characters, nothing that a
 * shell or a file system reads as more than a name, and the extension is that of the content.
 */
export function cleanName(given: string, type: ProofType): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const stem = last
    .replace(/[\p{C}\p{Zl}\p{Zp}"'`<>:|?*;%$]/gu, "")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const short = [...stem].slice(0, LONGEST_NAME).join("");
  return `${short === "" ? "proof" : short}.${extensions[type]}`;
}
