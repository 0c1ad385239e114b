import { requireUnambiguous } from '../../../http/request/target.ts';
import { tidyPath } from '../routes.ts';
import type { Step } from './step.ts';

/** Refuses what could be read in two ways, and tidies the path. */
export const prepare: Step = request => {
  requireUnambiguous(request);
  const at = request.url.indexOf('?');
  const path = at < 0 ? request.url : request.url.slice(0, at);
  request.url = tidyPath(path) + (at < 0 ? '' : request.url.slice(at));
  return undefined;
};
