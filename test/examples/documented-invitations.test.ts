/** The table in docs/events.md that says when to invite, followed to the letter, over what really happens to people. */
import fc from 'fast-check';
import { type Invitation, type RollcallEvent, settleWindow } from '../../client/rollcall-client.js';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { table } from './events-document.ts';

const RANDOM_HISTORIES = 30;
const LIMIT_MS = 60_000;
const WINDOW_S = 60;
const END_S = 10_000;

type State = 'none' | 'held' | 'released';
type Action = 'activate' | 'deactivate' | 'rename' | 'delete';

interface History {
  readonly isActive: boolean;
  /** Each with the seconds since the one before. */
  readonly steps: readonly { readonly action: Action; readonly afterSeconds: number }[];
}

/** What was done to a person, and the events of it, each with its second. */
interface Story {
  readonly history: History;
  readonly events: readonly { readonly second: number; readonly event: RollcallEvent }[];
}

const history: fc.Arbitrary<History> = fc.record({
  isActive: fc.boolean(),
  steps: fc.array(
    fc.record({
      action: fc.constantFrom<Action>('activate', 'deactivate', 'activate', 'deactivate', 'rename', 'delete'),
      afterSeconds: fc.integer({ min: 1, max: 90 }),
    }),
    { maxLength: 7 },
  ),
});

/** Switched off and on again within the minute; and a connection test. */
const KNOWN_HISTORIES: readonly History[] = [
  {
    isActive: true,
    steps: [
      { action: 'deactivate', afterSeconds: 10 },
      { action: 'activate', afterSeconds: 10 },
    ],
  },
  { isActive: true, steps: [{ action: 'delete', afterSeconds: 2 }] },
];

const [headings = [], ...rows] = table('what comes');
const columnOf = (state: State): number => headings.indexOf(`from \`${state}\``);
const PASSED = 'a minute passed, and everything committed until then was worked on';

/** The state that the table says comes next. */
function nextState(what: string, state: State): State {
  const row = rows.find(([first]) => first === what) ?? rows.find(([first]) => first === 'any other event');
  return row?.[columnOf(state)]?.replaceAll('`', '') as State; // the test would see anything else
}

/** When the table sends invitations, in seconds. */
function invitationsByTable({ events }: Story): readonly number[] {
  let state: State = 'none';
  let since = 0;
  const sent: number[] = [];
  const passTo = (second: number): void => {
    if (state !== 'held' || since + WINDOW_S > second) return;
    state = nextState(PASSED, state);
    if (state === 'released') sent.push(since + WINDOW_S);
  };
  for (const { second, event } of events) {
    passTo(second);
    const isErased = 'erased' in event.data && event.data.erased === true;
    const next = nextState(isErased ? 'any event with `data.erased`' : `\`${event.type}\``, state);
    if (next === 'held' && state !== 'held') since = second;
    state = next;
  }
  passTo(END_S);
  return sent;
}

/** When the client sends them. */
function invitationsByClient({ events }: Story): readonly number[] {
  const settle = settleWindow({ seconds: WINDOW_S });
  let invitation: Invitation | undefined;
  const sent: number[] = [];
  const passTo = (second: number): void => {
    if (!invitation || settle.due([invitation], second * 1_000).length === 0) return;
    sent.push(invitation.since / 1_000 + WINDOW_S);
    invitation = { ...invitation, status: 'released' };
  };
  for (const { second, event } of events) {
    passTo(second);
    invitation = settle.next(event, invitation, second * 1_000);
  }
  passTo(END_S);
  return sent;
}

/** When a person must be invited: once, after the first whole minute in which nothing made them inactive. */
function invitationsDue({ isActive, steps }: History): readonly number[] {
  let activeSince = isActive ? 0 : undefined;
  let now = 0;
  for (const { action, afterSeconds } of steps) {
    now += afterSeconds;
    if (activeSince !== undefined && activeSince + WINDOW_S <= now) break;
    if (action === 'activate') activeSince ??= now;
    if (action === 'deactivate') activeSince = undefined;
    if (action === 'delete') return [];
  }
  return activeSince === undefined ? [] : [activeSince + WINDOW_S];
}

describe.each(databaseKinds())('the table of invitations, over random histories on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let stories: readonly Story[];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    const scim = new ScimClient(await service.addAccount({ id: 'acme' }));
    const lives = await Promise.all(
      [...KNOWN_HISTORIES, ...fc.sample(history, RANDOM_HISTORIES)].map(async each => ({
        history: each,
        ...(await live(scim, each)),
      })),
    );
    const events = (await service.events('acme')) as unknown as readonly RollcallEvent[]; // as the client has them
    stories = lives.map(({ history: each, id, seconds }) => ({
      history: each,
      events: events
        .filter(({ subject }) => subject === id)
        .map(event => ({ second: seconds.get(event.correlationid) ?? Number.NaN, event })),
    }));
  }, LIMIT_MS);

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  /** @returns the member's id, and the second of each request by its id */
  async function live(scim: ScimClient, { isActive, steps }: History) {
    const seconds = new Map<string, number>();
    const headersAt = (second: number) => {
      const id = crypto.randomUUID();
      seconds.set(id, second);
      return { 'X-Request-Id': id };
    };
    const userName = `${crypto.randomUUID()}@example.com`;
    const { body } = await scim.post('/Users', { userName, active: isActive }, headersAt(0));
    const path = `/Users/${String(body['id'])}`;
    let second = 0;
    for (const { action, afterSeconds } of steps) {
      second += afterSeconds;
      const headers = headersAt(second);
      if (action === 'delete') {
        await scim.delete(path, headers);
        break;
      }
      const change =
        action === 'rename' ? { displayName: `at ${second}` } : { active: action === 'activate' };
      await scim.put(path, { userName, ...change }, headers);
    }
    return { id: String(body['id']), seconds };
  }

  test('invites exactly those who stayed for a minute, once', () => {
    for (const story of stories) {
      expect({ story, sent: invitationsByTable(story) }).toEqual({
        story,
        sent: invitationsDue(story.history),
      });
    }
    // Else nothing was shown.
    expect(stories.slice(0, KNOWN_HISTORIES.length).map(story => invitationsByTable(story))).toEqual([
      [80],
      [],
    ]);
  });

  test('says what the client does', () => {
    for (const story of stories) {
      expect({ story, sent: invitationsByClient(story) }).toEqual({ story, sent: invitationsByTable(story) });
    }
  });
});

test('the table of invitations is whole: every state has a column, and every cell is a state', () => {
  const states: readonly State[] = ['none', 'held', 'released'];
  expect(headings).toEqual(['what comes', ...states.map(state => `from \`${state}\``)]);
  for (const [what, ...cells] of rows) {
    expect({ what, cells: cells.map(cell => cell.replaceAll('`', '')) }).toEqual({
      what,
      cells: cells.map(() => expect.stringMatching(/^(?:none|held|released)$/)),
    });
  }
});

test('nothing is sent, by the table, to a person who was erased since', () => {
  for (const state of ['none', 'held', 'released'] as const) {
    expect(nextState('any event with `data.erased`', state)).toBe('none');
    expect(nextState('`team_member.erased`', state)).toBe('none');
  }
});
