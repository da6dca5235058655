import { expect, it } from 'vitest';
import { HOME, inMemory, worldOf } from '../robust/program.ts';
import { stage } from './stage.ts';

const INIT = ['init', '--name', 'acme', '--region', HOME, '--no-config', '--steps', 'buckets,groups', '--yes'];
const PEOPLE = ['--engineer-user', 'jo', '--analyst-user', 'kim', '--analyst-user', 'lee'];

it('the end of init says what to hand out to new members, and only to them', async () => {
  const account = inMemory();
  const { play } = stage();
  const first = await play([...INIT, ...PEOPLE], undefined, worldOf(account));
  expect(first.code).toBe(0);
  const [, engineer = '', analyst = ''] = first.err.split(/^Hand out to /m);
  expect(engineer).toMatch(/^engineer_jo:\n {2}Sign in at https:\/\/111122223333\.signin/);
  expect(engineer.replace(/\s+/g, ' ')).toMatch(/First password: in \S+first-passwords\.txt/);
  expect(engineer).toContain(`https://console.aws.amazon.com/cloudshell/home?region=${HOME}`);
  // To be copied as it is.
  expect(engineer).toContain('    echo hello > hello.txt\n    aws s3 cp hello.txt s3://acme-landing-zone/\n');
  expect(engineer).toContain('aws-baseline-glue');
  expect(analyst).toMatch(/^analyst_kim, analyst_lee:\n/);
  expect(analyst).toContain('aws s3 ls s3://acme-analysis/');
  expect(analyst).toContain(`npx aws-baseline try container --name acme --region ${HOME}`);

  // Analysts may not use CloudShell.
  expect(analyst).not.toContain('CloudShell');
  expect(analyst).toContain(`    aws login --region ${HOME}\n`);
  expect(first.err).not.toContain('add MFA in Security credentials');

  const again = await play([...INIT, ...PEOPLE], undefined, worldOf(account));
  expect(again.err).not.toContain('Hand out');
});

it('says first what comes first where MFA is required', async () => {
  const { err } = await stage().play([...INIT, ...PEOPLE, '--require-mfa'], undefined, worldOf(inMemory()));
  expect(err.match(/add MFA in Security credentials/g)).toHaveLength(2);
});

it.each([40, 60])('on %i columns no command breaks without a continuation', async (columns) => {
  const terminal = { input: false, output: false, errors: false, links: false, columns, rows: 24 };
  const { err } = await stage().play([...INIT, ...PEOPLE], undefined, { ...worldOf(inMemory()), terminal });
  const command = /npx aws-baseline try container(?:[^\n]* \\\n)*[^\n]*/.exec(err)?.[0] ?? '';
  expect(command.replace(/ \\\n\s+/g, ' ')).toBe(`npx aws-baseline try container --name acme --region ${HOME}`);
});
