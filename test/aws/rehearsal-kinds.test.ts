import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { RehearsedKind } from '../../src/aws/rehearsal/organizations/organization.ts';
import { denyingPolicy } from '../../src/aws/rehearsal/organizations/organization-policies.ts';

const HOME = 'ap-southeast-2';
const published = JSON.parse(readFileSync('test/aws/project-policies.json', 'utf8'));
const { denied, allowedIn } = published;

const account = (kind: RehearsedKind, more: object = {}) => rehearsalAccount({ homeRegion: HOME, kind, ...more });
const organization = (kind: RehearsedKind, more: object = {}) => ({
  ...account(kind).state().organization!,
  ...more,
});
/** An action that a pattern stands for. */
const example = (pattern: string) => pattern.replace('*', pattern.endsWith(':*') ? 'GetAnything' : 'Anything');
const isDenied = (kind: RehearsedKind, action: string, region = HOME, more: object = {}, resource = '*') =>
  denyingPolicy({ action, region, resource }, organization(kind, more)) !== undefined;

describe('a project denies what the published policies deny', () => {
  test.each<string>(denied.always)('always: %s', (action) => {
    expect(isDenied('project', action)).toBe(true);
    expect(isDenied('project-advanced', action)).toBe(true);
    expect(isDenied('member', action)).toBe(false);
  });

  test.each<string>(denied.alwaysOnResource.actions)('on the roles that AWS manages: %s', (action) => {
    const on = (path: string) => `arn:aws:iam::111122223333:role/${path}`;
    expect(isDenied('project', action, 'us-east-1', {}, on('managed/AccountFullAccessRole'))).toBe(true);
    expect(isDenied('project-advanced', action, 'us-east-1', {}, on('managed/x'))).toBe(true);
    expect(isDenied('project', action, 'us-east-1', {}, on('mine'))).toBe(false);
  });

  test.each<string>(denied.untilAdvancedFeatures)('until advanced features are on: %s', (pattern) => {
    expect(isDenied('project', example(pattern))).toBe(true);
    expect(isDenied('project-advanced', example(pattern))).toBe(false);
  });

  test.each<string>(denied.nearSpendLimit)('near the spend limit: %s', (action) => {
    expect(isDenied('project', action)).toBe(false);
    expect(isDenied('project', action, HOME, { nearSpendLimit: true })).toBe(true);
  });

  test.each<string>(allowedIn['us-east-1'].project)('lets through in us-east-1: %s', (pattern) => {
    const action = pattern === 'account:*' ? 'account:ListRegions' : example(pattern);
    expect(isDenied('project', action, 'us-east-1')).toBe(false);
  });

  test.each<string>(allowedIn['us-east-1'].addedByAdvancedFeatures)(
    'in us-east-1 with advanced features: %s',
    (pattern) => {
      expect(isDenied('project-advanced', example(pattern), 'us-east-1')).toBe(false);
      expect(isDenied('project', example(pattern), 'us-east-1')).toBe(example(pattern) !== 'kms:Decrypt');
    },
  );

  test.each<string>(allowedIn['us-west-2'])('lets through in us-west-2: %s', (pattern) => {
    expect(isDenied('project', example(pattern), 'us-west-2')).toBe(false);
    expect(isDenied('project', example(pattern), 'eu-west-1')).toBe(true);
  });

  test.each(['cloudwatch:PutMetricAlarm', 'sns:CreateTopic', 'sns:ListTopics', 'events:PutRule', 'ec2:RunInstances'])(
    'the billing alarm and all else outside of the selected Region: %s',
    (action) => {
      for (const kind of ['project', 'project-advanced'] as const) {
        expect(isDenied(kind, action, 'us-east-1')).toBe(true);
        expect(isDenied(kind, action)).toBe(false);
      }
    },
  );
});

describe('an account of each kind', () => {
  test.each<[RehearsedKind, string, number, string | undefined]>([
    ['standalone', 'arn:aws:iam::111122223333:root', 1, undefined],
    ['management', 'arn:aws:iam::111122223333:root', 1, '111122223333'],
    ['member', 'arn:aws:sts::111122223333:assumed-role/OrganizationAccountAccessRole/rehearsal', 0, '999988887777'],
    ['project', 'arn:aws:sts::111122223333:assumed-role/AccountFullAccessRole/rehearsal', 0, '999988887777'],
    ['project-advanced', 'arn:aws:sts::111122223333:assumed-role/AccountFullAccessRole/rehearsal', 0, '999988887777'],
  ])('%s: who is signed in, whether root has a password, who manages it', async (kind, arn, password, master) => {
    const on = account(kind);
    expect(on.identity.arn).toBe(arn);
    const { SummaryMap } = await on.send({ service: 'iam', operation: 'GetAccountSummary', input: {} });
    expect(SummaryMap?.AccountPasswordPresent).toBe(password);
    const asked = on.send({ service: 'organizations', operation: 'DescribeOrganization', input: {} });
    if (master) expect((await asked).Organization?.MasterAccountId).toBe(master);
    else await expect(asked).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });

  test('the selected Region is the home Region where AWS offers it', () => {
    const selected = (homeRegion: string) =>
      rehearsalAccount({ homeRegion, kind: 'project' }).state().organization?.regions;
    expect(published.selectedRegions.map(selected)).toEqual(published.selectedRegions.map((one: string) => [one]));
    expect(selected('eu-central-1')).toEqual(['ap-southeast-2']);
  });

  test.each<[string, string, object, string | undefined, string, RegExp]>([
    [
      'iam',
      'CreateUser',
      { UserName: 'jo' },
      undefined,
      'AccessDenied',
      /iam:CreateUser on resource: arn:aws:iam::111122223333:user\/jo with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy\/o-/,
    ],
    [
      'ec2',
      'RunInstances',
      { MinCount: 1, MaxCount: 1 },
      undefined,
      'UnauthorizedOperation',
      /^You are not authorized to perform this operation\. User: .* ec2:RunInstances on resource: \* with/,
    ],
    [
      'sns',
      'CreateTopic',
      { Name: 'x' },
      'us-east-1',
      'AuthorizationErrorException',
      /sns:CreateTopic on resource: arn:aws:sns:us-east-1:111122223333:x/,
    ],
  ])(
    'refuses in the words of the service, before anything else is looked at: %s %s',
    async (service, operation, input, region, name, words) => {
      const on = account('member', { denies: [`${service}:*`] });
      const before = on.state();
      const sent = on.send({ service, operation, input, region } as never);
      await expect(sent).rejects.toMatchObject({
        name,
        message: expect.stringMatching(words),
        $metadata: { httpStatusCode: 403 },
      });
      expect(on.state()).toEqual(before);
    },
  );

  test('a role of AWS in a project cannot be changed', async () => {
    const input = { RoleName: 'AccountFullAccessRole', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    const sent = account('project').send({ service: 'iam', operation: 'AttachRolePolicy', input });
    await expect(sent).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('role/managed/'),
    });
  });

  test('the kind is kept with the account, and one that is mistyped is told', () => {
    const state = account('project').state();
    expect(rehearsalAccount({ homeRegion: HOME, state }).identity.name).toBe('AccountFullAccessRole');
    const broken = { ...state, organization: { ...state.organization, regions: 'all' } };
    expect(() => rehearsalAccount({ homeRegion: HOME, state: broken })).toThrow(
      'This is not a rehearsal account: organization.regions should be of the kind list, not string.',
    );
  });
});
