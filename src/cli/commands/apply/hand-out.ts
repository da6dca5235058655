import { consoleLink, signInPage } from '../../../aws/account.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { brokenCommand } from '../command-line.ts';

/**
 * What to tell each new member of a group: the sign-in page, where the first password is, and what to do first. Members of
 * one group share a block. `places` has the places of the first passwords, by user.
 */
export function handOut(session: Session, places: ReadonlyMap<string, string>): void {
  const { tell, account, answers } = session;
  const { identity } = account;
  for (const [group, people] of [
    ['engineer', answers.groups.engineers],
    ['analyst', answers.groups.analysts],
  ] as const) {
    const users = people.map((person) => `${group}_${person}`).filter((user) => places.has(user));
    if (users.length === 0) continue;
    tell.line(`\nHand out to ${clean(users.join(', '))}:`);
    tell.line(`  Sign in at ${tell.link(signInPage(identity))}`);
    for (const place of new Set(users.map((user) => places.get(user) ?? ''))) tell.line(`  First password: ${place}`);
    if (answers.groups.requireMfa)
      tell.line(
        '  Choose a new password, add MFA in Security credentials, and sign in again: all else is denied before.',
      );
    // Only engineers may use CloudShell, and only in the home Region; the console may open another one.
    if (group === 'engineer')
      tell.line(
        `  Then, in CloudShell: ${tell.link(consoleLink(identity.partition, `cloudshell/home?region=${answers.region}`))}`,
      );
    else tell.line('  Then, in your own terminal, with Node.js and AWS CLI 2.32 or newer:');
    for (const words of firstSteps(group, session))
      for (const line of brokenCommand(words, tell.width - 2)) tell.line(`  ${clean(line)}`);
    if (group === 'engineer')
      tell.line('  And a job in the console: AWS Glue > ETL jobs, with role aws-baseline-glue.');
  }
}

// Commands as words, which break only at a line continuation, because users paste them.
function firstSteps(group: 'engineer' | 'analyst', { answers }: Session): string[][] {
  const { name, region, buckets } = answers;
  if (group === 'engineer') return [['echo hello > hello.txt'], [`aws s3 cp hello.txt s3://${buckets.landing}/`]];
  return [
    [`aws login --region ${region}`],
    [`aws s3 ls s3://${buckets.analysis}/`],
    ['npx aws-baseline try container', `--name ${name}`, `--region ${region}`],
  ];
}
