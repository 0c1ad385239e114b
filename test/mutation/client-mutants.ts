import { mutantsOf } from './mutant.ts';

const ANSWERS = ['test/client/feed-answers.test.ts'];

export const CLIENT_MUTANTS = [
  ...mutantsOf('client/feed-requests.js', ANSWERS, [
    ['redirects are followed', "redirect: 'manual'", "redirect: 'follow'"],
    ['410 is a refusal like any other', 'if (status === 410)', 'if (status === 411)'],
    ["asctime is read in the server's zone", "text.endsWith('GMT') ? text : `${text} GMT`", 'text'],
    ['429 ends the consumption', '[408, 425, 429]', '[408, 425]'],
    [
      'the backoff has no upper bound',
      '2 ** (attempt - 1), LONGEST_DELAY_MS)',
      '2 ** (attempt - 1), Infinity)',
    ],
    [
      'Retry-After is not kept to',
      'Math.max(backoffMs(attempt), error?.retryAfterMs ?? 0)',
      'backoffMs(attempt)',
    ],
  ]),
  ...mutantsOf('client/consume-feed.js', ANSWERS, [
    [
      'a page with events counts as caught up to the end of the wait',
      'const heldMs = isEmpty && tookMs >= wait * 1_000',
      'const heldMs = tookMs >= wait * 1_000',
    ],
    [
      'an empty page counts as caught up to its beginning alone',
      'const heldMs = isEmpty && tookMs >= wait * 1_000',
      'const heldMs = !isEmpty && tookMs >= wait * 1_000',
    ],
    ['a consumer that was outrun moves the place', "if (outcome === 'outrun') return;", ''],
    ['a consumer that was outrun at a gap fails', "if (outcome !== 'outrun' && decide", 'if (decide'],
    [
      'the first page is held back',
      'const wait = this.#hasCaughtUp ? waitSeconds : 0;',
      'const wait = waitSeconds;',
    ],
    ['a repeated event is applied again', "if (verdict === 'ignore') continue;", ''],
    [
      'the rest ends only with its time',
      'this.#resting.abort();\n  }\n\n  /** One page',
      '}\n\n  /** One page',
    ],
    [
      'a callback that stores nothing works on one page for ever',
      "throw new FeedError('misuse', '\"apply\" must store the cursor it is given, or throw, or return false.');",
      'return cursor;',
    ],
  ]),
  ...mutantsOf(
    'client/sequence.js',
    ['test/client/sequence.test.ts'],
    [
      [
        'an event is applied twice',
        "if (number <= known) return 'ignore';",
        "if (number < known) return 'ignore';",
      ],
      ['a gap is passed over', "? 'apply' : 'gap'", "? 'apply' : 'apply'"],
    ],
  ),
  ...mutantsOf(
    'client/settle-window.js',
    ['test/client/settle-window.test.ts'],
    [
      [
        'an invitation that is due is never sent',
        'since + windowMs <= caughtUpAt',
        'since + windowMs < caughtUpAt - windowMs',
      ],
      [
        'an invitation goes out before the window is over',
        'since + windowMs <= caughtUpAt',
        'since <= caughtUpAt',
      ],
      [
        'who was deactivated is invited',
        "return invitation?.status === 'held' ? undefined : invitation;",
        'return invitation;',
      ],
      ['who was erased is invited', 'if (event.data?.erased) return undefined;', ''],
    ],
  ),
  ...mutantsOf(
    'client/webhook.js',
    ['test/client/webhook.test.ts'],
    [
      ['any signature fits', 'if (!isSigned) {', 'if (false) {'],
      [
        'an old request is accepted',
        'if (Math.abs(ageSeconds) <= toleranceSeconds) return;',
        'if (ageSeconds > 0) return;',
      ],
      [
        'a request from the future is accepted',
        'if (Math.abs(ageSeconds) <= toleranceSeconds) return;',
        'if (ageSeconds <= toleranceSeconds) return;',
      ],
      ['a public key is taken for a secret', "whsec_: ['whpk_', 'whsk_']", "whsec_: ['whsk_']"],
      ['the time is not signed', 'Buffer.from(`${id}.${timestamp}.`)', 'Buffer.from(`${id}.`)'],
    ],
  ),
];
