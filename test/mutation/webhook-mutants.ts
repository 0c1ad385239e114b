import { mutantsOf } from './mutant.ts';

const DECISION = ['test/webhooks/lanes/failure-decision.test.ts'];
const STOPPING = ['test/webhooks/stopping.test.ts'];
const GUARD = ['test/webhooks/sender/address-guard.test.ts'];
const SCHEDULE = ['test/webhooks/lanes/retry-schedule.test.ts'];
const BATCHES = ['test/webhooks/batches.test.ts'];
const FIRST = ['test/webhooks/first-delivery.test.ts'];
const SENDER = ['test/webhooks/sender/webhook-sender.test.ts'];
const SECRETS = ['test/webhooks/sender/secret-box.test.ts'];

export const DELIVERY_MUTANTS = [
  ...mutantsOf('src/webhooks/breaker.ts', DECISION, [
    [
      'one refused account makes an endpoint failing while others wait',
      ' && (!failsAlone || lanesWaiting <= 1));',
      ');',
    ],
    [
      'an endpoint is failing one failure too early',
      'FAILURES_UNTIL_FAILING = 5',
      'FAILURES_UNTIL_FAILING = 4',
    ],
    ['an endpoint is given up a moment too late', '>= GIVES_UP_AFTER_MS', '> GIVES_UP_AFTER_MS'],
    ['an endpoint that was never failing is given up', 'if (wasFailing && uptimeMs', 'if (uptimeMs'],
    ['a probe costs an attempt', 'const spends = !wasFailing || failsAlone;', 'const spends = true;'],
    ['a late failure moves the probe', 'endpoint: isLate\n', 'endpoint: !isLate\n'],
    ['410 is a failure like any other', 'outcome.status === HTTP_GONE', 'outcome.status === 411'],
    [
      'probes never come more seldom',
      'Math.max(0, endpoint.consecutiveFailures - FAILURES_UNTIL_FAILING)',
      '0',
    ],
  ]),
  ...mutantsOf('src/webhooks/lane-run.ts', STOPPING, [
    [
      'a process that stops keeps its probe',
      'if (this.#lane.isProbe) await this.#releaseProbe(this.#lane.endpointId);',
      '',
    ],
    ['a process that stops goes on', 'if (this.#dependencies.isStopping()) {', 'if (false) {'],
    [
      'a probe that was accepted stays a probe',
      'isProbe: this.#lane.isProbe && attempt === undefined',
      'isProbe: this.#lane.isProbe',
    ],
    [
      'an endpoint that answers stays failing',
      'if (advanced.endpointFailed && attempt) await store.recover(this.#lane.endpointId, now);',
      '',
    ],
  ]),
  ...mutantsOf('src/webhooks/lane-run.ts', BATCHES, [
    [
      'a refused event takes its batch with it',
      'this.#batchLimit = lane.attempt > 0 ? 1 : target.endpoint.batchMax;',
      'this.#batchLimit = target.endpoint.batchMax;',
    ],
    [
      'a batch is larger than a mebibyte',
      'return index > 0 && bytes > LARGEST_BATCH_BYTES;',
      'return index < 0;',
    ],
    ['a batch counts characters', 'bytes += Buffer.byteLength(body) + 1;', 'bytes += body.length + 1;'],
    [
      'a batch holds more than was agreed',
      'Math.min(this.#target.endpoint.batchMax, 2 * this.#batchLimit)',
      '2 * this.#batchLimit',
    ],
  ]),
  ...mutantsOf('src/webhooks/lane-run.ts', FIRST, [
    [
      'the sequence before is the one of the event itself',
      'previousSequence: this.#lane.previousSequence,\n      isReplay',
      'previousSequence: first.sequence,\n      isReplay',
    ],
    [
      'every attempt is the first',
      'attempt: this.#lane.attempt + 1,\n      previousSequence',
      'attempt: 1,\n      previousSequence',
    ],
    [
      'a failure goes on to the next event',
      'await this.#fail(outcome, attempt);\n      return false;',
      'await this.#fail(outcome, attempt);',
    ],
  ]),
  ...mutantsOf('src/webhooks/sender/address-guard.ts', GUARD, [
    [
      'all answers of the DNS are tried when one is permitted',
      'const permitted = found.filter(({ address }) => isPermitted(address));',
      'const permitted = found.some(({ address }) => isPermitted(address)) ? found : [];',
    ],
    [
      'a private address is reached',
      "return parsed?.range() === 'unicast' && (",
      'return parsed !== undefined && (',
    ],
    [
      'special parts of IPv6 are reached',
      "(parsed.kind() === 'ipv4' || GLOBAL_UNICAST.contains(address))",
      'true',
    ],
    ['a literal address is not judged', 'if (isIP(bare) !== 0 && !isPermitted(bare)) return block();', ''],
    [
      'what is reached is not looked at',
      'if (reached !== undefined && isPermitted(reached)) return',
      'if (reached !== undefined) return',
    ],
    [
      'plain http reaches the internet',
      'return secure && this.#ports.includes(port);',
      'return this.#ports.includes(port) || port === 80;',
    ],
    ['every port is reached', 'return secure && this.#ports.includes(port);', 'return secure;'],
    ['a password in a URL is taken', "if (url.username !== '' || url.password !== '') {", 'if (false) {'],
    [
      'localhost is a name like any other',
      'return LOCALHOST.test(hostname) ? LOOPBACK : undefined;',
      'return undefined;',
    ],
  ]),
  ...mutantsOf('src/webhooks/retry-schedule.ts', SCHEDULE, [
    [
      'there is one attempt more',
      'this.#delaysMs[failures - 1]',
      'this.#delaysMs[failures - 2] ?? this.#delaysMs[0]',
    ],
    [
      'Retry-After is obeyed for ever',
      'Math.min(outcome.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS)',
      'outcome.retryAfterMs ?? 0',
    ],
    [
      'Retry-After of every answer counts',
      '|| !HONOURS_RETRY_AFTER.includes(outcome.status)) return 0;',
      ') return 0;',
    ],
    ['all waits are alike', 'return 1 - JITTER + 2 * JITTER * this.#random();', 'return 1;'],
    [
      'a receiver that throttles is pressed',
      'isThrottling(outcome) ? Math.min(',
      'outcome.durationMs < 0 ? Math.min(',
    ],
    [
      'probes come less than every five minutes',
      'Math.min(planned * this.#jitter(), LONGEST_PROBE_DELAY_MS)',
      'planned * this.#jitter()',
    ],
  ]),
  ...mutantsOf(
    'src/webhooks/sender/retry-after.ts',
    ['test/webhooks/sender/retry-after.test.ts'],
    [
      ['seconds are milliseconds', 'Number(value) * 1_000', 'Number(value)'],
      ['a date in the past asks for less than nothing', 'Math.max(0, date - now)', 'date - now'],
      ["asctime is read in the server's zone", "value.endsWith('GMT') ? value : `${value} GMT`", 'value'],
    ],
  ),
  ...mutantsOf('src/webhooks/sender/request.ts', BATCHES, [
    [
      'a batch that has grown has the same id',
      'for (const { id } of events) digest.update(`${id}\\n`);',
      "digest.update(events[0]?.id ?? '');",
    ],
  ]),
  ...mutantsOf('src/webhooks/sender/request.ts', FIRST, [
    [
      'a header of the owner covers one of ours',
      '...endpoint.headers,\n      ...(traceparent',
      '...(traceparent',
    ],
    ['300 accepts an event', 'outcome.status < 300', 'outcome.status < 500'],
  ]),
  ...mutantsOf(
    'src/webhooks/sender/custom-headers.ts',
    ['test/webhooks/sender/custom-headers.test.ts'],
    [
      ['a header holds a line break', '/^[!-~](?:[ -~]*[!-~])?$/', '/^[!-~](?:[\\s -~]*[!-~])?$/'],
      ['our own headers are overwritten', '|webhook-.*|scim-.*', ''],
      ['there is one header too many', 'entries.length > MOST_HEADERS', 'entries.length > MOST_HEADERS + 1'],
      [
        'a value is one character too long',
        'value.length > LONGEST_VALUE_BYTES',
        'value.length > LONGEST_VALUE_BYTES + 1',
      ],
    ],
  ),
  ...mutantsOf(
    'src/webhooks/sender/signature.ts',
    ['test/webhooks/sender/signature.test.ts'],
    [
      [
        'the body is not signed',
        'for (const piece of content) hmac.update(piece);',
        'hmac.update(content[0] ?? Buffer.alloc(0));',
      ],
      [
        'what has no secret goes out unsigned',
        "if (secrets.length === 0) throw new Error('there is no secret to sign a webhook with');",
        '',
      ],
    ],
  ),
  ...mutantsOf('src/webhooks/sender/secret-box.ts', SECRETS, [
    [
      'a secret opens for everything',
      'decipher.setAAD(Buffer.from(context));',
      "decipher.setAAD(Buffer.from(''));",
    ],
    [
      'unread bits may change',
      "if (bytes.toString('base64url') !== rest || bytes.length < TAG_BYTES) throw changed();",
      '',
    ],
  ]),
  ...mutantsOf(
    'src/webhooks/sender/response-text.ts',
    ['test/webhooks/sender/response-text.test.ts'],
    [
      ['a text turns around', '|[\\u202a-\\u202e\\u2066-\\u2069]', ''],
      [
        'an answer grows beyond its limit',
        'return new TextDecoder().decode(room.subarray(0, written));',
        'return safe;',
      ],
    ],
  ),
  ...mutantsOf('src/webhooks/sender/sender.ts', SENDER, [
    ['an answer without an end is read for ever', 'if (readBytes > MOST_READ_BYTES) break;', ''],
    ['a receiver that never answers is waited for', 'expired.reject(timeout);', ''],
  ]),
  ...mutantsOf(
    'src/webhooks/operational-event.ts',
    ['test/webhooks/operational-events.test.ts'],
    [
      [
        'events about the delivery tell of themselves',
        "decision.lane.kind === 'exhausted' && lane.accountId !== OPERATIONS",
        "decision.lane.kind === 'exhausted'",
      ],
    ],
  ),
];
