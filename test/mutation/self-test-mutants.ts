import { mutantsOf } from './mutant.ts';

const SELF_TEST = ['test/self-test/self-test.test.ts'];
const VERDICT = ['test/self-test/verdict.test.ts'];

export const SELF_TEST_MUTANTS = [
  ...mutantsOf('src/self-test/self-tests.ts', SELF_TEST, [
    ['two self-tests of an account run at a time', 'if (this.#running.has(accountId))', 'if (false)'],
    ['a caller runs as many self-tests as it likes', 'if (times.length >= MOST_A_MINUTE)', 'if (false)'],
  ]),
  ...mutantsOf('src/self-test/self-tests.ts', VERDICT, [
    ['an account whose self-test failed never gets another', 'this.#running.delete(account.id);', ''],
    ['a process runs any number of self-tests', 'if (this.#running.size >= MOST_AT_A_TIME)', 'if (false)'],
  ]),
  ...mutantsOf('src/self-test/self-test.ts', VERDICT, [
    ['a step about no one is played', 'if (!request) {', 'if (request === null) {'],
  ]),
  ...mutantsOf('src/self-test/verdict.ts', SELF_TEST, [
    [
      'a rule of the account counts as a fault of the service',
      'return isByRule(wrong, words.policies) ? byRule(wrong, words) : byFault(wrong, at, words);',
      'return byFault(wrong, at, words);',
    ],
  ]),
  ...mutantsOf('src/composition/stand-in/stand-in.ts', SELF_TEST, [
    ["the stand-in has not the account's policies", 'await accounts.set(ACCOUNT_ID, { policies });', ''],
  ]),
  ...mutantsOf(
    'src/self-test/sight.ts',
    ['test/self-test/sight.test.ts'],
    [
      ['what an answer must not show is not looked for', 'if (shown.length > 0)', 'if (shown.length > 99)'],
      ['values are not compared', 'if (other.length > 0)', 'if (other.length > 99)'],
    ],
  ),
];
