/** What a request meant and its outcome, in one line of words. */
import { cleanText } from './entry-text.ts';
import { EXPLANATIONS, type ExplanationId } from './explanations/explanation-catalogue.ts';

const LONGEST_NAME = 200;
const LONGEST_MEANING = 600;
/** Entra asks for a userName that does not exist, and Okta for a page of two. */
const PROBED_USER_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PROBED_COUNT = 2;
const MOST_NAMED_CHANGES = 4;

/** The one person a filter asks for. */
export interface Lookup {
  /** Only userName and externalId may be shown: an e-mail address does not belong in a log. */
  readonly kind: 'userName' | 'externalId' | 'email' | 'id';
  readonly value: string;
}

/** What a list was asked for. */
export interface AskedList {
  readonly isFiltered: boolean;
  readonly isByCursor: boolean;
  readonly startIndex: string | undefined;
  readonly count: string | undefined;
}

/** What was noted while the request was answered. */
interface WordedNotes {
  readonly userName: string | undefined;
  readonly externalId: string | undefined;
  readonly formerUserName: string | undefined;
  readonly changed: readonly string[] | undefined;
  readonly events: readonly { readonly type: string }[];
  readonly asked: AskedList | undefined;
  readonly found: { readonly total: number; readonly shown: number } | undefined;
  readonly operations: { readonly done: number; readonly failed: number } | undefined;
}

/** What is known of a request when it is worded. */
export interface MeaningFacts {
  readonly method: string;
  /** The endpoint in its canonical spelling; `undefined` for an address that does not exist. */
  readonly endpoint: string | undefined;
  /** Whether one resource of the endpoint was meant. */
  readonly hasId: boolean;
  readonly status: number;
  readonly notes: WordedNotes | undefined;
  readonly lookup: Lookup | undefined;
  readonly ignored: readonly string[];
  readonly explanation: ExplanationId | null;
  readonly isFailure: boolean;
}

export function meaningOf(facts: MeaningFacts): string {
  return cleanText(`${actionOf(facts)}${ignoredText(facts)}`, LONGEST_MEANING);
}

function actionOf(facts: MeaningFacts): string {
  const { isFailure, explanation, notes } = facts;
  if (isFailure)
    return `${attemptedAction(facts)}: ${explanation ? EXPLANATIONS[explanation].title : 'refused'}`;
  if (facts.endpoint === undefined) return 'asked what the service can do';
  switch (facts.endpoint) {
    case 'Users':
    case '.search':
      return isRead(facts) ? readingOf(facts) : changeOf(facts);
    case 'Groups':
      return 'asked for groups: the list is always empty';
    case 'Bulk': {
      const { done = 0, failed = 0 } = notes?.operations ?? {};
      return `sent ${counted(done + failed, 'operation')} in one request: ${done} done, ${failed} refused`;
    }
    default:
      return DISCOVERY[facts.endpoint] ?? 'asked what the service can do';
  }
}

const DISCOVERY: Readonly<Record<string, string>> = {
  ServiceProviderConfig: 'asked what the service can do',
  ResourceTypes: 'read the resource types',
  Schemas: 'read the schemas',
};

const isRead = ({ method, endpoint }: MeaningFacts): boolean =>
  method === 'GET' || method === 'HEAD' || endpoint === '.search';

function readingOf({ hasId, status, notes, lookup }: MeaningFacts): string {
  if (hasId) return `read ${subjectOf(notes)}${status === 304 ? ': unchanged' : ''}`;
  const total = notes?.found?.total ?? 0;
  const asked = notes?.asked;
  if (lookup?.kind === 'userName' && total === 0 && PROBED_USER_NAME.test(lookup.value)) {
    return 'tested the connection: looked for a user who cannot exist';
  }
  if (lookup)
    return `looked up ${named(lookup)}: ${total === 0 ? 'not there' : total === 1 ? 'found' : `found ${total}`}`;
  if (asked?.isFiltered) return `searched for members with a filter: found ${total}`;
  return listingOf(asked, total, notes?.found?.shown ?? 0);
}

function listingOf(asked: AskedList | undefined, total: number, shown: number): string {
  const count = Number(asked?.count ?? Number.NaN);
  const start = Math.max(1, Number(asked?.startIndex ?? 1) || 1);
  if (start === 1 && count >= 1 && count <= PROBED_COUNT)
    return `tested the connection: ${counted(total, 'member')}`;
  if (total === 0) return 'listed members: there are none yet';
  if (count === 0) return `counted the members: ${total}`;
  if (asked?.isByCursor) return `listed ${shown} of ${counted(total, 'member')}`;
  if (shown === 0) return `listed members beyond the last of ${total}`;
  return `listed members ${start}–${start + shown - 1} of ${total}`;
}

function changeOf({ method, hasId, notes }: MeaningFacts): string {
  const who = subjectOf(notes);
  const types = new Set(notes?.events.map(({ type }) => type));
  if (method === 'DELETE') return `deleted ${who}`;
  if (!hasId) return `created ${who}${types.has('team_member.staged') ? ', not active yet' : ''}`;
  const action = types.has('team_member.deprovisioned')
    ? 'deactivated'
    : types.has('team_member.reactivated')
      ? 'reactivated'
      : types.has('team_member.provisioned')
        ? 'activated for the first time'
        : types.has('team_member.linked')
          ? 'took over'
          : undefined;
  const changed = (notes?.changed ?? []).filter(path => action === undefined || path !== 'active');
  if (notes?.formerUserName !== undefined) {
    const rename = `renamed ${nameOf(notes.formerUserName)} to ${who}`;
    return action === undefined ? rename : `${rename}, and ${action}`;
  }
  if (action !== undefined)
    return `${action} ${who}${changed.length > 0 ? `, and changed ${listOf(changed)}` : ''}`;
  return changed.length > 0 ? `changed ${listOf(changed)} of ${who}` : `sent ${who} again: nothing changed`;
}

function attemptedAction({ method, endpoint, hasId, notes, lookup }: MeaningFacts): string {
  if (endpoint === 'Groups') {
    return method === 'GET' || method === 'HEAD' ? 'asked for groups' : 'tried to push a group';
  }
  if (endpoint === 'Bulk') return 'sent a bulk request';
  if (endpoint !== 'Users' && endpoint !== '.search') return `sent a request (${method})`;
  if (endpoint === '.search' || (!hasId && method !== 'POST')) {
    return lookup ? `tried to look up ${named(lookup)}` : 'tried to list members';
  }
  const who = subjectOf(notes);
  switch (method) {
    case 'POST':
      return `tried to create ${who}`;
    case 'PUT':
    case 'PATCH':
      return `tried to change ${who}`;
    case 'DELETE':
      return `tried to delete ${who}`;
    default:
      return `tried to read ${who}`;
  }
}

/** Ignored attributes are always named: they are what administrators look for. */
function ignoredText({ ignored, isFailure, explanation }: MeaningFacts): string {
  if (isFailure && explanation === 'authority_refused') return '';
  const things = ignored.filter(name => name !== 'password').map(name => AUTHORITY_NAMES[name] ?? name);
  return things.length > 0 ? `; tried to set ${listOf(things)}: ignored` : '';
}

const AUTHORITY_NAMES: Readonly<Record<string, string>> = {
  roles: 'a role',
  entitlements: 'an entitlement',
  groups: 'a group',
  userType: 'a user type',
  x509Certificates: 'a certificate',
  extension: 'an extension that is not declared',
};

const subjectOf = (notes: WordedNotes | undefined): string =>
  notes?.userName !== undefined
    ? nameOf(notes.userName)
    : notes?.externalId !== undefined
      ? `externalId ${nameOf(notes.externalId)}`
      : 'a member';

const named = ({ kind, value }: Lookup): string =>
  kind === 'userName'
    ? nameOf(value)
    : kind === 'email'
      ? 'a user by e-mail address'
      : `${kind} ${nameOf(value)}`;

const nameOf = (name: string): string => cleanText(name, LONGEST_NAME);

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The last name of a path says enough. */
function listOf(paths: readonly string[]): string {
  const names = paths.map(path => path.replace(/^urn:.*:/, ''));
  if (names.length > MOST_NAMED_CHANGES) {
    return `${names.slice(0, MOST_NAMED_CHANGES - 1).join(', ')} and ${names.length - MOST_NAMED_CHANGES + 1} more`;
  }
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
