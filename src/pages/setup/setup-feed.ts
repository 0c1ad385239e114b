/** What is new for the open setup pages of one account: requests, the state, and the steps they tick. */

import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import { LogFollower } from '../../provisioning-log/follower.ts';
import { type Html, html, markupOf } from '../html.ts';
import type { LiveSource, LiveUpdate } from '../live-channel.ts';
import { entryLine } from '../parts/entry-line.ts';
import { progressLine, progressMarkup } from '../parts/progress.ts';
import type { SetupView } from './setup-view.ts';

interface Dependencies {
  readonly reader: Pick<LogReader, 'entryIds' | 'entriesWith'>;
  readonly accountId: string;
  readonly readView: () => Promise<SetupView>;
  readonly now: () => number;
}

/** A request that takes longer is on the page when it is loaded again. */
const LONGEST_REQUEST_MS = 60_000;
/** More at once are shown by the next look. */
const MOST_LINES = 50;

export async function openSetupFeed({ reader, accountId, readView, now }: Dependencies): Promise<LiveSource> {
  const follower = new LogFollower({ reader, accountId, longestMs: LONGEST_REQUEST_MS, now });
  await follower.begin();
  const shown = new Map<string, string>();
  const ifChanged = (event: string, content: Html): readonly LiveUpdate[] => {
    const markup = markupOf(content);
    if (shown.get(event) === markup) return [];
    shown.set(event, markup);
    return [{ event, html: content }];
  };
  let isFirst = true;
  return {
    next: async () => {
      const entries = (await follower.next()).slice(-MOST_LINES);
      if (entries.length === 0 && !isFirst) return [];
      isFirst = false;
      const view = await readView();
      const lines = entries.map(entry => entryLine(entry, view.audience));
      return [
        ...(lines.length === 0 ? [] : [{ event: 'lines', html: html`${lines}` }]),
        ...ifChanged('state', progressMarkup(view.progress)),
        ...ifChanged('strip', progressLine(view.progress)),
        ...ifChanged('steps', html`${[...view.evidence].join(' ')}`),
      ];
    },
  };
}
