/** Which types of events a reader wants: names of the catalogue, or patterns such as `team_member.*` and `*`. */
import { RollcallError } from '../../base/errors.ts';
import { EVENT_TYPES, type EventType } from '../catalogue/catalogue.ts';

const EVERYTHING = '*';
const LONGEST_ECHO = 60;

const GROUP_PATTERNS: readonly string[] = [
  ...new Set(EVENT_TYPES.map(type => `${type.slice(0, type.indexOf('.'))}.*`)),
];
const KNOWN: readonly string[] = [EVERYTHING, ...GROUP_PATTERNS, ...EVENT_TYPES];

/**
 * Names and patterns as a client gave them, checked and without repetitions.
 * Patterns stay patterns: a type that is added later belongs to those that fit it.
 * @throws RollcallError `badRequest` for an empty list, and for a name that is neither a type nor a pattern of some
 */
export function parseTypePatterns(list: readonly string[]): readonly string[] {
  const patterns = [...new Set(list.map(entry => entry.trim()))];
  const unknown = patterns.find(pattern => !KNOWN.includes(pattern));
  if (unknown !== undefined) {
    throw new RollcallError(
      'badRequest',
      `There is no event type ${JSON.stringify(unknown.slice(0, LONGEST_ECHO))}. The types are ${EVENT_TYPES.join(', ')}; ${GROUP_PATTERNS.join(', ')} and * stand for several.`,
    );
  }
  if (patterns.length === 0) {
    throw new RollcallError('badRequest', 'Name at least one event type; * stands for all of them.');
  }
  return patterns.includes(EVERYTHING) ? [EVERYTHING] : patterns;
}

/** The types that checked patterns stand for; `null`: all of them. */
export function expandTypes(patterns: readonly string[]): readonly EventType[] | null {
  if (patterns.includes(EVERYTHING)) return null;
  return EVENT_TYPES.filter(type => patterns.some(pattern => pattern === type || isGroupOf(pattern, type)));
}

const isGroupOf = (pattern: string, type: EventType): boolean =>
  pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
