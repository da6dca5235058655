import { changesFromNotes, explainPolicy, policyName, policyTopics, residualRisks } from '../../../policies/index.ts';
import { STEPS } from '../../../steps/index.ts';
import { IDENTITY_EXPLAINED, KINDS_EXPLAINED } from '../../../steps/kinds.ts';
import { SETTINGS } from '../../../steps/settings/all.ts';
import { flagName, type Setting, whyOf } from '../../../steps/settings/setting.ts';
import type { Invocation } from '../../arguments/options.ts';
import { cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, nearest, usage } from '../../trouble.ts';
import { permissionsPolicy } from './permissions.ts';

// The sentences are the same for every place; one has to be named to write them down.
const SAMPLE = {
  name: 'acme',
  accountId: '111122223333',
  region: 'ap-southeast-2',
  partition: 'aws' as const,
  landingBucket: 'acme-landing-zone',
  analysisBucket: 'acme-analysis',
};

interface Section {
  title: string;
  lines: string[];
}

const PARTITIONS = [
  'GovCloud: the root user cannot sign in to a console, so nobody is asked to give it MFA there. Its access keys are deleted with themselves: --delete-root-keys.',
  'GovCloud: charges are those of the standard account that belongs to it. No billing metric exists in GovCloud, so there is no billing alarm, no topic and no chore about bills; run aws-baseline in the standard account for those.',
  'China: accounts are billed in CNY, and so is --alarm-limit, unless the billing metric tells another currency. Billing alerts come from cn-north-1.',
  'Links lead to the consoles of the partition: console.amazonaws-us-gov.com and console.amazonaws.cn.',
];

const TOPICS: Record<string, { about: string; sections(): Section[] }> = {
  ...Object.fromEntries(
    STEPS.map((step) => [
      step.id,
      {
        about: `step ${step.title}, and each of its settings`,
        sections: () => [{ title: `${step.title}: ${step.why}`, lines: step.settings.map(settingLine) }],
      },
    ]),
  ),
  policies: {
    about: 'what each statement of the policies is for, and what no policy closes',
    sections: policySections,
  },
  kinds: {
    about: 'the kinds of AWS account, and what each can have',
    sections: () => [{ title: 'Kinds of account', lines: KINDS_EXPLAINED }],
  },
  identity: {
    about: 'why people get IAM users here, how to sign in from a terminal, when to move on',
    sections: () => [{ title: 'Who signs in, and how', lines: IDENTITY_EXPLAINED }],
  },
  notes: {
    about: 'what is done otherwise than in the notes this program came from',
    sections: () => [{ title: 'Otherwise than in the notes', lines: [...changesFromNotes] }],
  },
  partitions: {
    about: 'what GovCloud and China do not have, and what is done there instead',
    sections: () => [{ title: 'GovCloud and China', lines: PARTITIONS }],
  },
  permissions: {
    about: 'the IAM policy that lets somebody run the commands, as JSON (--steps LIST: for these only)',
    sections: () => [],
  },
  'exit-codes': { about: 'what each exit code means, and what a script does then', sections: exitCodes },
  environment: { about: 'the variables that are read', sections: environment },
};

/** Why things are as they are; needs no account. */
export function explain(tell: Teller, invocation: Invocation): ExitCode {
  const { options, topic } = invocation;
  if (topic !== undefined && !Object.hasOwn(TOPICS, topic)) {
    const meant = nearest(topic, Object.keys(TOPICS));
    throw usage(
      `there is nothing to explain about "${topic}"; there is ${Object.keys(TOPICS).join(', ')}${meant ? `. Did you mean ${meant}?` : ''}`,
    );
  }
  if (topic === 'permissions') {
    tell.result(JSON.stringify(permissionsPolicy(invocation), null, 2));
    return EXIT.done;
  }
  const sections = topic === undefined ? [contents()] : (TOPICS[topic]?.sections() ?? []);
  if (options.output !== 'text') tell.result(cleanJson({ schema: 1, command: 'explain', topic, sections }, 1));
  else
    for (const { title, lines } of sections)
      for (const line of [title, ...lines.map((one) => `  - ${one}`), '']) tell.page(line);
  return EXIT.done;
}

function contents(): Section {
  return {
    title: 'aws-baseline explain TOPIC',
    lines: Object.entries(TOPICS).map(([name, { about }]) => `${name}: ${about}`),
  };
}

function settingLine(setting: Setting): string {
  const why = setting.ask ? whyOf(setting, new Map()) : '';
  const told = [why, setting.ask?.more].filter(Boolean).join(' ');
  return `${flagName(setting)} (${setting.key}): ${setting.help}${told ? `. ${told}` : ''}`;
}

function policySections(): Section[] {
  const told = policyTopics.map((topic) => ({
    title: policyName(topic),
    lines: explainPolicy(topic, SAMPLE).map(({ sid, why }) => `${sid}: ${why}`),
  }));
  return [...told, { title: 'What stays open', lines: [...residualRisks] }];
}

function exitCodes(): Section[] {
  const lines = [
    `${EXIT.done}: done, or nothing to do`,
    `${EXIT.failed}: AWS or the program failed; run it again`,
    `${EXIT.usage}: wrong usage, or something is missing and there is nobody to ask; mend the command`,
    `${EXIT.signIn}: no or expired credentials, another account, no Region, Node too old; sign in`,
    `${EXIT.denied}: not allowed; the missing permissions are listed`,
    `${EXIT.differs}: only with --exit-code: something differs; apply`,
    `${EXIT.waiting}: waiting for a person or for AWS; run it again later`,
    `${EXIT.stopped}: stopped by Ctrl-C (143 by SIGTERM); run it again to go on`,
  ];
  return [{ title: 'Exit codes', lines }];
}

function environment(): Section[] {
  const ours = SETTINGS.flatMap((setting) => (setting.env ?? []).map((name) => `${name}: like ${flagName(setting)}`));
  const others = [
    'AWS_BASELINE_CONFIG: like --config',
    'AWS_BASELINE_OUTPUT: like --output',
    'AWS_BASELINE_NO_INPUT, CI: like --no-input',
    'NO_COLOR, FORCE_COLOR, TERM: colors',
    'ACCESSIBLE: like --accessible',
    'AWS_ENDPOINT_URL: another endpoint than AWS, such as an emulator',
    'everything else that the AWS SDK reads for credentials',
  ];
  return [{ title: 'Environment (a flag wins over it, and it over the config file)', lines: [...ours, ...others] }];
}
