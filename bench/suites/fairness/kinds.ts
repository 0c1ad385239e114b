/** Every kind of expensive legal request; a new one is an entry in one of these lists. */
import type { Kind } from './kind.ts';
import { BODY_KINDS } from './kinds/body-kinds.ts';
import { CHANGE_KINDS } from './kinds/change-kinds.ts';
import { CONNECTION_KINDS } from './kinds/connection-kinds.ts';
import { CONTROL_KINDS } from './kinds/control-kinds.ts';
import { SEARCH_KINDS } from './kinds/search-kinds.ts';

export const KINDS: readonly Kind[] = [
  ...SEARCH_KINDS,
  ...CHANGE_KINDS,
  ...BODY_KINDS,
  ...CONTROL_KINDS,
  ...CONNECTION_KINDS,
];
