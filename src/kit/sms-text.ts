/** GSM 03.38 and segment sizes (3GPP TS 23.038 and 23.040). */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

export interface SmsSize {
  encoding: "GSM-7" | "UCS-2";
  segments: number;
}

export function measureSms(text: string): SmsSize {
  let septets = 0;
  const parts: number[] = [];
  for (const char of text) {
    const size = BASIC.has(char) ? 1 : EXTENSION.has(char) ? 2 : 0;
    if (size === 0) return measureUcs2(text);
    septets += size;
    parts.push(size);
  }
  return { encoding: "GSM-7", segments: septets <= 160 ? 1 : split(parts, 153) };
}

/** A text that is sent in UCS-2, whatever its characters. */
export function measureUcs2(text: string): SmsSize {
  return {
    encoding: "UCS-2",
    segments:
      text.length <= 70
        ? 1
        : split(
            [...text].map((char) => char.length),
            67,
          ),
  };
}

/** An escape pair or a surrogate pair is never split over two parts. */
function split(sizes: readonly number[], limit: number): number {
  let segments = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > limit) {
      segments += 1;
      filled = 0;
    }
    filled += size;
  }
  return segments;
}
