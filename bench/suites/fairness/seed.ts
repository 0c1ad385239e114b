/** Fills a service with the two accounts of the fairness suite. */
import { type Directory, fillDirectory } from '../../directory.ts';
import { sampleUser } from '../../sample-users.ts';
import type { Rollcall } from '../../servers/rollcall.ts';
import { longTextMember, wideListMember } from './large-members.ts';
import { ATTACKER, READER, type Scene } from './scene.ts';

export interface Sizes {
  /** Ordinary members of the account that attacks. */
  readonly ordinary: number;
  /** Its members of 115 KB; every fourth has a long list, the others have long texts. */
  readonly large: number;
  /** Members of the account that reads. */
  readonly reader: number;
}

const WIDE_EVERY = 4;
const LARGE_CONNECTIONS = 4;

export async function seed(rollcall: Rollcall, { ordinary, large, reader }: Sizes): Promise<Scene> {
  const attacker = await rollcall.addAccount(ATTACKER, ATTACKER);
  const control = await rollcall.openControl('--accounts', ATTACKER);
  const wide = Math.floor(large / WIDE_EVERY);
  const ordinaryIds = await idsOf(attacker, ordinary, sampleUser);
  const longTextIds = await idsOf(
    attacker,
    large - wide,
    number => longTextMember(`large.${number}@example.com`),
    LARGE_CONNECTIONS,
  );
  const wideListIds = await idsOf(
    attacker,
    wide,
    number => wideListMember(`wide.${number}@example.com`),
    LARGE_CONNECTIONS,
  );
  const other = await rollcall.addAccount(READER, READER);
  const readerIds = await idsOf(other, reader, sampleUser);
  const { host, port } = rollcall.server;
  return {
    host,
    port,
    attackerToken: tokenOf(attacker.target),
    controlToken: tokenOf(control),
    ordinaryIds,
    longTextIds,
    wideListIds,
    readerToken: tokenOf(other.target),
    readerIds,
  };
}

async function idsOf(
  account: Pick<Directory, 'name' | 'target' | 'pid'>,
  count: number,
  body: (number: number) => string,
  connections?: number,
): Promise<readonly string[]> {
  return (await fillDirectory(account, count, body, connections)).ids;
}

const tokenOf = ({ headers }: Directory['target']): string =>
  (headers['Authorization'] ?? '').slice('Bearer '.length);
