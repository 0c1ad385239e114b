/** How long what was valid until now stays so beside what takes its place: a token, a signing secret. */
import { fields, wholeNumber } from '../../base/schema.ts';

const DEFAULT_SECONDS = 86_400;
const LONGEST_SECONDS = 604_800;

/** Becomes milliseconds; a day by default. */
export const OVERLAP = fields({
  overlap_seconds: wholeNumber(0, LONGEST_SECONDS).exactOptional(),
}).transform(({ overlap_seconds = DEFAULT_SECONDS }) => overlap_seconds * 1_000);
