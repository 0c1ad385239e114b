/** Applies the steps of a PATCH to a member's attributes, all or nothing (RFC 7644 §3.5.2.1 to §3.5.2.3). */
import { RollcallError } from '../../base/errors.ts';
import { type AttributeValue, elementsOf, isComplex, type MemberAttributes } from '../../members/member.ts';
import type { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import { type ComplexValue, readValue } from '../schema/values.ts';
import { type DraftAttributes, toMemberAttributes } from '../users/draft.ts';
import { changed, readChange } from './complex-change.ts';
import { PatchEffort } from './effort.ts';
import { PatchList } from './list.ts';
import type { PatchStep, RemoveExtension } from './request.ts';

/**
 * @returns new attributes; the given ones stay as they are
 * @throws RollcallError `invalidValue`, `noTarget`, `mutability`, `tooMany`
 */
export function applyPatch(
  attributes: MemberAttributes,
  steps: readonly (PatchStep | RemoveExtension)[],
  ignored: IgnoredAttributes,
): MemberAttributes {
  // "active" removed by PATCH means inactive: what is not asserted is not granted.
  return toMemberAttributes(applySteps(attributes, steps, ignored), false);
}

/** @throws RollcallError as `applyPatch` does */
export function applySteps(
  attributes: DraftAttributes,
  steps: readonly (PatchStep | RemoveExtension)[],
  ignored: IgnoredAttributes,
): DraftAttributes {
  let draft: DraftAttributes = { ...attributes };
  const effort = new PatchEffort();
  /** Under their names: no extension has a multi-valued attribute. */
  const lists = new Map<string, PatchList>();
  for (const step of steps) {
    if (step.verb === 'removeExtension') draft = { ...draft, [step.extension]: undefined };
    else if (step.attribute.multiValued && !step.extension) {
      const { name } = step.attribute;
      const list = lists.get(name) ?? new PatchList(elementsOf(draft[name]), effort, ignored);
      lists.set(name, list);
      list.apply(step);
    } else draft = applyStep(draft, step, ignored);
  }
  for (const [name, list] of lists) draft[name] = list.result();
  return draft;
}

function applyStep(draft: DraftAttributes, step: PatchStep, ignored: IgnoredAttributes): DraftAttributes {
  const { attribute, extension } = step;
  const container = extension ? draft[extension] : undefined;
  const parent: DraftAttributes = extension ? (isComplex(container) ? container : {}) : draft;
  const after = changeSingle(parent[attribute.name], step, ignored);
  if (after === undefined && attribute.name === 'userName' && !extension) {
    throw new RollcallError('mutability', "'userName' is required and cannot be removed.");
  }
  const next = { ...parent, [attribute.name]: after };
  return extension ? { ...draft, [extension]: withoutUndefined(next) } : next;
}

function changeSingle(
  before: AttributeValue | undefined,
  step: PatchStep,
  ignored: IgnoredAttributes,
): AttributeValue | undefined {
  const { verb, attribute, sub, path, value } = step;
  if (verb === 'remove' && !sub) return undefined;
  if (attribute.type !== 'complex') return readValue(attribute, value, path, ignored);
  const change = readChange(step, ignored);
  // What else is said of a manager is said of the one that is gone.
  if (change.isGone || change.unset.has('value')) return undefined;
  return changed(isComplex(before) ? before : {}, change);
}

function withoutUndefined(value: DraftAttributes): ComplexValue {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}
