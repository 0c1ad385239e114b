/** The kinds of work that are measured: what is sent, and what a right answer looks like. */
import { type Directory, USERS_PATH } from './directory.ts';
import type { HttpRequest } from './load.ts';
import { sampleUser, sampleUserName } from './sample-users.ts';

export interface Work {
  readonly name: string;
  readonly status: number;
  next(directory: Directory): HttpRequest;
  /** Looked at once before measuring: a fast wrong answer is no result. */
  isRight(answer: Answer, directory: Directory): boolean;
}

/** The parts of an answer that are checked. */
export interface Answer {
  readonly id?: unknown;
  readonly userName?: unknown;
  readonly displayName?: unknown;
  readonly meta?: unknown;
  readonly totalResults?: unknown;
  readonly Resources?: readonly { readonly userName?: unknown }[];
}

const PAGE_SIZE = 100;
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const GET_BY_ID: Work = {
  name: 'GET by id',
  status: 200,
  next: ({ ids }) => ({ method: 'GET', path: `${USERS_PATH}/${ids[randomBelow(ids.length)]}` }),
  isRight: ({ id, userName, meta }, { ids }) =>
    typeof id === 'string' && ids.includes(id) && typeof userName === 'string' && typeof meta === 'object',
};

export const FILTER_BY_USER_NAME: Work = {
  name: 'filter userName eq',
  status: 200,
  next: ({ ids }) => {
    const filter = encodeURIComponent(`userName eq "${sampleUserName(randomBelow(ids.length))}"`);
    return { method: 'GET', path: `${USERS_PATH}?filter=${filter}` };
  },
  isRight: ({ totalResults, Resources }) =>
    totalResults === 1 && typeof Resources?.[0]?.userName === 'string',
};

export const FIRST_PAGE: Work = {
  name: `list of ${PAGE_SIZE}`,
  status: 200,
  next: () => ({ method: 'GET', path: `${USERS_PATH}?startIndex=1&count=${PAGE_SIZE}` }),
  isRight: ({ totalResults, Resources }, { sent }) =>
    totalResults === sent && Resources?.length === Math.min(PAGE_SIZE, sent),
};

export const CURSOR_PAGE: Work = {
  name: `cursor page of ${PAGE_SIZE}`,
  status: 200,
  next: ({ cursor = '' }) => ({ method: 'GET', path: `${USERS_PATH}?cursor=${cursor}&count=${PAGE_SIZE}` }),
  isRight: ({ totalResults, Resources }, { sent }) =>
    totalResults === sent && Resources?.length === Math.min(PAGE_SIZE, sent),
};

let changes = 0;

export const PATCH: Work = {
  name: 'PATCH',
  status: 200,
  next: ({ ids }) => {
    // A new value each time, so that every request really changes something and has to be flushed.
    const operation = { op: 'replace', path: 'displayName', value: `Changed ${++changes}` };
    const body = JSON.stringify({ schemas: [PATCH_SCHEMA], Operations: [operation] });
    return { method: 'PATCH', path: `${USERS_PATH}/${ids[randomBelow(ids.length)]}`, body };
  },
  isRight: ({ displayName }) => displayName === `Changed ${changes}`,
};

export const CREATE: Work = {
  name: 'POST',
  status: 201,
  next: directory => ({ method: 'POST', path: USERS_PATH, body: sampleUser(directory.sent++) }),
  isRight: ({ id, userName }, { sent }) => typeof id === 'string' && userName === sampleUserName(sent - 1),
};

const randomBelow = (limit: number): number => Math.floor(Math.random() * limit);
