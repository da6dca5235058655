import type { Json } from '../engine/fact.ts';
import { sameJson } from '../engine/same.ts';

/** A policy document as IAM answers it: URL-encoded JSON text (page "GetPolicyVersion"). Null when it is neither. */
export function readDocument(text: string | undefined): Json {
  for (const read of [(raw: string) => raw, decodeURIComponent]) {
    try {
      return JSON.parse(read(text ?? '')) as Json;
    } catch {
      // Not this form.
    }
  }
  return null;
}

/** Whether two documents say the same: a string equals a list of one, and the order inside lists does not matter. */
export function sameDocument(a: Json, b: Json): boolean {
  // Mostly they are the same to the letter, which is told at once.
  return JSON.stringify(a) === JSON.stringify(b) || sameJson(meaning(a), meaning(b));
}

// Every value becomes a sorted list, one by itself a list of one.
function meaning(value: Json, key = ''): Json {
  if (Array.isArray(value)) return (value.flatMap((item) => meaning(item, key)) as Json[]).sort(byText);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => [name, meaning(inner ?? null, name)] as const);
    return key === 'Statement' ? [Object.fromEntries(fields)] : Object.fromEntries(fields);
  }
  if (value === null || ['Version', 'Id', 'Sid', 'Effect'].includes(key)) return value;
  // Actions are compared by IAM without regard to case; condition values may be written as booleans or numbers.
  return [/^(Not)?Action$/.test(key) ? String(value).toLowerCase() : String(value)];
}

function byText(a: Json, b: Json): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
