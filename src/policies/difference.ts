/** One line of the difference between two policy documents. */
export interface Difference {
  sign: '+' | '-';
  /** The statement's Sid, or its place in the document. */
  statement: string;
  /** `Allow Action s3:GetObject`, `Deny Condition Bool aws:MultiFactorAuthPresent false`. */
  text: string;
  /** Whether it reduces permissions. */
  takesAway: boolean;
}

type Loose = Record<string, unknown>;

const FIELDS = ['Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'];
// More values of these in an Allow allow more; more values of the others allow less.
const WIDENING = new Set(['Action', 'Resource', 'Principal']);

/**
 * The changes from one document to another, by statement. The documents may have any form. Order, and "a string or a list
 * of one", make no difference.
 */
export function difference(before: unknown, after: unknown): Difference[] {
  const [from, to] = [statements(before), statements(after)];
  const names = [...new Set([...from.keys(), ...to.keys()])];
  return names.flatMap((name) => {
    const [old, young] = [from.get(name) ?? [], to.get(name) ?? []];
    const gone = old.filter((line) => !young.some((other) => other.text === line.text));
    const come = young.filter((line) => !old.some((other) => other.text === line.text));
    return [
      ...gone.map(({ text, widens }) => ({ sign: '-' as const, statement: name, text, takesAway: widens })),
      ...come.map(({ text, widens }) => ({ sign: '+' as const, statement: name, text, takesAway: !widens })),
    ];
  });
}

interface Line {
  text: string;
  /** Whether it adds permissions. */
  widens: boolean;
}

function statements(document: unknown): Map<string, Line[]> {
  const list = [(document as Loose | null)?.Statement ?? []].flat() as Loose[];
  return new Map(list.map((statement, i) => [String(statement.Sid ?? `statement ${i + 1}`), linesOf(statement)]));
}

function linesOf(statement: Loose): Line[] {
  const effect = String(statement.Effect);
  return FIELDS.flatMap((field) =>
    valuesOf(statement[field]).map((value) => ({
      text: `${effect} ${field} ${value}`,
      widens: (effect === 'Allow') === WIDENING.has(field),
    })),
  );
}

function valuesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => valuesOf(inner).map((text) => `${key} ${text}`));
}
