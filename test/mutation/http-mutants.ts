import { mutantsOf } from './mutant.ts';

const BODIES = ['test/bad-input/bodies.test.ts'];
const SLOW = ['test/http/slow-clients.test.ts'];
const LIMITS = ['test/http/request-limits.test.ts'];
const TARGET = ['test/http/request-target.test.ts'];

export const HTTP_MUTANTS = [
  ...mutantsOf('src/http/request/body.ts', BODIES, [
    [
      'a JSON error quotes the body',
      "`${what} is not valid JSON${position === undefined ? '' : ` (at character ${Number(position) + 1})`}.`",
      '`${what} is not valid JSON: ${String(error)}`',
    ],
    ['what is no UTF-8 is guessed', 'if (!isForeign) throw', 'if (false) throw'],
    [
      'a body may be larger than the limit',
      "case 'entity.too.large':\n      return new RollcallError('payloadTooLarge'",
      "case 'entity.too.large':\n      return new RollcallError('invalidSyntax'",
    ],
  ]),
  ...mutantsOf('src/http/request/json-shape.ts', BODIES, [
    [
      'a body is nested a level too deep',
      'if (depth > DEEPEST_NESTING) {',
      'if (depth > DEEPEST_NESTING + 1) {',
    ],
    [
      'a body is nested a level too little',
      'if (depth > DEEPEST_NESTING) {',
      'if (depth >= DEEPEST_NESTING) {',
    ],
    ['lists side by side count as nested', 'depth -= 1;', ''],
    ['there is one name too many', 'this.#names.size > MOST_NAMES', 'this.#names.size > MOST_NAMES + 1'],
    ['there is one name too few', 'this.#names.size > MOST_NAMES', 'this.#names.size >= MOST_NAMES'],
    ['items of a list are not counted', 'case COMMA:\n        values += 1;', 'case COMMA:'],
  ]),
  ...mutantsOf('src/http/listener.ts', SLOW, [
    [
      'a client is cut off for what waits for us',
      'const isLate = request.readableLength === 0 && ',
      'const isLate = ',
    ],
    ['a body may dribble for ever', 'if (isLate) answerLate(socket, response.headersSent);', ''],
  ]),
  ...mutantsOf(
    'src/http/listener.ts',
    ['test/http/graceful-shutdown.test.ts'],
    [
      [
        'a silent connection holds the stop up',
        'if (socket.bytesRead === 0) socket.destroy();',
        'if (socket.bytesRead < 0) socket.destroy();',
      ],
    ],
  ),
  ...mutantsOf('src/http/listener.ts', TARGET, [
    [
      'headers beyond the twentieth are not read',
      'this.#server.maxHeadersCount = MOST_HEADERS;',
      'this.#server.maxHeadersCount = 20;',
    ],
    [
      'a header too many is left unread',
      'this.#server.maxHeadersCount = MOST_HEADERS;',
      'this.#server.maxHeadersCount = MOST_HEADERS + 1;',
    ],
    [
      'a header is refused that fits',
      'this.#server.maxHeadersCount = MOST_HEADERS;',
      'this.#server.maxHeadersCount = MOST_HEADERS - 1;',
    ],
  ]),
  ...mutantsOf('src/http/request/target.ts', TARGET, [
    [
      'two Authorization headers are taken',
      "countOf(request.rawHeaders, 'authorization') > 1",
      "countOf(request.rawHeaders, 'authorization') > 2",
    ],
    ['HTTP/1.1 needs no Host', "hosts > 1 || (hosts === 0 && request.httpVersion === '1.1')", 'hosts > 1'],
  ]),
  ...mutantsOf(
    'src/http/request/limits.ts',
    ['test/http/request-work.test.ts'],
    [
      ['a client that leaves takes a place', 'return acquired && !gone.signal.aborted;', 'return acquired;'],
      ['a client that leaves goes on waiting', "response.once('close', leave);", ''],
    ],
  ),
  ...mutantsOf('src/http/request/limits.ts', LIMITS, [
    [
      'a place is free again when its client has gone and never else',
      "if (response.closed) open.release(accountId);\n      else response.once('close', () => open.release(accountId));",
      'if (response.closed) open.release(accountId);',
    ],
  ]),
];
