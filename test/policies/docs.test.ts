import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  changesFromNotes,
  explainRole,
  groupRoles,
  instanceRole,
  managedPolicies,
  policyTopics,
  residualRisks,
} from '../../src/policies/index.ts';
import { places } from './places.ts';

const page = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');

/** The generated part of the page; paste it between the marks when a statement changes. */
function statements(): string {
  const policies = policyTopics.flatMap((topic) => managedPolicies(topic, places.sydney));
  const sections = policies.map(({ name, sentences }) => {
    const told = sentences.map(({ sid, why }) => `- \`${sid}\`: ${why}`);
    return `\n### ${name}\n${told.join('\n')}\n`;
  });
  return sections.join('');
}

it('docs/policies.md tells the statements as they are', () => {
  const [, generated = ''] = page.split(/<!-- \/?statements -->\n/);
  expect(generated.trim()).toBe(statements().trim());
});

/** The same for the roles. */
function roles(): string {
  const sections = [...groupRoles, instanceRole].map((role) => {
    const told = explainRole(role, places.sydney).map(({ sid, why }) => `- \`${sid}\`: ${why}`);
    const theirs = role.awsPolicies.map((policy) => `- AWS managed policy \`${policy}\``);
    return `\n### ${role.name}\nFor ${role.service}; ${role.owner}s may pass it.\n${[...told, ...theirs].join('\n')}\n`;
  });
  return sections.join('');
}

it('docs/policies.md tells the roles as they are', () => {
  const [, generated = ''] = page.split(/<!-- \/?roles -->\n/);
  expect(generated.trim()).toBe(roles().trim());
});

it('docs/policies.md has a line for each of the fifteen changes', () => {
  const changes = page.match(/^\d+\. /gm) ?? [];
  expect(changes.map((mark) => Number.parseInt(mark, 10))).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
});

it('docs/policies.md and explain say the same of the changes and of what stays open', () => {
  const plain = page.replaceAll('`', '').replaceAll('**', '');
  for (const [i, change] of changesFromNotes.entries()) expect(plain).toContain(`${i + 1}. ${change}`);
  for (const risk of residualRisks) expect(plain).toContain(`- ${risk}`);
});
