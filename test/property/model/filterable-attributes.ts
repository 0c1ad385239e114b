/** Every name a filter may use, where its value stands in a User, and how that compares. */
import { ENTERPRISE_USER } from '../../support/scim/scim-client.ts';

export interface FilterableAttribute {
  /** As filters write it, without the core URN. */
  readonly name: string;
  /** `complex`: has no value of its own, and is only ever asked for its presence. */
  readonly type: 'text' | 'exactText' | 'boolean' | 'instant' | 'version' | 'constant' | 'complex';
  readonly steps: readonly string[];
  /** Where the value that comparisons look at stands, when it is not at `steps`. */
  readonly valueSteps?: readonly string[];
}

export interface ElementAttribute {
  readonly name: string;
  readonly steps: readonly string[];
  readonly isList: boolean;
  readonly subAttributes: readonly FilterableAttribute[];
}

type Type = FilterableAttribute['type'];

const named = (type: Type, ...names: readonly string[]): FilterableAttribute[] =>
  names.map(name => ({ name, type, steps: name.split('.') }));

const enterprise = (type: Type, ...names: readonly string[]): FilterableAttribute[] =>
  named(type, ...names).map(attribute => ({
    ...attribute,
    name: `${ENTERPRISE_USER}:${attribute.name}`,
    steps: [ENTERPRISE_USER, ...attribute.steps],
  }));

const withValue = (attributes: readonly FilterableAttribute[]): FilterableAttribute[] =>
  attributes.map(attribute => ({ ...attribute, type: 'text', valueSteps: [...attribute.steps, 'value'] }));

const NAME = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'];
const ADDRESS = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'];
const LABELLED = ['emails', 'phoneNumbers', 'ims', 'photos'];

const NAME_PARTS = named('text', ...NAME);
const MANAGER_PARTS = named('text', 'value', '$ref', 'displayName');
const LABELLED_PARTS = [...named('text', 'value', 'display', 'type'), ...named('boolean', 'primary')];
const ADDRESS_PARTS = [...named('text', ...ADDRESS), ...named('boolean', 'primary')];

const below = (name: string, parts: readonly FilterableAttribute[]): FilterableAttribute[] =>
  parts.flatMap(part => named(part.type, `${name}.${part.name}`));

/** Attributes with brackets behind them: lists, and single complex ones, which are lists of one. */
export const ELEMENT_ATTRIBUTES: readonly ElementAttribute[] = [
  ...LABELLED.map(name => ({ name, steps: [name], isList: true, subAttributes: LABELLED_PARTS })),
  { name: 'addresses', steps: ['addresses'], isList: true, subAttributes: ADDRESS_PARTS },
  { name: 'name', steps: ['name'], isList: false, subAttributes: NAME_PARTS },
  {
    name: `${ENTERPRISE_USER}:manager`,
    steps: [ENTERPRISE_USER, 'manager'],
    isList: false,
    subAttributes: MANAGER_PARTS,
  },
];

/** `email`, the derived address, stands in the view that `filter-model.ts` makes of a User. */
export const FILTERABLE_ATTRIBUTES: readonly FilterableAttribute[] = [
  ...named('exactText', 'id', 'externalId'),
  ...named('text', 'schemas'),
  ...named('text', 'userName', 'email', 'displayName', 'nickName', 'profileUrl', 'title'),
  ...named('text', 'preferredLanguage', 'locale', 'timezone'),
  ...named('boolean', 'active'),
  ...named('instant', 'meta.created', 'meta.lastModified'),
  ...named('version', 'meta.version'),
  ...named('constant', 'meta.resourceType'),
  ...below('name', NAME_PARTS),
  ...LABELLED.flatMap(name => below(name, LABELLED_PARTS)),
  ...below('addresses', ADDRESS_PARTS),
  ...withValue(named('text', ...LABELLED)),
  ...named('complex', 'name', 'addresses'),
  ...enterprise('text', 'employeeNumber', 'costCenter', 'organization', 'division', 'department'),
  ...enterprise('text', 'manager.value', 'manager.$ref', 'manager.displayName'),
  ...withValue(enterprise('text', 'manager')),
  { name: ENTERPRISE_USER, type: 'complex', steps: [ENTERPRISE_USER] },
];
