import { settingIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { GUARDRAILS, type GuardrailId } from './guardrail-list.ts';

const IDS = GUARDRAILS.map(({ id }) => id);
const WORDS = ['free', 'none', ...IDS] as const;

const setting = settingIn('root');

/** The settings of the guardrails. */
export const GUARD = {
  chosen: setting({
    key: 'guardrails',
    flag: '--guardrails <list>',
    kind: 'texts',
    help: 'settings that protect the whole account: free (the default), none, or a list of names',
    choices: WORDS,
    default: ['free'],
    place: 'guardrails.chosen',
    derive: (said): GuardrailId[] => idsIn(said),
    ask: {
      message: 'Guardrails (free, none, or names)',
      why:
        'Settings of the whole account that security baselines ask for, such as strong passwords. AWS charges nothing ' +
        'for them. Stricter settings that exist are kept; press ? for the list, with what each could break.',
      more: GUARDRAILS.map(({ id, breaks }) => `${id}: ${breaks}`).join('. '),
    },
  }),
  passwordMaxAge: setting({
    key: 'password.max-age',
    flag: '--password-max-age <days>',
    kind: 'number',
    help: 'passwords of IAM users expire after this many days (by default, they do not)',
    sample: '90',
    ...SHAPES.days,
    place: 'guardrails.passwordMaxAge',
  }),
};

function idsIn(said: readonly (typeof WORDS)[number][]): GuardrailId[] {
  return IDS.filter((id) => said.includes('free') || said.includes(id));
}
