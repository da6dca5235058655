import { changesFromNotes, managedPolicies, policyTopics, residualRisks } from '../../../policies/index.ts';
import { ALL_STEPS } from '../../../steps/index.ts';
import { IDENTITY_EXPLAINED, KINDS_EXPLAINED } from '../../../steps/kinds.ts';
import { guardrailSections } from '../../../steps/root/guardrail-words.ts';
import { SETTINGS } from '../../../steps/settings/all.ts';
import { flagName, type Setting, whyOf } from '../../../steps/settings/setting.ts';
import type { Invocation } from '../../arguments/options.ts';
import { cleanJson } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, nearest, usage } from '../../trouble.ts';
import { permissionsPolicies } from './permissions.ts';
import { roleSections } from './roles.ts';

// The explanations are the same everywhere; these values only fill the template.
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
  'GovCloud: the root user cannot sign in to a console, so MFA for it is not checked. To delete its access keys, sign in with them and use --delete-root-keys.',
  'GovCloud: charges appear in the associated standard account. GovCloud has no billing metric, so aws-baseline creates no billing alarm and no topic there, and lists no manual billing steps. Run aws-baseline in the standard account for those.',
  'China: accounts are billed in CNY, and --alarm-limit is in CNY, unless the billing metric uses another currency. Billing alerts come from cn-north-1.',
  'Links open the console of the partition: console.amazonaws-us-gov.com or console.amazonaws.cn.',
];

const TOPICS: Record<string, { about: string; sections(): Section[] }> = {
  ...Object.fromEntries(
    ALL_STEPS.map((step) => [
      step.id,
      {
        about: `step ${step.title}, and its settings`,
        sections: () => [{ title: `${step.title}: ${step.why}`, lines: step.settings.map(settingLine) }],
      },
    ]),
  ),
  policies: {
    about: 'what each policy statement is for, and risks that no policy can prevent',
    sections: policySections,
  },
  roles: {
    about: 'the roles that engineers and analysts pass to services, and what each may do',
    sections: () => roleSections(SAMPLE),
  },
  guardrails: {
    about: 'the settings that protect the whole account: why, what could break, the cost',
    sections: guardrailSections,
  },
  kinds: {
    about: 'the kinds of AWS account, and what each supports',
    sections: () => [{ title: 'Kinds of account', lines: KINDS_EXPLAINED }],
  },
  identity: {
    about: 'why aws-baseline uses IAM users, how to sign in from a terminal, when to use IAM Identity Center',
    sections: () => [{ title: 'Users and sign-in', lines: IDENTITY_EXPLAINED }],
  },
  notes: {
    about: 'what differs from the notes that this program is based on',
    sections: () => [{ title: 'Differences from the notes', lines: [...changesFromNotes] }],
  },
  partitions: {
    about: 'what differs in GovCloud and China',
    sections: () => [{ title: 'GovCloud and China', lines: PARTITIONS }],
  },
  permissions: {
    about:
      'the IAM policy needed to run the commands, as JSON; an array if one is too small (--steps LIST, --guardrails LIST: for these)',
    sections: () => [],
  },
  'exit-codes': { about: 'what each exit code means, and what a script should do', sections: exitCodes },
  environment: { about: 'the environment variables that are read', sections: environment },
};

/** Prints reasons and references; needs no account. */
export function explain(tell: Teller, invocation: Invocation): ExitCode {
  const { options, topic } = invocation;
  if (topic !== undefined && !Object.hasOwn(TOPICS, topic)) {
    const meant = nearest(topic, Object.keys(TOPICS));
    throw usage(
      `unknown topic "${topic}"; topics: ${Object.keys(TOPICS).join(', ')}${meant ? `. Did you mean ${meant}?` : ''}`,
    );
  }
  if (topic === 'permissions') {
    const [policy, ...further] = permissionsPolicies(invocation);
    tell.result(JSON.stringify(further.length > 0 ? [policy, ...further] : policy, null, 2));
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
  const told = policyTopics
    .flatMap((topic) => managedPolicies(topic, SAMPLE))
    .map(({ name, sentences }) => ({ title: name, lines: sentences.map(({ sid, why }) => `${sid}: ${why}`) }));
  return [...told, { title: 'Risks that no policy can prevent', lines: [...residualRisks] }];
}

function exitCodes(): Section[] {
  const lines = [
    `${EXIT.done}: done, or nothing to do`,
    `${EXIT.failed}: AWS or the program failed; run it again`,
    `${EXIT.usage}: invalid command, or a required value is missing; correct the command`,
    `${EXIT.signIn}: no or expired credentials, wrong account, no Region, or Node.js too old; sign in`,
    `${EXIT.denied}: not allowed; the missing permissions are listed`,
    `${EXIT.differs}: only with --exit-code: changes are needed; run apply`,
    `${EXIT.waiting}: waiting for you or AWS; run it again later`,
    `${EXIT.stopped}: stopped by Ctrl-C (143 by SIGTERM); run it again to continue`,
  ];
  return [{ title: 'Exit codes', lines }];
}

function environment(): Section[] {
  const ours = SETTINGS.flatMap((setting) =>
    (setting.env ?? []).map((name) => `${name}: same as ${flagName(setting)}`),
  );
  const others = [
    'AWS_BASELINE_CONFIG: same as --config',
    'AWS_BASELINE_OUTPUT: same as --output',
    'AWS_BASELINE_NO_INPUT, CI: same as --no-input',
    'NO_COLOR, FORCE_COLOR, TERM: colors',
    'ACCESSIBLE: same as --accessible',
    'AWS_ENDPOINT_URL: an endpoint to use in place of AWS, such as an emulator',
    'all variables that the AWS SDK reads for credentials',
  ];
  return [
    {
      title: 'Environment variables (a flag overrides them; they override the config file)',
      lines: [...ours, ...others],
    },
  ];
}
