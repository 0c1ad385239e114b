/** Reads a request body: size, media type, encoding, JSON and nesting, each with an answer a person can act on. */
import { isUtf8 } from 'node:buffer';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import express, { type Request, type Response } from 'express';
import { RollcallError } from '../../base/errors.ts';
import { checkJsonShape } from './json-shape.ts';

/** Text in ASCII is UTF-8. */
const UTF8_NAMES = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Reads and inflates a body, which may be empty. @throws RollcallError `payloadTooLarge`, `unsupportedMediaType`, `invalidSyntax` */
export type CollectBody = (request: Request, response: Response) => Promise<Buffer>;

/** @param largestBytes after inflating */
export function bodyCollector(largestBytes: number): CollectBody {
  const readRaw = express.raw({ type: () => true, limit: largestBytes });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void readRaw(request, response, (failure?: unknown) => {
        if (failure) reject(bodyError(failure, largestBytes) ?? failure);
        else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      });
    });
}

/**
 * @param accepted media types in lower case; an empty one stands for a request that does not name any
 * @returns the charset that the request declares, in lower case; `undefined` when it declares none
 * @throws RollcallError `unsupportedMediaType`
 */
export function checkMediaType(request: Request, accepted: readonly string[]): string | undefined {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .split(';')
    .map(part => part.trim().toLowerCase());
  if (!accepted.includes(type)) {
    const names = accepted.filter(name => name !== '').join(' or ');
    throw new RollcallError('unsupportedMediaType', `Send the body as ${names}.`);
  }
  const charset = parameters
    .find(parameter => /^charset\s*=/.test(parameter))
    ?.replace(/^charset\s*=/, '')
    .replaceAll(/["']/g, '')
    .trim();
  return charset === '' ? undefined : charset;
}

/** What a text is, for messages, and in which charset it says it is. */
interface TextOrigin {
  readonly what?: string;
  readonly charset?: string | undefined;
}

/**
 * @throws RollcallError `invalidSyntax`, `unsupportedMediaType` for text in a charset that cannot be read, and what
 *   `checkJsonShape` throws
 */
export function parseJson(bytes: Buffer, { what = 'The body', charset }: TextOrigin = {}): unknown {
  if (bytes.length === 0) {
    throw new RollcallError('invalidSyntax', 'The request needs a JSON body, and it is empty.');
  }
  const text = decode(bytes, what, charset);
  checkJsonShape(text, what);
  return parseText(text, what);
}

/** A body of this many bytes is parsed in one turn of the event loop, and read in another: about 10 ms each. */
const PARSED_WITHIN_A_TURN = 32_768;

/** As `parseJson`; other requests have their turn before what a large body holds is worked on. */
export async function parseBody(bytes: Buffer, origin?: TextOrigin): Promise<unknown> {
  const value = parseJson(bytes, origin);
  if (bytes.length > PARSED_WITHIN_A_TURN) await yieldToEventLoop();
  return value;
}

/** Translates what express's reader throws. */
function bodyError(thrown: unknown, largestBytes: number): RollcallError | undefined {
  const type = typeof thrown === 'object' && thrown !== null && 'type' in thrown ? thrown.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new RollcallError('payloadTooLarge', `The body is larger than ${largestBytes} bytes.`, {
        cause: thrown,
      });
    case 'encoding.unsupported':
      return new RollcallError(
        'unsupportedMediaType',
        'Send the body with the Content-Encoding identity, gzip, deflate or br.',
        { cause: thrown },
      );
    case 'request.aborted':
    case 'request.size.invalid':
      return new RollcallError('invalidSyntax', 'The body ended before its Content-Length.', {
        cause: thrown,
      });
    default:
      return thrown instanceof Error && 'status' in thrown && thrown.status === 400
        ? new RollcallError('invalidSyntax', 'The body could not be read: its encoding is damaged.', {
            cause: thrown,
          })
        : undefined;
  }
}

/**
 * JSON is UTF-8 (RFC 8259 §8.1), whatever a client declares: some HTTP libraries add `ISO-8859-1` of their own accord
 * and write UTF-8. The declared charset counts for bytes that are no UTF-8, or that hold NUL, which JSON never does and
 * UTF-16 nearly always.
 */
function decode(bytes: Buffer, what: string, charset: string | undefined): string {
  const isForeign = charset !== undefined && !UTF8_NAMES.has(charset);
  if (isUtf8(bytes) && !(isForeign && bytes.includes(0))) return new TextDecoder().decode(bytes);
  if (!isForeign) throw new RollcallError('invalidSyntax', `${what} is not valid UTF-8.`);
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(isBigEndian(bytes, charset) ? 'utf-16be' : charset, { fatal: true });
  } catch (error) {
    throw new RollcallError(
      'unsupportedMediaType',
      'The charset of the body is not known; send it in UTF-8 (charset=utf-8).',
      { cause: error },
    );
  }
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new RollcallError(
      'invalidSyntax',
      `${what} is neither valid UTF-8 nor text in the charset it declares.`,
      { cause: error },
    );
  }
}

/** `utf-16` alone leaves the order of bytes to a mark at the beginning. */
const isBigEndian = (bytes: Buffer, charset: string): boolean =>
  charset === 'utf-16' && bytes[0] === 0xfe && bytes[1] === 0xff;

function parseText(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the fault, which may hold a password: only the position is named.
    const [, position] = (error instanceof Error && /position (\d+)/.exec(error.message)) || [];
    throw new RollcallError(
      'invalidSyntax',
      `${what} is not valid JSON${position === undefined ? '' : ` (at character ${Number(position) + 1})`}.`,
    );
  }
}
