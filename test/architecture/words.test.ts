/** The code speaks plain field English: a term has one name, the one that a search engine knows. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READ = ['{src,test,client,docs,migrations,examples,tools}/**/*.{ts,js,mjs,md}', '*.md'];
const SKIPPED = [
  // Decisions and changes are told in the words of their day, and a migration names what it renames.
  'docs/adr/',
  'CHANGELOG.md',
  'migrations/0003-operation.ts',
  'migrations/0009-unknown-names.ts',
  'migrations/0014-unproven-requests.ts',
  'migrations/0017-words.ts',
  'test/architecture/words.test.ts',
  // What identity providers really sent.
  'test/dialects/',
];

/** Words of prose, in whatever case, and what to write instead. */
const PROSE: Readonly<Record<string, string>> = {
  'whoever|somebody|nobody|anybody|everybody': 'the person, the caller, an operator, all members …',
  'told|what became of|becomes? of': 'sent, reported, answered; the outcome of',
  '(?:is|are|was|were) to be': 'must be, is',
  'lets? go of': 'closes, releases, deletes',
  'in vain': 'without success',
  anew: 'again',
  turnstile: 'concurrency limiter',
};

/** Names in code. */
const NAMES: Readonly<Record<string, string>> = {
  '\\w*[aA]tOnce|REQUESTS_AT_ONCE': 'maxConcurrent…, tryAcquire',
  'RequestBudget|takeFrom': 'RateLimiter, consume',
  'FailureScene|FailureVerdict|judgeFailure|passOnProbe':
    'FailureContext, FailureDecision, decideAfterFailure',
  LaneTurn: 'LaneRun',
  'accountsLeaving|members_leaving|leavingAccounts': 'offboarding',
  'leaveTrace|forgetTraces?|forgetNames?': 'addTombstone, removeTombstone',
  'tellSilence|tellExpiries|silence_told_at|expiryToldAt|silenceToldAt': 'notify…, …NotifiedAt',
  'MemberWish|wishOf': 'MemberInput',
  'requireReach|withinReach|reachedAccount|Reach': 'AccountAccess',
  'FeedPlace|FeedHeading': 'FeedPosition, EventHeader',
  'lookTogether|letOthersIn|CHANGES_A_TURN': 'loadMany, yieldToEventLoop, BATCH_SIZE',
  'deedOf|whoIs|leftOut|attemptOf': 'actionOf, …',
  'insist|readAnew|showIssued': 'retry, reload, renderIssued',
  'membersLeaving|\\w*[a-z]Told': 'offboarding, …NotifiedAt',
  '[sS]treamOutlet|outlet': 'queue',
};

const RULES = [
  ...Object.entries(PROSE).map(([words, instead]) => ({
    pattern: new RegExp(`\\b(?:${words})\\b`, 'giu'),
    instead,
  })),
  ...Object.entries(NAMES).map(([names, instead]) => ({
    pattern: new RegExp(`(?<!\\w)(?:${names})(?!\\w)`, 'gu'),
    instead,
  })),
];

/** Such as `src/base/log.ts:7: "anew", say: again`. */
const faultsIn = (text: string, file: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      RULES.flatMap(({ pattern, instead }) =>
        [...line.matchAll(pattern)].map(([word]) => `${file}:${index + 1}: "${word}", say: ${instead}`),
      ),
    );

const FILES = globSync(READ, { cwd: ROOT, exclude: ['**/node_modules/**'] })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => !SKIPPED.some(place => file.startsWith(place)));

test('code and documents have no word of the old dialect', () => {
  expect(FILES.length).toBeGreaterThan(700);
  expect(FILES.flatMap(file => faultsIn(readFileSync(`${ROOT}${file}`, 'utf8'), file))).toEqual([]);
});

test('a word of the old dialect is reported with its file, its line and what to say', () => {
  expect(faultsIn('fine\n// Nobody is told anew.\nLaneTurn', 'src/x.ts')).toEqual([
    'src/x.ts:2: "Nobody", say: the person, the caller, an operator, all members …',
    'src/x.ts:2: "told", say: sent, reported, answered; the outcome of',
    'src/x.ts:2: "anew", say: again',
    'src/x.ts:3: "LaneTurn", say: LaneRun',
  ]);
});

test('no table and no column has a name of the old dialect', () => {
  const schema = readFileSync(`${ROOT}test/store/__snapshots__/migrations.test.ts.snap`, 'utf8');
  expect(schema).toContain('"log_entries": [');
  expect(schema).not.toMatch(/told|leaving|exchange|budget|former_names/);
});
