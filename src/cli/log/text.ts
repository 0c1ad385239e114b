/** The provisioning log, for people at a terminal. */

import type { Audience } from '../../api/provisioning-log/answers.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { explain } from '../../provisioning-log/explanations/explanation.ts';
import {
  type ExplanationId,
  isExplanationId,
} from '../../provisioning-log/explanations/explanation-catalogue.ts';
import type { Delivery, Timeline, TimelineEntry } from '../../provisioning-log/timeline.ts';

const UNDER_THE_STATUS = ' '.repeat(28);

/**
 * One line an entry. Under it the detail that the client got for what went wrong, or the address it asked for, and
 * the attributes that were left out because they are unknown.
 */
export function entryText(entry: LogEntry): string {
  const { at, method, status, outcome, meaning, bulkIndex, detail, explanation, path, isUnproven } = entry;
  const place = bulkIndex === null ? '' : ` [${bulkIndex}]`;
  const line = `${timeText(at)}  ${method.padEnd(6)} ${status}  ${outcome.padEnd(15)}  ${meaning}${place}`;
  const more = explanation === 'unknown_address' ? `asked for ${path}` : detail;
  const unproven = isUnproven ? 'unproven: its token only claims to be of this account' : null;
  return [line, unproven, more, unknownText(entry)]
    .filter(part => part !== null)
    .join(`\n${UNDER_THE_STATUS}`);
}

function unknownText({ unknownAttributes, unknownNames }: LogEntry): string | null {
  if (unknownAttributes === 0) return null;
  const others = unknownAttributes - unknownNames.length;
  const names = others > 0 ? [...unknownNames, `${others} more`] : unknownNames;
  return `unknown attributes, left out: ${names.join(', ')}`;
}

/** What to do about what went wrong, each thing once. */
export function remediesText(entries: readonly LogEntry[], audience: Audience): string {
  const ids = entries.flatMap(({ explanation }) => (isExplanationId(explanation) ? [explanation] : []));
  return [...new Set(ids)].map(id => remedyText(id, audience)).join('\n\n');
}

export function remedyText(id: ExplanationId, { identityProvider, baseUrl }: Audience): string {
  const { title, cause, where, change, again } = explain(id, identityProvider, baseUrl);
  return [
    `${title}.`,
    `  Why     ${cause}`,
    `  Where   ${where}`,
    `  Change  ${change}`,
    ...(again === null ? [] : [`  Then    ${again}`]),
  ].join('\n');
}

/** Oldest first. */
export function timelineText({ member, entries }: Timeline): string {
  const { id, state, userName } = member;
  const who = `${userName ?? 'a member who is gone'}  ${id}  ${state}`;
  return [who, ...entries.toReversed().flatMap(entryLines)].join('\n');
}

function entryLines({ entry, events }: TimelineEntry): readonly string[] {
  return [
    ...(entry === null ? [] : [entryText(entry)]),
    ...events.flatMap(event => [
      `${entry === null ? timeText(event.at) : ' '.repeat(19)}  ${event.sequence}  ${event.type}${
        event.changed.length > 0 ? ` (${event.changed.join(', ')})` : ''
      }`,
      ...event.deliveries.map(delivery => `${' '.repeat(24)}${deliveryText(delivery)}`),
    ]),
  ];
}

function deliveryText({ endpointId, url, state, steps }: Delivery): string {
  const where = url ?? `an endpoint that was removed (${endpointId})`;
  const last = steps.at(-1);
  if (!last) return `${where}: waiting`;
  const result = last.statusCode ?? last.failure ?? '';
  const attempts = steps.length === 1 ? 'first attempt' : `${steps.length} attempts`;
  return `${where}: ${state} ${timeText(last.at)} (${attempts}, ${result})`;
}

const timeText = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
