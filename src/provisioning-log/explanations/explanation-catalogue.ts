/** Every explanation there is. A new failing pattern is one entry in one of these files. */
import { ACCESS_EXPLANATIONS } from './access-explanations.ts';
import type { ExplanationEntry } from './explanation-entry.ts';
import { MEMBER_EXPLANATIONS } from './member-explanations.ts';
import { REQUEST_EXPLANATIONS } from './request-explanations.ts';
import { VALUE_EXPLANATIONS } from './value-explanations.ts';

export const EXPLANATIONS = {
  ...ACCESS_EXPLANATIONS,
  ...REQUEST_EXPLANATIONS,
  ...MEMBER_EXPLANATIONS,
  ...VALUE_EXPLANATIONS,
} as const satisfies Record<string, ExplanationEntry>;

export type ExplanationId = keyof typeof EXPLANATIONS;

/** Whether an id that was stored, perhaps by another version, still has an explanation. */
export const isExplanationId = (id: string | null): id is ExplanationId =>
  id !== null && Object.hasOwn(EXPLANATIONS, id);
