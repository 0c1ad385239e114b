import { mutantsOf } from './mutant.ts';

const ERASURE = ['test/api/members/erasure.test.ts'];

export const STORE_MUTANTS = [
  ...mutantsOf(
    'src/store/database/sqlite/group-commit.ts',
    ['test/store/group-commit.test.ts'],
    [
      [
        'a failed commit is acknowledged',
        'unit.settle(failures.get(unit) ?? failure);',
        'unit.settle(failures.get(unit));',
      ],
      [
        'a failed commit leaves its transaction open',
        "if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');",
        '',
      ],
      [
        'a change that failed is not undone',
        "this.#connection.exec('ROLLBACK TO unit; RELEASE unit');",
        "this.#connection.exec('RELEASE unit');",
      ],
      [
        'a change that failed is acknowledged',
        'for (const unit of batch) unit.settle(failures.get(unit));\n  }',
        'for (const unit of batch) unit.settle();\n  }',
      ],
      ['a batch has no end', 'taken < this.#limits.changes; taken', 'taken < 1_000; taken'],
      ['large changes make a large batch', 'this.#boundCharacters < this.#limits.characters && ', ''],
    ],
  ),
  ...mutantsOf('src/store/members/erasure-store.ts', ERASURE, [
    [
      'an erasure redacts the first 50 events',
      'if (last === undefined) return after;\n      after = last;',
      'return Number.MAX_SAFE_INTEGER;',
    ],
    [
      'a repeated erasure leaves what was logged since',
      'await this.#clearTombstones(key, names);\n    if (known.isErased) return true;',
      'if (known.isErased) return true;\n    await this.#clearTombstones(key, names);',
    ],
    ['an erased member stays', 'if (current) await deleteMember(trx, current);', ''],
    ['an erased member has successors', 'await removeTombstones(trx, accountId, memberId);', ''],
    ['the last error names who was erased', 'await this.#eraseLastError(trx, accountId, names);', ''],
    ['what receivers answered is kept', 'await clearResponses(this.#database, account, member);', ''],
    [
      'a repeated erasure is announced again',
      'if (!now || now.isErased) return false;',
      'if (!now) return false;',
    ],
  ]),
  ...mutantsOf(
    'src/store/events/feed-store.ts',
    ['test/events/feed/feed.test.ts'],
    [
      [
        'a token limited to no account reads every account',
        'accounts === null ? NOTHING :',
        '!accounts?.length ? NOTHING :',
      ],
      [
        'a page is one event too long',
        'ORDER BY position LIMIT ${constant(limit)}) ${select}',
        'ORDER BY position LIMIT ${constant(limit + 1)}) ${select}',
      ],
    ],
  ),
];
