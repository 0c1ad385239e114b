/** The data of events about a team member, as JSON Schema. */
import { defined, narrowed } from './definitions.ts';
import { closedObject, type JsonSchema } from './json-schema.ts';

/** The member, who is active after every event of a type, or inactive after each. */
export const memberWho = (active: boolean): JsonSchema =>
  narrowed('EventMember', {
    description: `Always with \`active\` ${active}.`,
    type: 'object',
    properties: { active: { const: active } },
  });

export const MANAGED_BY_IDP = narrowed('EventMember', {
  description: 'Always with `managedBy` `idp`.',
  type: 'object',
  properties: { managedBy: { const: 'idp' } },
});

export const SOMETHING = narrowed('ChangedPaths', {
  description: 'Never empty.',
  type: 'array',
  minItems: 1,
});
export const ACTIVE_AMONG_OTHERS = narrowed('ChangedPaths', {
  description: '`active`, and whatever else changed.',
  type: 'array',
  contains: { const: 'active' },
});
export const NOTHING = narrowed('ChangedPaths', { description: 'Always empty.', type: 'array', maxItems: 0 });
export const NO_VALUES = narrowed('PreviousValues', {
  description: 'Always empty.',
  type: 'object',
  maxProperties: 0,
});

interface MemberDataParts {
  readonly member?: JsonSchema;
  readonly changed?: JsonSchema;
  readonly previous?: JsonSchema;
  /** Why, for types that say so. */
  readonly reasons?: readonly string[];
  /** For types whose change may have linked the member as well. */
  readonly linked?: JsonSchema;
  /** For types that announce an activation. */
  readonly identity?: JsonSchema;
  /** For types that announce a new member. */
  readonly former?: { readonly formerId: JsonSchema; readonly former: JsonSchema };
}

/** The data of a type; after the member's erasure it is what ErasedData says. */
export function memberData(parts: MemberDataParts): JsonSchema {
  const { member, changed, previous, reasons, linked, identity, former } = parts;
  const whole = closedObject(
    {
      account: defined('EventAccount'),
      member: member ?? defined('EventMember'),
      changed: changed ?? defined('ChangedPaths'),
      previous: previous ?? defined('PreviousValues'),
      ...(reasons ? { reason: { type: 'string', enum: reasons, description: 'Why.' } } : {}),
      ...(linked ? { linked } : {}),
      ...(identity ? { identity } : {}),
      ...former,
      actor: defined('EventActor'),
      request: defined('EventRequest'),
    },
    ['linked', 'identity', 'formerId', 'former'],
  );
  return { oneOf: [whole, defined('ErasedData')] };
}

/** The activity flips: the old value is given beside all else that changed. */
export const previously = (active: boolean): JsonSchema =>
  narrowed('PreviousValues', {
    description: `\`active\` was ${active}; and what else there was.`,
    type: 'object',
    required: ['active'],
    properties: { active: { const: active } },
  });
