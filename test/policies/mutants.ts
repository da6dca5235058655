import type { PolicyDocument, Statement } from '../../src/policies/index.ts';

/** A document with exactly one fault. */
export interface Mutant {
  fault: string;
  /** The statement before the fault. */
  statement: Statement;
  document: PolicyDocument;
}

const lists = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

/** Every single fault of these kinds: something dropped, widened or confused. */
export function mutants(document: PolicyDocument): Mutant[] {
  return document.Statement.flatMap((statement, i) => {
    const changed = (fault: string, ...instead: Statement[]): Mutant => ({
      fault: `${statement.Sid}: ${fault}`,
      statement,
      document: { ...document, Statement: document.Statement.toSpliced(i, 1, ...instead) },
    });
    return [changed('statement dropped'), ...faults(statement).map(([fault, instead]) => changed(fault, instead))];
  });
}

type Fault = [what: string, statement: Statement];

function faults(statement: Statement): Fault[] {
  return [
    ...shortened(statement),
    ...widenedActions(statement),
    ...widenedArns(statement),
    ...looserConditions(statement),
  ];
}

/** One entry of one list left out. */
function shortened(statement: Statement): Fault[] {
  return lists.flatMap((key) => {
    const entries = [statement[key] ?? []].flat();
    if (entries.length < 2) return [];
    return entries.map(
      (entry, i): Fault => [`${key} ${entry} dropped`, { ...statement, [key]: entries.toSpliced(i, 1) }],
    );
  });
}

function widenedActions(statement: Statement): Fault[] {
  return replaced(statement, 'Action', (action) => [action.replace(/:.*/, ':*')]);
}

function widenedArns(statement: Statement): Fault[] {
  return replaced(statement, 'Resource', (resource) => {
    const parts = resource.split(':');
    if (parts.length < 6) return [];
    const wider = [
      '*',
      ...(parts[3] ? [parts.with(3, '*').join(':')] : []),
      ...(parts[4] ? [parts.with(4, '*').join(':')] : []),
      resource.replace(/\/\*$/, '*'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable
      resource.replace('${aws:username}', '*'),
    ];
    return wider;
  });
}

function replaced(statement: Statement, key: 'Action' | 'Resource', wider: (entry: string) => string[]): Fault[] {
  const entries = [statement[key] ?? []].flat();
  return entries.flatMap((entry, i) =>
    [...new Set(wider(entry))]
      .filter((one) => one !== entry)
      .map((one): Fault => [`${key} ${entry} -> ${one}`, { ...statement, [key]: entries.with(i, one) }]),
  );
}

function looserConditions(statement: Statement): Fault[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
    const other = operator.endsWith('IfExists') ? operator.slice(0, -'IfExists'.length) : `${operator}IfExists`;
    return Object.entries(keys).flatMap(([key, values]): Fault[] => {
      const { [key]: _, ...rest } = keys;
      const all = [values].flat();
      return [
        [`condition ${key} dropped`, { ...statement, Condition: { [operator]: rest } }],
        [
          `condition ${key} with ${other}`,
          { ...statement, Condition: { [operator]: rest, [other]: { [key]: values } } },
        ],
        ...(all.length < 2 ? [] : all).map(
          (value): Fault => [
            `condition value ${value} dropped`,
            { ...statement, Condition: { [operator]: { ...keys, [key]: all.filter((one) => one !== value) } } },
          ],
        ),
      ];
    });
  });
}
