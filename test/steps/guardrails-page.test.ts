import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type AnyFact, isChore } from '../../src/engine/fact.ts';
import { factsOf } from '../../src/steps/index.ts';
import { GUARDRAILS } from '../../src/steps/root/guardrail-list.ts';
import { GUARDRAILS_EXPLAINED, sentencesOf } from '../../src/steps/root/guardrail-words.ts';
import { answersTo, HOME } from './given.ts';

function guardrailOf({ id, control }: AnyFact): string | undefined {
  return id.startsWith('guardrails/') ? id.split('/')[1] : GUARDRAILS.find((one) => one.id === control)?.id;
}

const page = readFileSync(new URL('../../docs/guardrails.md', import.meta.url), 'utf8');
const facts = factsOf(answersTo({ steps: ['root', 'buckets'] })).facts.filter(
  (fact) => guardrailOf(fact) !== undefined,
);

const general = (said: string) => said.replaceAll(HOME, 'REGION').replace(/bucket acme-[a-z0-9-]+/, 'bucket BUCKET');

/** The generated part of the page; paste it between the marks when a sentence changes. */
function guardrails(): string {
  const sections = GUARDRAILS.map((one) => {
    const mine = facts.filter((fact) => guardrailOf(fact) === one.id);
    const titles = [...new Set(mine.map(({ title }) => `- ${general(title)}`))];
    const undoing = mine.flatMap((fact) => (isChore(fact) ? [] : (fact.undoing ?? [])));
    const after = undoing.length > 0 ? [`After undo: ${general(undoing[0]!)}`] : [];
    return `### ${one.id}\n\n${titles.join('\n')}\n\n${[...sentencesOf(one), ...after].join('\n')}`;
  });
  return [GUARDRAILS_EXPLAINED.map((line) => `- ${line}`).join('\n'), ...sections].join('\n\n');
}

test('docs/guardrails.md says what the facts and the list say', () => {
  const [, generated = ''] = page.split(/<!-- \/?guardrails -->\n/);
  expect(generated.trim()).toBe(guardrails().trim());
});

test('every guardrail of the list has a fact, and every fact is in the list', () => {
  const ids = new Set(facts.map(guardrailOf));
  expect([...ids].toSorted()).toEqual(GUARDRAILS.map(({ id }) => id).toSorted());
});
