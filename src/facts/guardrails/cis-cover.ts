import type { CisAlarm, CisEvents } from './cis-patterns.ts';

/** A pattern without spaces and quotation marks around values, which make no difference. */
export const plain = (pattern = '') => pattern.replace(/[\s"]/g, '');

/**
 * Whether somebody's pattern counts every event that CIS names, and at least those: the pattern of AWS's page or of CIS
 * with its terms in any order, or a list with more names. A further condition leaves events out (Security Hub page
 * "Security Hub CSPM controls for Amazon CloudWatch": "Additional fields or terms cannot be added").
 */
export function countsAll(theirs: string | undefined, { pattern, also = [], events }: CisAlarm): boolean {
  const given = plain(theirs);
  if (events && lists(given, events)) return true;
  return [pattern, ...also].some((one) => inOrder(plain(one)) === inOrder(given));
}

const NAME = /\$\.eventName=(\w+)/g;
// An optional source, then names of events joined by "or", with parentheses around each and around all, or without.
const LIST = /^\{(?:\(?\$\.eventSource=([\w.]+)\)?&&)?(\(*\$\.eventName=\w+\)*(?:\|\|\(*\$\.eventName=\w+\)*)*)\}$/;

function lists(given: string, { names, source, isNamed }: CisEvents): boolean {
  const [, its, list = ''] = LIST.exec(given) ?? [];
  const found = new Set([...list.matchAll(NAME)].map(([, name = '']) => name));
  return (its === undefined ? !isNamed : its === source) && names.every((one) => found.has(one));
}

// Terms that are all joined by "and", sorted and without parentheses.
function inOrder(given: string): string {
  if (given.includes('||')) return given;
  const terms = given.replace(/^\{|\}$/g, '').split('&&');
  return terms
    .map((one) => one.replace(/^\(+|\)+$/g, ''))
    .toSorted()
    .join('&&');
}
