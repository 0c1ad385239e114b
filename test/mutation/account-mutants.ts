import { mutantsOf } from './mutant.ts';

const CONNECTION = ['test/api/accounts/connection.test.ts'];
const CLOSING = ['test/api/accounts/closing.test.ts'];
const TOKENS = ['test/api/accounts/tokens.test.ts'];
const WORK = ['test/http/request-work.test.ts'];
const BUCKETS = ['test/property/token-bucket.test.ts'];
const AUTHENTICATION = ['test/conformance/rfc7644-section-2-authentication.test.ts'];
const LEAVING = ['test/accounts/offboarding.test.ts'];
const TOKEN_USE = ['test/accounts/token-use.test.ts'];

export const ACCOUNT_MUTANTS = [
  ...mutantsOf('src/accounts/change.ts', CLOSING, [
    [
      'disabling again calls an offboarding off',
      "if (account.offboarding || (isOff && members === 'keep')) return unchanged(state);",
      "if (isOff && members === 'keep' && !account.offboarding) return unchanged(state);",
    ],
    ['a closed account keeps its policies', 'policies: DEFAULT_POLICIES,\n      offboarding', 'offboarding'],
    ['a closed account keeps its name', 'name: account.id,\n      sso', 'sso'],
    [
      'a closed account keeps its single sign-on',
      "sso: signOnWith('none'),\n      policies: DEFAULT_POLICIES,\n      offboarding",
      'policies: DEFAULT_POLICIES,\n      offboarding',
    ],
    [
      'the tokens of a closed account live on',
      'tokens: ended.tokens,\n    events: [\n      ...ended.events,\n      connectionEvent',
      'tokens: [],\n    events: [\n      ...ended.events,\n      connectionEvent',
    ],
    [
      'an account is opened again while its members go',
      'if (current?.account.closedAt && current.account.offboarding) {',
      'if (current?.account.closedAt === 0) {',
    ],
    [
      'an account that is opened again has what it had',
      'const before = isOpen ? current.account : newAccount(context, id);',
      'const before = current ? { ...current.account, closedAt: null } : newAccount(context, id);',
    ],
    ['a closing is announced again', 'if (account.closedAt !== null) return unchanged(state);', ''],
  ]),
  ...mutantsOf('src/accounts/change.ts', CONNECTION, [
    [
      'tokens of an earlier time come to life again',
      'const ended = revokeAll(context, id, state.tokens);',
      'const ended = revokeAll(context, id, []);',
    ],
    [
      'SCIM is enabled without single sign-on',
      'requireSignOn(context, account);\n  const { id, identityProvider }',
      'const { id, identityProvider }',
    ],
    [
      'SCIM is resumed without single sign-on',
      'requireSignOn(context, account);\n  const next = resumed',
      'const next = resumed',
    ],
    [
      'single sign-on that ends leaves SCIM on',
      "if (connection.state === 'enabled' && !isFine) return suspended(context, id, SSO_INACTIVE);",
      '',
    ],
    [
      'single sign-on resumes what an operator suspended',
      "connection.state === 'suspended' && connection.reason === SSO_INACTIVE;",
      "connection.state === 'suspended';",
    ],
    [
      'an account is enabled twice',
      "if (account.connection.state === 'enabled') {\n    throw conflict(account, 'is enabled",
      "if (false) {\n    throw conflict(account, 'is enabled",
    ],
    [
      'a connection that was suspended for another reason is not announced',
      "if (connection.state === 'suspended' && connection.reason === reason) return unchanged(state);",
      "if (connection.state === 'suspended') return unchanged(state);",
    ],
    [
      'an offboarding is not begun',
      "members === 'keep' ? null : depart(context, 'connection_removed', 'POST')",
      'null',
    ],
  ]),
  ...mutantsOf('src/accounts/tokens/change.ts', TOKENS, [
    [
      'a token that expires now is alive',
      'expiresAt !== null && expiresAt <= now ? ',
      'expiresAt !== null && expiresAt < now - 1_000 ? ',
    ],
    ['a token can be rotated twice', 'if (isReplaced(old)) {', 'if (false) {'],
    [
      'a rotation lengthens the life of the old token',
      'Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs)',
      'now + overlapMs',
    ],
    ['without an overlap the old token lives on', 'if (overlapMs === 0) {', 'if (overlapMs < 0) {'],
    [
      'the expiry of a token is announced again and again',
      'now >= expiresAt - notice && notified < expiresAt - notice',
      'now >= expiresAt - notice',
    ],
    [
      'the expiry of a token is announced only once',
      '[14 * DAY_MS, 3 * DAY_MS]',
      '[14 * DAY_MS, 14 * DAY_MS]',
    ],
    [
      'the expiry of a token that has ended is announced',
      "|| tokenState(token, now) !== 'active') return false;",
      ') return false;',
    ],
    [
      'an expiry may lie in the past',
      'if (expiresAt !== null && expiresAt <= now) {',
      'if (expiresAt !== null && expiresAt <= 0) {',
    ],
    ['a revocation is announced twice', 'token.revokedAt === null ? revoke(', 'token.id ? revoke('],
    [
      'a rotated token may be used from everywhere',
      'newToken(context, { label, allowedAddresses, expiresAt })',
      'newToken(context, { label, allowedAddresses: null, expiresAt })',
    ],
    [
      'a rotated token lives for ever',
      'old.expiresAt === null ? null : now + old.expiresAt - createdAt',
      'null',
    ],
  ]),
  ...mutantsOf('src/accounts/tokens/use.ts', TOKEN_USE, [
    [
      'a use that comes during a write is lost',
      'if (this.#waiting.get(use.tokenId) === use) this.#waiting.delete(use.tokenId);',
      'this.#waiting.delete(use.tokenId);',
    ],
    ['a busy token is written every second', 'if (now - at >= ONCE_IN_MS)', 'if (now - at >= 0)'],
    [
      'a token is written once and never again',
      'if (now - at >= ONCE_IN_MS)',
      'if (now - at >= 1_000 * ONCE_IN_MS)',
    ],
    ['what still waits is lost at the end', 'runsAtStop: true,', ''],
  ]),
  ...mutantsOf('src/accounts/limits/concurrency-limiter.ts', WORK, [
    [
      'who leaves keeps its turn',
      'queue.waiting.delete(admit);\n        this.#waiting -= 1;',
      'this.#waiting -= 1;',
    ],
    [
      'who leaves still counts',
      'queue.waiting.delete(admit);\n        this.#waiting -= 1;',
      'queue.waiting.delete(admit);',
    ],
    ['who leaves is never let go', "signal.addEventListener('abort', giveUp, { once: true });", ''],
    [
      'a place is not counted for its account',
      'queue.active += 1;\n      this.#active += 1;\n      next();',
      'this.#active += 1;\n      next();',
    ],
    [
      'a place is not counted in all',
      'queue.active += 1;\n      this.#active += 1;\n      next();',
      'queue.active += 1;\n      next();',
    ],
    [
      'one account gets all the places',
      'this.#queues.delete(accountId);\n      this.#queues.set(accountId, queue);\n      queue.waiting',
      'queue.waiting',
    ],
    ['a queue has no end', 'if (queue.waiting.size >= LONGEST_QUEUE) throw queueFull();', ''],
    [
      'all queues together have no end',
      'if (this.#waiting >= LONGEST_QUEUE_IN_ALL) throw allQueuesFull();',
      '',
    ],
    [
      'a place that is free is given to no request',
      'this.#admitNext();\n    this.#forgetIdle',
      'this.#forgetIdle',
    ],
    ['the whole process is one account', 'this.#active >= this.#limits.total || ', ''],
  ]),
  ...mutantsOf('src/accounts/limits/rate-limiter.ts', WORK, [
    [
      'tokens in advance never expire',
      ' || share.grantedUntil <= this.#clock.now()) return false;',
      ') return false;',
    ],
    ['tokens in advance are not given back', 'owed: owed - granted }))', 'owed }))'],
    ['a request waits for ever', 'if (waitedMs + nextInMs > patienceMs) throw overLimit(nextInMs);', ''],
    ['a wait is not counted', 'waitedMs += nextInMs;', ''],
  ]),
  ...mutantsOf('src/accounts/limits/rate-limiter.ts', BUCKETS, [
    ['work costs nothing', 'share.owed += price - included;', ''],
    [
      'what a request includes is charged',
      'const included = Math.min(share.included, price);',
      'const included = 0;',
    ],
  ]),
  ...mutantsOf('src/accounts/limits/token-bucket.ts', BUCKETS, [
    ['a bucket holds more than its burst', 'Math.min(most, Math.min(most, filled) - owed)', 'filled - owed'],
    ['what is owed is forgiven', 'Math.min(most, filled) - owed)', 'Math.min(most, filled))'],
    ['a part of a token is a token', 'Math.floor(rest)', 'Math.ceil(rest)'],
    ['a clock that goes back empties the bucket', 'Math.max(0, now - at)', '(now - at)'],
    [
      'it says that there is a token before there is one',
      '((1 - left) / perSecond) * 1_000',
      '((1 - left) / perSecond) * 900',
    ],
    ['the time goes back', 'at: Math.max(now, at)', 'at: now'],
  ]),
  ...mutantsOf('src/accounts/limits/blocked-time.ts', WORK, [
    ['time in which the thread was blocked is not seen', 'return ms >= LEAST_MS ? ms : 0;', 'return 0;'],
  ]),
  ...mutantsOf('src/accounts/tokens/authenticate.ts', AUTHENTICATION, [
    ['a token works for every account', '|| found.account.id !== subject) throw', ') throw'],
    ['a revoked token works', 'this.#checkAlive(found.token, tokenId, subject);', ''],
    ['a revoked service token works', 'this.#checkAlive(found, tokenId);', ''],
  ]),
  ...mutantsOf('src/accounts/tokens/authenticate.ts', TOKENS, [
    ['a token works from everywhere', 'if (allowedAddresses === null) return;', 'return;'],
    [
      'an address is judged once for all tokens',
      'const key = `${tokenId} ${address} ${allowedAddresses.join()}`;',
      'const key = String(address);',
    ],
  ]),
  ...mutantsOf('src/accounts/tokens/token.ts', AUTHENTICATION, [
    [
      'another algorithm is accepted',
      "if (header.alg !== ALGORITHM) return { fault: 'wrong_algorithm' };",
      '',
    ],
    ['a service token is accepted by SCIM', 'audience: AUDIENCES[audience],', ''],
    [
      'what was verified for one surface counts for the other',
      'const remembered = this.#verified.get(audience + token);',
      'const remembered = this.#verified.get(`scim${token}`) ?? this.#verified.get(`control${token}`);',
    ],
    [
      'a remembered token never expires',
      "return expiresAtMs > this.#now() ? { claims } : { claims, fault: 'expired' };\n    }\n    const header",
      'return { claims };\n    }\n    const header',
    ],
    ['a token without an id is accepted', '|| !payload.jti || !payload.sub)', ')'],
  ]),
  ...mutantsOf('src/accounts/connection/refusal.ts', CONNECTION, [
    ['a suspended connection works', "if (state === 'enabled') return;", "if (state !== 'disabled') return;"],
    ['a disabled connection works', "if (state === 'enabled') return;", "if (state !== 'suspended') return;"],
  ]),
  ...mutantsOf('src/accounts/offboarding/job.ts', LEAVING, [
    [
      'members are left behind',
      '(await members.deprovisionSome(context, offboarding.reason, BATCH)) > 0',
      '(await members.deprovisionSome(context, offboarding.reason, BATCH)) > 2',
    ],
    [
      'the past of a closed account is kept',
      "if (offboarding.reason === 'account_closed' && !(await this.#forget(accountId))) return;",
      '',
    ],
    [
      'the end of one offboarding ends the next',
      'const isSame = current.account.offboarding?.request.id === offboarding.request.id;',
      'const isSame = true;',
    ],
    [
      'stopping waits for all members',
      'if (!offboarding || this.#loop.isStopping) return;',
      'if (!offboarding) return;',
    ],
    ['the same work is done twice', 'this.#running.get(accountId) ?? this.#leave', 'this.#leave'],
    ['what a process left behind stays', 'runsAtStart: true,', ''],
  ]),
  ...mutantsOf(
    'src/accounts/tokens/allowed-addresses.ts',
    ['test/accounts/allowed-addresses.test.ts'],
    [
      [
        'who has no known address is let in',
        '(address !== undefined && allowed.some',
        '(address === undefined || allowed.some',
      ],
    ],
  ),
  ...mutantsOf(
    'src/accounts/connection/watch.ts',
    ['test/api/accounts/silence.test.ts'],
    [['silence is not announced', 'await this.#notifySilent();\n  }', '}']],
  ),
];
