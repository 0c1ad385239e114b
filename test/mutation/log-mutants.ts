import { mutantsOf } from './mutant.ts';

const LOG = ['test/provisioning-log/entry-log.test.ts'];
const TIMELINE = ['test/provisioning-log/timeline.test.ts'];
const EXPLANATIONS = ['test/provisioning-log/explanations.test.ts'];

export const LOG_MUTANTS = [
  ...mutantsOf('src/provisioning-log/log-writer.ts', LOG, [
    [
      'the newest floods are given up',
      'this.#counted.splice(0, this.#counted.length - MOST_COUNTED)',
      'this.#counted.splice(MOST_COUNTED)',
    ],
    ['a flood stands for one request more', 'more: more - 1 });', 'more });'],
    ['what could not be written is lost', 'if (this.#held) await this.#commit(this.#held);', ''],
    [
      'a flood fills the disk',
      'else if (refusals.written < MOST_REFUSALS_A_MINUTE) refusals.written += 1;',
      'else if (refusals.written < Infinity) refusals.written += 1;',
    ],
    [
      'health is written with each entry',
      'if (this.#health.size === 0 || now < this.#healthDueAt) return [];',
      'if (this.#health.size === 0) return [];',
    ],
  ]),
  ...mutantsOf(
    'src/provisioning-log/log-writer.ts',
    ['test/provisioning-log/connection-health.test.ts'],
    [
      [
        'operations of a bulk request count for health',
        'record.accountId !== NO_ACCOUNT && record.bulkIndex === null',
        'record.accountId !== NO_ACCOUNT',
      ],
    ],
  ),
  ...mutantsOf('src/provisioning-log/entry-queue.ts', LOG, [
    [
      'the newest entries are given up',
      'const removed = account[kind].splice(0, count);',
      'const removed = account[kind].splice(-count);',
    ],
    [
      'changes are given up before reads',
      "account.reads.length > 0 ? 'reads' : 'changes';",
      "account.changes.length > 0 ? 'changes' : 'reads';",
    ],
    [
      'one account fills the queue',
      'while (account.bytes > this.#limits.accountBytes) this.#dropOldest(account);',
      '',
    ],
    [
      'all accounts together have no limit',
      'while (this.#bytes > this.#limits.totalBytes) this.#dropOldest(this.#largest());',
      '',
    ],
  ]),
  ...mutantsOf('src/provisioning-log/explanations/explanation.ts', EXPLANATIONS, [
    [
      '"try again" stands where nothing failed',
      'entry.isFailure ? inItsWords(again) : null',
      'inItsWords(again)',
    ],
    ['a placeholder stands in the words', 'words[name] ?? placeholder', 'placeholder'],
  ]),
  ...mutantsOf('src/provisioning-log/timeline.ts', TIMELINE, [
    [
      'an event at the edge of a page is lost',
      'store.eventsAbout(scope, memberId, { before, limit: limit + 1 })',
      'store.eventsAbout(scope, memberId, { before, limit })',
    ],
    ['an event stands beside its own request', 'newest.filter(({ id }) => !made.has(id))', 'newest'],
    [
      'the last page has another one',
      'next: places.length > shown.length ? shown.at(-1)?.id : undefined,',
      'next: shown.at(-1)?.id,',
    ],
  ]),
  ...mutantsOf('src/store/provisioning-log/timeline-store.ts', TIMELINE, [
    [
      'the last event of a page is on the next one as well',
      'NOTHING : sql`AND id < ${id}`',
      'NOTHING : sql`AND id <= ${id}`',
    ],
  ]),
];
