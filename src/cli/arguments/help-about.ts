import { wrap } from '../terminal/wrap.ts';
import { EXIT } from '../trouble.ts';

interface About {
  /** What the command does, in one paragraph. */
  what: string;
  /** The files it reads or writes, by name. */
  files?: (keyof typeof FILES)[];
  /** The exit codes it can end with, besides 0, 1 and 2. */
  codes?: (keyof typeof CODES)[];
}

const FILES = {
  config: ['./aws-baseline.yaml', 'answers, no secrets; flags win over it'],
  journal: ['~/.aws-baseline/ID/journal.jsonl', 'what was there before, for undo'],
  passwords: ['~/.aws-baseline/ID/first-passwords.txt', 'until they are shown (mode 0600)'],
  answers: ['~/.aws-baseline/ID/answers.json', 'of a wizard that was left'],
} as const;

const CODES = {
  [EXIT.signIn]: 'not signed in, or another account',
  [EXIT.denied]: 'a permission is missing; it is named',
  [EXIT.differs]: 'with --exit-code: something differs',
  [EXIT.waiting]: 'waits for a person or AWS; run it again',
  [EXIT.stopped]: 'Ctrl-C; run it again to go on',
} as const;

const { signIn, denied, differs, waiting, stopped } = EXIT;

const WIZARD: About = {
  what:
    'Looks first, and shows what is there. Asks only what no flag, no config file ' +
    'and not the account tells; ? explains a question. Changes nothing before a ' +
    'review that you agree to. What only you can do is shown with its link, and ' +
    'turns to "ok" by itself. Whatever stops it, the same command goes on.',
  files: ['config', 'journal', 'passwords', 'answers'],
  codes: [signIn, denied, waiting, stopped],
};

const ABOUT: Record<string, About> = {
  init: WIZARD,
  root: WIZARD,
  admin: WIZARD,
  buckets: WIZARD,
  groups: WIZARD,
  ec2: WIZARD,
  status: {
    what:
      'Reads the account and says what is so, what is not and what cannot be seen. ' +
      'Without --name it finds the baseline by its tags.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  plan: {
    what:
      'Prints a shell script of AWS CLI lines that would do what apply does, and ' +
      'nothing that is there already. Reading it is safe; so is running it.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  apply: {
    what:
      'Looks, does what is missing, looks again. A second run changes nothing. For ' +
      'scripts: --yes agrees, --expect-account guards, --wait waits for people and ' +
      'AWS, --json reports. Passwords go into files, never into the output.',
    files: ['config', 'journal', 'passwords'],
    codes: [signIn, denied, waiting, stopped],
  },
  verify: {
    what:
      'Says what status says, and proves what the policies allow and refuse: by our ' +
      'own evaluation without an account, by IAM itself where you are signed in.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  undo: {
    what:
      'Shows what would go, asks for the account id, and takes it back: what was ' +
      'there before as it was, what we made away, what holds data only with ' +
      '--delete-data. Works from the journal, and from tags where there is none.',
    files: ['journal'],
    codes: [signIn, denied, stopped],
  },
  doctor: {
    what:
      'Looks at Node, the clock, the network, the sign-in, the Region and the config ' +
      'file, and says for each what is wrong and the command that mends it.',
    files: ['config'],
    codes: [signIn],
  },
};

/** What a command's --help ends with, like a page of the manual. `width` in columns. */
export function aboutOf(command: string, width: number): string {
  const about = ABOUT[command];
  if (!about) return '';
  const { what, files = [], codes = [] } = about;
  const rows = files.map((name) => {
    const [path, use] = FILES[name];
    return `  ${path.padEnd(39)} ${use}`;
  });
  const known = codes.map((code) => `  ${String(code).padEnd(6)}${CODES[code]}`);
  return [
    '',
    'What it does:',
    wrap(`  ${what}`, width),
    ...(rows.length > 0 ? ['', 'Files (ID is the account):', ...rows] : []),
    '',
    'Exit codes:',
    '  0     done, or nothing to do',
    '  1     AWS or the program failed; the lines above say what',
    '  2     the command or an answer is wrong or missing',
    ...known,
    '  More: aws-baseline explain exit-codes, explain environment',
    '',
  ].join('\n');
}
