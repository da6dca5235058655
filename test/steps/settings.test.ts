import { describe, expect, test } from 'vitest';
import { wrap } from '../../src/cli/terminal/wrap.ts';
import { factsOf, STEPS } from '../../src/steps/index.ts';
import { answersKept, answersOf, SETTINGS } from '../../src/steps/settings/all.ts';
import { flagName, isRequired, type Setting, type Value } from '../../src/steps/settings/setting.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { draftOf, HOME, IDENTITY } from './given.ts';
import { ANSWERS } from './rehearsed.ts';

const settings = STEPS.flatMap((step) => step.settings);
const byKey = (key: string) => settings.find((setting) => setting.key === key) as Setting;
const textsOf = (value: Value | undefined): string[] =>
  value === undefined || typeof value === 'boolean' ? [] : [value].flat().map(String);

describe.each(settings.map((setting) => [setting.key, setting] as const))('%s', (_key, setting) => {
  test('has a key, a flag and a line of help', () => {
    // The key of the guardrails is one word, as scripts know it.
    expect(setting.key).toMatch(/^([a-z0-9]+\.[a-z0-9-]+|guardrails)$/);
    expect(setting.key.length, 'a longer one does not fit a line of "config show"').toBeLessThanOrEqual(22);
    expect(setting.flag).toMatch(setting.kind === 'boolean' ? /^--[a-z0-9-]+$/ : /^--[a-z0-9-]+ <[a-z]+>$/);
    expect(setting.help).toMatch(/^\S.{10,90}[^.]$/);
  });

  test('has a default, or a sample of what one looks like', () => {
    expect(setting.default ?? setting.sample).toBeDefined();
    expect(typeof setting.default === 'boolean' || setting.default === undefined || setting.kind !== 'boolean').toBe(
      true,
    );
    expect(Array.isArray(setting.default ?? [])).toBe(setting.kind.endsWith('s') || setting.default === undefined);
  });

  test('default and sample are right', () => {
    const texts = [...textsOf(setting.default), ...textsOf(setting.sample)];
    expect(texts.map((text) => setting.check?.(text)).filter(Boolean)).toEqual([]);
    if (setting.choices) expect(setting.choices).toEqual(expect.arrayContaining(texts));
  });

  test('when asked, says why in a paragraph of one to three lines of a terminal', () => {
    const { ask } = setting;
    if (!ask) return expect(isRequired(setting, new Map())).toBe(false);
    expect(ask.message).toMatch(/^\S.{5,60}$/);
    expect(ask.why).toMatch(/^\S[^\n]*[.:]$/);
    const lines = wrap(`  ${ask.why}`, 80).split('\n');
    expect(lines.length).toBeLessThanOrEqual(3);
    const labels = typeof ask.labels === 'function' ? ask.labels(new Map([['name', 'acme']])) : ask.labels;
    expect(labels?.length).toBe(labels ? setting.choices?.length : undefined);
  });
});

test.each([
  ['keys', settings.map(({ key }) => key)],
  ['flags', settings.map(flagName)],
])('%s are unique', (_what, all) => expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([]));

test('each step has its own settings', () => {
  expect(STEPS.map(({ id }) => id)).toEqual([...STEP_IDS]);
  expect(STEPS.flatMap((step) => step.settings.filter((setting) => setting.step !== step.id))).toEqual([]);
});

test.each([
  ['an e-mail address, when there is an alarm', 'alarm.email', {}, true],
  ['none without an alarm', 'alarm.email', { 'alarm.enabled': false }, false],
  ['no limit: there is a default', 'alarm.limit', {}, false],
])('required is %s', (_what, key, draft, required) => {
  expect(isRequired(byKey(key), new Map(Object.entries(draft)))).toBe(required);
});

test.each([
  ['bucket names', 'buckets.names', {}, true],
  ['bucket names when one is given', 'buckets.names', { 'buckets.landing': 'x' }, true],
  ['bucket names when both are given', 'buckets.names', { 'buckets.landing': 'x', 'buckets.analysis': 'y' }, false],
  ['a family', 'ec2.family', {}, true],
  ['a family when a type is given', 'ec2.family', { 'ec2.instance-type': 't3.micro' }, false],
  ['an alarm limit without an alarm', 'alarm.limit', { 'alarm.enabled': false }, false],
])('asks for %s: %s', (_what, key, draft, asks) => {
  expect(byKey(key).ask?.when?.(new Map(Object.entries(draft)))).toBe(asks);
});

const idsOf = (more: Partial<typeof ANSWERS>) => factsOf({ ...ANSWERS, ...more }, () => 0).facts.map(({ id }) => id);

describe('the facts that answers make', () => {
  test.each<[string, Partial<typeof ANSWERS>, RegExp, boolean]>([
    [
      'no limit: no topic',
      { alarm: { emails: ['a@x.org'], limits: [] } },
      /^(sns|cloudwatch\/alarm\/aws-baseline-billing|billing\/metric)/,
      false,
    ],
    ['no sign-in for the admin', { admin: { signIn: false } }, /admin_acme\/sign-in/, false],
    ['sign-in for the others all the same', { admin: { signIn: false } }, /engineer_eve\/sign-in/, true],
    ['MFA not required', { groups: { ...ANSWERS.groups, requireMfa: false } }, /require_mfa/, false],
    ['a further bucket', { buckets: { ...ANSWERS.buckets, further: ['z-1'] } }, /^s3\/z-1\/tls-only$/, true],
    ['decimal limits', { alarm: { emails: [], limits: [0.5] } }, /billing-0.5-usd$/, true],
  ])('%s', (_what, more, pattern, there) => expect(idsOf(more).some((id) => pattern.test(id))).toBe(there));

  test('a step that was not chosen: only facts that belong to the other one', () => {
    const { stepOf } = factsOf(ANSWERS, () => 0);
    expect(idsOf({ steps: ['root'] }).filter((id) => stepOf.get(id) !== 'root')).toEqual([]);
  });

  test('no answer: each fact once, and of the first step that has it', () => {
    const { facts, stepOf } = factsOf(
      { ...ANSWERS, groups: { ...ANSWERS.groups, engineers: ['eve', 'eve'] } },
      () => 0,
    );
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
    expect(facts.filter(({ id }) => !stepOf.has(id))).toEqual([]);
    expect(stepOf.get('iam/policy/admin_access')).toBe('admin');
  });

  test('no answer is a secret, and no fact holds one', () => {
    const { facts } = factsOf(ANSWERS, () => 0);
    expect(() => JSON.stringify(facts.map(({ want }) => want))).not.toThrow();
    expect(JSON.stringify(facts.map(({ want }) => want))).not.toContain('$secret');
  });
});

describe('the answers', () => {
  test('are what was said, the defaults for the rest, and what follows from both', () => {
    expect(answersOf(draftOf({ 'alarm.enabled': false }), IDENTITY, false)).toMatchObject({
      ...{ name: 'acme', region: HOME, ...IDENTITY, accountKind: 'unknown', deleteData: false },
      steps: ['root', 'admin', 'buckets', 'groups', 'ec2'],
      tags: { team: 'x' },
      alarm: { emails: ['a@example.com', 'b@example.com'], limits: [] },
      done: [],
      buckets: { landing: 'acme-landing-zone', analysis: 'acme-analysis', further: ['acme-more'] },
      groups: { engineers: ['eve'], analysts: ['al', 'bo'], requireMfa: true },
      ec2: { family: 'general', instanceName: 'acme-analysis' },
    });
  });

  test('of an older journal get what was not asked then', () => {
    const { accountKind: _kind, done: _done, ...older } = ANSWERS;
    const { launchAgain: _again, ...ec2 } = ANSWERS.ec2;
    expect(answersKept({ ...older, ec2 })).toEqual(ANSWERS);
    const project = { ...ANSWERS, accountKind: 'project', budget: { limit: 5 }, ec2: { ...ec2, volumeSize: 30 } };
    expect(answersKept(project)).toEqual({ ...project, ec2: { ...project.ec2, launchAgain: false } });
  });

  test('have one place each, but for the words of people, which share one', () => {
    const places = SETTINGS.flatMap(({ place, byKey }) => (place && !byKey ? [place] : []));
    expect(new Set(places).size).toBe(places.length);
    expect(places.filter((place) => place.split('.').length > 2)).toEqual([]);
  });
});
