/** What an operation of a PATCH does to one complex value (RFC 7644 §3.5.2), single or an element of a list. */
import { isObject } from '../../base/json-object.ts';
import { isComplex } from '../../members/member.ts';
import { subAttributeOf } from '../schema/attributes.ts';
import type { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import { type ComplexValue, hasEmptyValue, readSingle, unwrap } from '../schema/values.ts';
import type { PatchStep } from './request.ts';

/** What a step does to a complex value: takes it away, or sets and unsets sub-attributes. */
export interface ComplexChange {
  readonly isGone: boolean;
  readonly set: ComplexValue;
  /** Names of sub-attributes. */
  readonly unset: ReadonlySet<string>;
}

/** @throws RollcallError `invalidValue` */
export function readChange(
  { verb, attribute, sub, path, value }: PatchStep,
  ignored: IgnoredAttributes,
): ComplexChange {
  const given = verb === 'remove' ? undefined : unwrap(sub ?? attribute, value, path);
  if (sub) {
    const read = readSingle(sub, given, path, ignored);
    const isGone = sub.name === 'value' && given === '';
    return read === undefined
      ? { isGone, set: {}, unset: new Set([sub.name]) }
      : { isGone, set: { [sub.name]: read }, unset: new Set() };
  }
  const read = readSingle(attribute, given, path, ignored);
  const set: ComplexValue = isComplex(read) ? read : {};
  if (!isObject(given)) return { isGone: read === undefined, set, unset: new Set() };
  // {} empties what is addressed as a whole; an element that a filter found is not, so there it sets nothing.
  const isEmpty = !attribute.multiValued && Object.keys(given).length === 0;
  const named = Object.keys(given).flatMap(key => subAttributeOf(attribute, key) ?? []);
  return {
    isGone: isEmpty || hasEmptyValue(attribute, given),
    set,
    // What is named and yet not read was null, or empty where that means unassigned.
    unset: new Set(named.filter(named => !named.readOnly && !(named.name in set)).map(({ name }) => name)),
  };
}

/** A complex value after a change, itself when that changes nothing; `undefined` when nothing is left of it. */
export function changed(value: ComplexValue, { set, unset }: ComplexChange): ComplexValue | undefined {
  const isUnset = [...unset].some(name => name in value);
  const isSame = !isUnset && Object.entries(set).every(([name, next]) => value[name] === next);
  const kept = isUnset
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !unset.has(name)))
    : value;
  return nonEmpty(isSame ? value : { ...kept, ...set });
}

const nonEmpty = (value: ComplexValue): ComplexValue | undefined =>
  Object.keys(value).length > 0 ? value : undefined;
