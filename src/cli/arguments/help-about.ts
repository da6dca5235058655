import { wrap } from '../terminal/wrap.ts';
import { EXIT } from '../trouble.ts';

interface About {
  /** What the command does, in one paragraph. */
  what: string;
  /** The files that it reads or writes, by name. */
  files?: (keyof typeof FILES)[];
  /** Its exit codes besides 0, 1 and 2. */
  codes?: (keyof typeof CODES)[];
}

const FILES = {
  config: ['./aws-baseline.yaml', 'settings (no secrets); flags override'],
  journal: ['~/.aws-baseline/ID/journal.jsonl', 'the state before each change, for undo'],
  passwords: ['~/.aws-baseline/ID/first-passwords.txt', 'until they are shown (mode 0600)'],
  answers: ['~/.aws-baseline/ID/answers.json', 'answers of an unfinished wizard'],
} as const;

const CODES = {
  [EXIT.signIn]: 'not signed in, or another account',
  [EXIT.denied]: 'a permission is missing; the output names it',
  [EXIT.differs]: 'with --exit-code: changes are needed',
  [EXIT.waiting]: 'waiting for you or AWS; run it again',
  [EXIT.stopped]: 'Ctrl-C; run it again to continue',
} as const;

const { signIn, denied, differs, waiting, stopped } = EXIT;

const WIZARD: About = {
  what:
    'Checks the account (read-only), prompts for settings that have no value yet, ' +
    'and shows a review. Changes nothing until you choose Apply. Press ? for ' +
    'details. Manual steps are listed with links and change to "ok" automatically. ' +
    'If a run stops, the same command continues.',
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
      'Checks the account (read-only) and lists what is up to date, what is missing, ' +
      'and what it has no permission to read. Without --name, it finds the baseline by its tags. With --benchmark, it ' +
      'lists the items of a security benchmark: met, open, for a person, paid, not judged.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  'brake lift': {
    what:
      'Detaches policy aws-baseline-brake from groups engineer and analyst. AWS Budgets ' +
      'attaches it when the charges of a month pass the limit of --brake.',
    codes: [signIn, denied, stopped],
  },
  costs: {
    what:
      'Lists what AWS bills by the hour or by the GB in every enabled Region, whoever ' +
      'created it, with the list price of a month: instances, volumes, snapshots, public ' +
      'IPv4 addresses, NAT gateways, load balancers, endpoints, databases, clusters. ' +
      'Changes nothing, and sends nothing to Cost Explorer, which charges for requests.',
    files: ['config'],
    codes: [signIn, denied],
  },
  plan: {
    what:
      'Prints a shell script of the AWS CLI commands that apply would run. You can ' +
      'read it or run it; running it again changes nothing.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  apply: {
    what:
      'Checks the account, then creates and changes what is missing. A second run ' +
      'changes nothing. In scripts: --yes skips the review, --expect-account checks the ' +
      'account, --wait waits for you and AWS, --json prints a report. Passwords go to files, never to the output.',
    files: ['config', 'journal', 'passwords'],
    codes: [signIn, denied, waiting, stopped],
  },
  verify: {
    what:
      'Runs status, and tests what the policies allow and deny: offline without an ' +
      'account, and with the IAM policy simulator if you are signed in. Counts the items of each benchmark.',
    files: ['config'],
    codes: [signIn, denied, differs],
  },
  undo: {
    what:
      'Lists what it would delete or restore, asks for the account ID, then does it. ' +
      'Resources that it created are deleted, earlier settings are restored, and data is deleted only with ' +
      '--delete-data. Uses the journal, or tags if there is no journal.',
    files: ['journal'],
    codes: [signIn, denied, waiting, stopped],
  },
  try: {
    what:
      'Shows what it will create and what that costs, asks, creates it, runs it, and shows the result. A second run ' +
      'creates nothing new. Nothing is deleted by itself: undo --steps try deletes all of it. Analysts can try a ' +
      'container and a cluster, admins also a function.',
    files: ['config', 'journal'],
    codes: [signIn, denied, waiting, stopped],
  },
  doctor: {
    what:
      'Checks Node.js, the clock, the network, the sign-in, the Region and the config ' +
      'file (read-only), and prints a fix for each problem.',
    files: ['config'],
    codes: [signIn],
  },
};

/** The end of a command's --help, like a manual page. `width` in columns. */
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
    ...(rows.length > 0 ? ['', 'Files (ID is the account ID):', ...rows] : []),
    '',
    'Exit codes:',
    '  0     done, or nothing to do',
    '  1     AWS or the program failed; see the lines above',
    '  2     the command or a setting is invalid or missing',
    ...known,
    '  More: aws-baseline explain exit-codes, explain environment',
    '',
  ].join('\n');
}
