/** Headers that the owner of an endpoint adds to its requests, such as an Authorization for a gateway. */
import { RollcallError } from '../../base/errors.ts';

const MOST_HEADERS = 20;
const LONGEST_VALUE_BYTES = 4_096;
/** A token of RFC 9110 §5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** Printable ASCII that neither begins nor ends with a space. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;
/** Those of the connection, those the service sets, and those that would change how the body is read. */
const RESERVED =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|accept-encoding|proxy-.*|webhook-.*|scim-.*|traceparent|tracestate|user-agent)$/;

/**
 * Reads the custom headers of an endpoint; names are put into lower case.
 * @param headers an object of texts; `undefined` for none
 * @throws RollcallError `badRequest`; its detail never repeats a value, which may be a secret
 */
export function checkCustomHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (headers === undefined) return {};
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    refuse('"headers" must be an object of names and texts.');
  }
  const entries = Object.entries(headers);
  if (entries.length > MOST_HEADERS) refuse(`"headers" may hold at most ${MOST_HEADERS} headers.`);
  const checked = new Map<string, string>();
  for (const [written, value] of entries) {
    const name = checkName(written);
    if (checked.has(name)) refuse(`"headers" holds ${name} twice; upper and lower case are the same.`);
    checked.set(name, checkValue(name, value));
  }
  return Object.fromEntries(checked);
}

function checkName(written: string): string {
  if (!NAME.test(written)) {
    refuse(
      '"headers" holds a name that is none: use at most 128 letters, digits and "-", such as x-api-key.',
    );
  }
  const name = written.toLowerCase();
  if (RESERVED.test(name)) {
    refuse(`"headers" must not hold ${name}: the service sets it itself, or it belongs to the connection.`);
  }
  return name;
}

function checkValue(name: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_VALUE_BYTES || !VALUE.test(value)) {
    refuse(
      `"headers": the value of ${name} must be a text of 1 to ${LONGEST_VALUE_BYTES} printable ASCII characters, without spaces at its ends.`,
    );
  }
  return value;
}

function refuse(detail: string): never {
  throw new RollcallError('badRequest', detail);
}
