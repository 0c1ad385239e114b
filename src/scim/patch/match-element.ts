/** Filters on elements of a multi-valued attribute, judged in memory: what a PATCH path selects. */
import type { AttributeValue } from '../../members/member.ts';
import type { ComparisonOperator, MemberFilter } from '../../members/query.ts';
import { COMPARISON, LOOK, type PatchEffort } from './effort.ts';

/** Whether an element satisfies a filter that `resolveInElement` made. @throws RollcallError `tooMany` */
export function matchesElement(
  filter: MemberFilter,
  element: { readonly [name: string]: AttributeValue },
  effort: PatchEffort,
): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every(term => matchesElement(term, element, effort));
    case 'or':
      return filter.terms.some(term => matchesElement(term, element, effort));
    case 'not':
      return !matchesElement(filter.term, element, effort);
    case 'always':
      return filter.value;
    case 'present': {
      effort.spend(LOOK);
      const value = element[filter.field.path];
      return value !== undefined && value !== '';
    }
    case 'compare':
      return compareValue(element[filter.field.path], filter.operator, filter.value, effort);
    case 'element':
      return false;
  }
}

/** Compares as the databases do: folded, absent values never. */
function compareValue(
  actual: AttributeValue | undefined,
  operator: ComparisonOperator,
  wanted: string | number | boolean,
  effort: PatchEffort,
): boolean {
  if (typeof actual !== 'string' || typeof wanted !== 'string') {
    effort.spend(LOOK);
    return operator === 'eq' && actual === wanted;
  }
  effort.spend(COMPARISON);
  const [left, right] = [effort.fold(actual), effort.fold(wanted)];
  effort.spendOnTexts(left, right, operator === 'co');
  switch (operator) {
    case 'eq':
      return left === right;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return inCodePoints(left, right) > 0;
    case 'ge':
      return inCodePoints(left, right) >= 0;
    case 'lt':
      return inCodePoints(left, right) < 0;
    case 'le':
      return inCodePoints(left, right) <= 0;
  }
}

/** UTF-8 bytes stand in the order of code points, as in both databases; JavaScript's own < compares UTF-16 units. */
const inCodePoints = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));
