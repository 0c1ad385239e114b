/** What every event about a member looks like: CloudEvents 1.0 in structured JSON. */
import type { CloudEvent } from '../support/test-service.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** CloudEvents 1.0 §3.1: names of context attributes. */
const ATTRIBUTE_NAME = /^[a-z0-9]{1,20}$/;

export interface EventOrigin {
  /** The service's public URL. */
  readonly url: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly method: string;
  /** The place in a bulk request; `null` outside one. */
  readonly bulkIndex: number | null;
}

export function expectWellFormed(event: CloudEvent, origin: EventOrigin): void {
  const { url, accountId, requestId, traceparent, method, bulkIndex } = origin;
  expect(Object.keys(event).filter(name => !ATTRIBUTE_NAME.test(name))).toEqual([]);
  expect(event).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(UUID_V7),
    source: `${url}/accounts/${accountId}`,
    type: expect.stringMatching(
      /^team_member\.(provisioned|staged|updated|deprovisioned|reactivated|deleted)$/,
    ),
    subject: expect.stringMatching(UUID_V7),
    time: expect.stringMatching(RFC_3339),
    datacontenttype: 'application/json',
    dataschema: expect.stringContaining(event.type),
    sequence: expect.stringMatching(/^\d{20}$/),
    partitionkey: accountId,
    correlationid: requestId,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: {
      account: { id: accountId },
      member: expect.objectContaining({ id: event.subject, managedBy: 'idp' }),
      changed: expect.any(Array),
      previous: expect.any(Object),
      ...(event.data.reason === undefined
        ? {}
        : { reason: expect.stringMatching(/^(deactivated|deleted)$/) }),
      ...(event.data.formerId === undefined
        ? {}
        : {
            formerId: expect.stringMatching(UUID_V7),
            former: { managedBy: 'idp', protected: false, sameExternalId: expect.any(Boolean) },
          }),
      ...(event.data.identity === undefined
        ? {}
        : {
            identity: {
              previousExternalId: event.data.previous['externalId'],
              externalId: event.data.member['externalId'],
              samePerson: false,
            },
          }),
      actor: { kind: 'idp', tokenId: expect.stringMatching(UUID_V7), identityProvider: 'other' },
      request: { id: requestId, method, bulkIndex },
    },
  });
  expect(URL.canParse(String((event as unknown as Record<string, unknown>)['dataschema']))).toBe(true); // CloudEvent names part of it
}

/** 1, 2, 3 … as CloudEvents wants it. */
export function expectContiguous(events: readonly CloudEvent[], from = 1): void {
  expect(events.map(({ sequence }) => sequence)).toEqual(
    events.map((_, index) => String(from + index).padStart(20, '0')),
  );
}
