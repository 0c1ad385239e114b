const LARGEST_TEXT_BYTES = 4_096;
/** Control characters but line breaks and tabs, and those that turn the direction of a text around. */
const UNSAFE = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The beginning of an answer as text that can be stored and shown: valid UTF-8 of at most 4 KiB, unsafe
 * characters replaced by U+FFFD.
 */
export function responseText(bytes: Buffer): string {
  // As a stream: a character that was cut at the end is left out.
  const decoded = new TextDecoder().decode(bytes.subarray(0, LARGEST_TEXT_BYTES), { stream: true });
  const safe = decoded.replaceAll('\r\n', '\n').replace(UNSAFE, '\ufffd');
  // A replaced character may be longer than the byte it stands for.
  const room = new Uint8Array(LARGEST_TEXT_BYTES);
  const { written } = new TextEncoder().encodeInto(safe, room);
  return new TextDecoder().decode(room.subarray(0, written));
}
