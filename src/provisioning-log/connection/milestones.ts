/**
 * What a connection has reached and how each kind of request is doing, as far as its entries tell. Times are
 * milliseconds since the epoch. It names no person: members stand in it by their ids.
 */
import type { LogRecord } from '../entry.ts';
import { isRepeatedDelete } from './expected-refusals.ts';
import { REQUEST_KINDS, type RequestKind, requestKindOf } from './request-kind.ts';

/** Requests of one kind that were refused or failed, since the last that succeeded. */
export interface Fault {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly requests: number;
  readonly isOurs: boolean;
  /** Of the last one, as `explanation` and `requestId` are. */
  readonly status: number;
  readonly explanation: string | null;
  readonly requestId: string;
}

interface KindState {
  readonly succeededAt: number | null;
  /** `null` when the last request of the kind succeeded. */
  readonly fault: Fault | null;
}

interface MemberMoment {
  readonly memberId: string;
  readonly at: number;
}

export interface Milestones {
  readonly kinds: Readonly<Partial<Record<RequestKind, KindState>>>;
  /** The first request that was answered as it asked. */
  readonly testedAt: number | null;
  /** A member who was created and deleted again at once: when that was deleted. */
  readonly testPerson: MemberMoment | null;
  /** The first member who was created and is no test person. */
  readonly firstMember: MemberMoment | null;
  /** When a member besides the first was last created or changed. */
  readonly lastCycleAt: number | null;
  readonly lastCreated: MemberMoment | null;
  /** Created or changed. */
  readonly lastWritten: MemberMoment | null;
  readonly lastDeleted: MemberMoment | null;
  /** The last fault that a success ended. */
  readonly mended: { readonly kind: RequestKind; readonly at: number } | null;
}

export const NO_MILESTONES: Milestones = {
  kinds: {},
  testedAt: null,
  testPerson: null,
  firstMember: null,
  lastCycleAt: null,
  lastCreated: null,
  lastWritten: null,
  lastDeleted: null,
  mended: null,
};

/** A test person is deleted within this time. */
const TEST_PERSON_MS = 300_000;

/** What one entry says alone. */
export function milestonesOf(entry: LogRecord): Milestones {
  const { at, outcome, status, explanation, requestId, memberId } = entry;
  const kind = requestKindOf(entry);
  if (outcome === 'refused' || outcome === 'failed') {
    if (isRepeatedDelete(entry)) return NO_MILESTONES;
    const isOurs = outcome === 'failed';
    const fault = { firstAt: at, lastAt: at, requests: 1, isOurs, status, explanation, requestId };
    return { ...NO_MILESTONES, kinds: { [kind]: { succeededAt: null, fault } } };
  }
  const succeeded = { succeededAt: at, fault: null };
  const isAboutPeople = kind === 'create' || kind === 'change';
  const member = memberId === null ? null : { memberId, at };
  return {
    ...NO_MILESTONES,
    // A request that was answered came through the door; and groups are beside the point where people are in order.
    kinds: { [kind]: succeeded, door: succeeded, ...(isAboutPeople ? { group: succeeded } : {}) },
    testedAt: at,
    firstMember: isAboutPeople ? member : null,
    lastCreated: kind === 'create' ? member : null,
    lastWritten: isAboutPeople ? member : null,
    lastDeleted: kind === 'delete' ? member : null,
  };
}

/** What is known when `later` is added to `known`; later entries stand for later requests, but for those that took long. */
export function mergeMilestones(known: Milestones, later: Milestones): Milestones {
  const states = REQUEST_KINDS.map(kind => [kind, mergeKinds(known.kinds[kind], later.kinds[kind])] as const);
  const mended = REQUEST_KINDS.flatMap(kind => mendedBy(kind, known, later));
  const lastCreated = later.lastCreated ?? known.lastCreated;
  const lastDeleted = later.lastDeleted ?? known.lastDeleted;
  const testPerson = testPersonIn(known, later) ?? later.testPerson ?? known.testPerson;
  const firstMember = [known.firstMember, later.firstMember].find(
    member => member && member.memberId !== testPerson?.memberId,
  );
  const { lastWritten } = later;
  const isSecond = lastWritten && firstMember && lastWritten.memberId !== firstMember.memberId;
  return {
    kinds: Object.fromEntries(states.filter(([, state]) => state !== undefined)),
    testedAt: known.testedAt ?? later.testedAt,
    testPerson,
    firstMember: firstMember ?? null,
    lastCycleAt: later.lastCycleAt ?? (isSecond ? lastWritten.at : known.lastCycleAt),
    lastCreated,
    lastWritten: lastWritten ?? known.lastWritten,
    lastDeleted,
    mended: later.mended ?? mended.at(-1) ?? known.mended,
  };
}

function mergeKinds(known: KindState | undefined, later: KindState | undefined): KindState | undefined {
  if (!known || !later) return later ?? known;
  const succeededAt = maximum(known.succeededAt, later.succeededAt);
  const before = endsFault(later, known.fault) ? null : known.fault;
  if (!later.fault) return { succeededAt, fault: before };
  if (!before) return { succeededAt, fault: later.fault };
  const { firstAt, requests } = before;
  return { succeededAt, fault: { ...later.fault, firstAt, requests: requests + later.fault.requests } };
}

const endsFault = ({ succeededAt }: KindState, fault: Fault | null): boolean =>
  fault !== null && succeededAt !== null && succeededAt >= fault.lastAt;

function mendedBy(
  kind: RequestKind,
  known: Milestones,
  later: Milestones,
): readonly NonNullable<Milestones['mended']>[] {
  const fault = known.kinds[kind]?.fault ?? null;
  const state = later.kinds[kind];
  // Groups are never mended: their fault is forgotten when people are in order.
  if (kind === 'group' || !state || !endsFault(state, fault) || state.succeededAt === null) return [];
  return [{ kind, at: state.succeededAt }];
}

function testPersonIn(known: Milestones, { lastCreated, lastDeleted }: Milestones): MemberMoment | null {
  const created = [known.lastCreated, lastCreated].find(each => each?.memberId === lastDeleted?.memberId);
  if (!created || !lastDeleted || lastDeleted.at - created.at > TEST_PERSON_MS) return null;
  return lastDeleted;
}

const maximum = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
