/** Reads a request body: size, media type, encoding, JSON and nesting, each with an answer a person can act on. */
import express, { type Request, type Response } from 'express';
import { RollcallError } from '../errors.ts';
import { checkJsonShape } from './json-shape.ts';

const ACCEPTED_CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', '']);

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
 * @throws RollcallError `unsupportedMediaType`
 */
export function checkMediaType(request: Request, accepted: readonly string[]): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .split(';')
    .map(part => part.trim().toLowerCase());
  if (!accepted.includes(type)) {
    const names = accepted.filter(name => name !== '').join(' or ');
    throw new RollcallError('unsupportedMediaType', `Send the body as ${names}.`);
  }
  const charset =
    parameters
      .find(parameter => parameter.startsWith('charset='))
      ?.slice('charset='.length)
      .replaceAll('"', '') ?? '';
  if (!ACCEPTED_CHARSETS.has(charset)) {
    throw new RollcallError('unsupportedMediaType', 'Send the body in UTF-8 (charset=utf-8).');
  }
}

/**
 * @param what is parsed, for messages
 * @throws RollcallError `invalidSyntax`, and what `checkJsonShape` throws
 */
export function parseJson(bytes: Buffer, what = 'The body'): unknown {
  if (bytes.length === 0) {
    throw new RollcallError('invalidSyntax', 'The request needs a JSON body, and it is empty.');
  }
  const text = decodeUtf8(bytes, what);
  checkJsonShape(text, what);
  return parseText(text, what);
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

function decodeUtf8(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RollcallError('invalidSyntax', `${what} is not valid UTF-8.`, { cause: error });
  }
}

function parseText(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the fault, which may hold a password: only the place is told.
    const [, position] = (error instanceof Error && /position (\d+)/.exec(error.message)) || [];
    throw new RollcallError(
      'invalidSyntax',
      `${what} is not valid JSON${position === undefined ? '' : ` (at character ${Number(position) + 1})`}.`,
    );
  }
}
