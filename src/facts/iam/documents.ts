import type { Json } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';

/** A policy document as AWS returns it: JSON text, URL-encoded by IAM (page "GetPolicyVersion"). Null for anything else. */
export function readDocument(text: string | undefined): Json {
  // A document starts with a brace, or with the code of one.
  const plain = (raw: string) => raw;
  for (const read of text?.startsWith('%') ? [decodeURIComponent] : [plain, decodeURIComponent]) {
    try {
      return JSON.parse(read(text ?? '')) as Json;
    } catch {
      // Not this form.
    }
  }
  return null;
}

/** Whether two documents are equivalent: a string equals a list of one, and the order inside lists does not matter. */
export function sameDocument(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || sameJson(meaning(a), meaning(b));
}

// Every value becomes a sorted list; a single value becomes a list of one.
function meaning(value: Json, key = ''): Json {
  if (Array.isArray(value)) return (value.flatMap((item) => meaning(item, key)) as Json[]).sort(byText);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => [name, meaning(inner ?? null, name)] as const);
    return key === 'Statement' ? [Object.fromEntries(fields)] : Object.fromEntries(fields);
  }
  if (value === null || ['Version', 'Id', 'Sid', 'Effect'].includes(key)) return value;
  // IAM compares actions regardless of case; condition values may be booleans or numbers.
  return [/^(Not)?Action$/.test(key) ? String(value).toLowerCase() : String(value)];
}

function byText(a: Json, b: Json): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
