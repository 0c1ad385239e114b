/** A team-member event in plain words: what happened, and what the main app does about it. */
import { isRecord } from './expectation.ts';
import type { TeamEvent } from './team-event.ts';

export interface EventWords {
  readonly happened: string;
  readonly action: string;
}

interface Situation {
  /** The invitation was written but has not been sent. */
  readonly invitationWaits: boolean;
  readonly accountName: string;
}

/** What the attributes that change in this demo are called; any other goes by its own name. */
const LABELS: Readonly<Record<string, string>> = {
  addresses: 'addresses',
  displayName: 'display name',
  emails: 'e-mail list',
  externalId: 'external id',
  phoneNumbers: 'phone numbers',
  preferredLanguage: 'language',
  timezone: 'time zone',
  title: 'job title',
};
const LISTED_CHANGES = 3;

export function describeEvent(event: TeamEvent, { invitationWaits, accountName }: Situation): EventWords {
  const { type, data } = event;
  const who = fullName(event);
  const first = firstName(event);
  switch (type) {
    case 'connection.enabled':
      return { happened: `SCIM is on for ${accountName}`, action: 'show “connected” in the settings' };
    case 'connection.token_issued':
      return { happened: 'the first token was made', action: 'nothing to do' };
    case 'team_member.provisioned':
      return { happened: `${who} joins`, action: `write ${first} an invitation, let it settle` };
    case 'team_member.updated':
      return { happened: `${who}: ${describeChanges(event)}`, action: afterUpdate(event) };
    case 'team_member.deprovisioned':
      return {
        happened: `${who} is ${data.reason === 'deleted' ? 'removed' : 'switched off'}`,
        action: invitationWaits
          ? 'throw the unsent invitation away'
          : `end ${possessive(first)} sessions now`,
      };
    case 'team_member.reactivated':
      return { happened: `${who} is back`, action: `let ${first} sign in again, with the role kept here` };
    case 'team_member.deleted':
      return { happened: `${who} is gone for good`, action: `take ${first} off the team list` };
    default:
      return { happened: `${who}: ${type}`, action: 'this demo does not know that event' };
  }
}

export function firstName(event: TeamEvent): string {
  const name = event.data.member?.['name'];
  const first = isRecord(name) ? name['givenName'] : undefined;
  return typeof first === 'string' ? first : fullName(event);
}

function fullName({ data, subject }: TeamEvent): string {
  const name = data.member?.['name'];
  if (isRecord(name)) return `${name['givenName']} ${name['familyName']}`;
  return String(data.member?.['userName'] ?? subject);
}

export const possessive = (name: string): string => (name.endsWith('s') ? `${name}’` : `${name}’s`);

function afterUpdate({ data }: TeamEvent): string {
  const isAboutMail = data.changed?.some(path => path === 'emails' || path === 'userName');
  return isAboutMail ? `nothing to do: mail goes to ${data.member?.['email']}` : 'nothing to do';
}

function describeChanges({ data }: TeamEvent): string {
  const changed = data.changed ?? [];
  if (changed.length <= LISTED_CHANGES) {
    return changed
      .map(path => describeChange(path, data.previous?.[path] ?? undefined, valueAt(data.member, path)))
      .join(', ');
  }
  const areCleared = changed.every(path => valueAt(data.member, path) === undefined);
  const labels = changed.map(labelOf);
  // The e-mail list first: it is the one a main app cares about.
  labels.sort((left, right) => Number(right === LABELS['emails']) - Number(left === LABELS['emails']));
  const more = labels.length - LISTED_CHANGES;
  return `${labels.slice(0, LISTED_CHANGES).join(', ')} and ${more} more were ${areCleared ? 'cleared' : 'changed'}`;
}

function describeChange(path: string, before: unknown, after: unknown): string {
  const label = labelOf(path);
  if (after === undefined) return `${label} was cleared`;
  if (typeof after !== 'string') return `${label} changed`;
  if (typeof before !== 'string') return `${label} is now ${after}`;
  return `${label} changed from ${before} to ${after}`;
}

const labelOf = (path: string): string => LABELS[path] ?? path.slice(path.lastIndexOf(':') + 1);

/** The value under a SCIM path such as `title`, `name.givenName` or `urn:…:User:department`. */
function valueAt(member: unknown, path: string): unknown {
  const colon = path.lastIndexOf(':');
  const steps = colon < 0 ? path.split('.') : [path.slice(0, colon), path.slice(colon + 1)];
  return steps.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), member);
}
