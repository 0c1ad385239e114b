/** What a receiver of webhooks got, checked against the promises of the service. */
import type { ReceivedRequest, Receiver } from './webhook-receiver.ts';

/** The requests with events of one account, in the order of their arrival; live ones and replays. */
export const requestsOf = ({ received }: Receiver, accountId: string): readonly ReceivedRequest[] =>
  received.filter(({ events }) => events[0]?.partitionkey === accountId);

/** The sequences of an account's events in the order of their arrival, repetitions included. */
export const sequencesOf = (receiver: Receiver, accountId: string): readonly number[] =>
  requestsOf(receiver, accountId)
    .flatMap(({ events }) => events)
    .map(({ sequence }) => Number(sequence));

/** The same without repetitions: each where it came for the first time. */
export const firstDeliveries = (receiver: Receiver, accountId: string): readonly number[] => [
  ...new Set(sequencesOf(receiver, accountId)),
];

/** `first`, `first` + 1 … `last` */
export const span = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
