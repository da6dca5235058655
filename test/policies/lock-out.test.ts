import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { ByHand } from '../../src/engine/fact.ts';
import { changeCanBeTakenBack, firstSignIn, mfaLocksNobodyOut, takingBack } from '../../src/facts/iam/lock-out.ts';
import { evaluate, type PolicyDocument, policyDocuments } from '../../src/policies/index.ts';

const place = {
  name: 'acme',
  accountId: '111122223333',
  region: 'ap-southeast-2',
  partition: 'aws' as const,
  landingBucket: 'acme-landing-zone',
  analysisBucket: 'acme-analysis',
};
const groups = ['admin', 'engineer', 'analyst'] as const;
const withMfaRequired = (group: (typeof groups)[number]) => [
  ...policyDocuments(group, place),
  ...policyDocuments('require-mfa', place),
];
const [adminAccess] = policyDocuments('admin', place) as [PolicyDocument];
const arn = (user: string) => `arn:aws:iam::111122223333:user/${user}`;

describe('the first sign-in of a user who must change the password and has no MFA yet', () => {
  it.each(groups)('works step by step for %s', (group) => {
    const user = arn(`${group}_acme`);
    for (const request of firstSignIn(user))
      expect([request.action, evaluate(withMfaRequired(group), request)]).toEqual([request.action, 'allow']);
    // And only for the own user, and nothing else.
    const others = firstSignIn(user)
      .filter(({ resource }) => resource === user)
      .map((request) => ({ ...request, resource: arn('somebody') }));
    expect(others.length).toBeGreaterThan(2);
    for (const request of others) expect(evaluate(withMfaRequired(group), request)).toBe('deny');
    const work = {
      action: 's3:ListAllMyBuckets',
      resource: '*',
      context: { 'aws:username': `${group}_acme`, 'aws:RequestedRegion': place.region },
    };
    expect(evaluate(withMfaRequired(group), work)).toBe('deny');
    expect(
      evaluate(withMfaRequired(group), { ...work, context: { ...work.context, 'aws:MultiFactorAuthPresent': 'true' } }),
    ).toBe('allow');
  });

  it('an administrator signed in with MFA can take the policies back', () => {
    for (const request of takingBack(arn('admin_acme'), 'arn:aws:iam::111122223333:policy/require_mfa')) {
      expect(evaluate(withMfaRequired('admin'), request)).toBe('allow');
    }
  });
});

async function accountWith(user: string, path = '/') {
  const account = rehearsalAccount({ homeRegion: 'ap-southeast-2' });
  await account.send(call('iam', 'CreateGroup', { GroupName: 'admin' }));
  await account.send(call('iam', 'CreateUser', { UserName: user, Path: path }));
  await account.send(call('iam', 'AddUserToGroup', { GroupName: 'admin', UserName: user }));
  return account;
}

describe('requiring MFA of a group', () => {
  const guard = mfaLocksNobodyOut('admin', withMfaRequired('admin'));

  it('is fine for root, whatever devices the members have', async () => {
    await expect(guard(await accountWith('admin_acme'))).resolves.toBeUndefined();
  });

  it('is refused to a member, whose session may be without MFA, with the way on', async () => {
    const account = await accountWith('admin_acme');
    account.person.signsInAs(arn('admin_acme'));
    await expect(guard(account)).rejects.toThrow(ByHand);
    await expect(guard(account)).rejects.toThrow(/no MFA device.*Assign MFA device.*Run this again as root/);
    account.person.givesUser('admin_acme', 'mfa device');
    await expect(guard(account)).rejects.toThrow(/you are in group admin\. Run this again/);
  });

  it('is refused when a member could not get through the first sign-in', async () => {
    await expect(guard(await accountWith('ann', '/team/'))).rejects.toThrow(/lock out ann.*iam:ChangePassword.*path/s);
    const careless: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Deny', Action: '*', Resource: '*' }],
    };
    await expect(
      mfaLocksNobodyOut('admin', [...withMfaRequired('admin'), careless])(await accountWith('ann')),
    ).rejects.toThrow(/lock out ann/);
  });
});

describe('replacing the policy that the caller works by', () => {
  const policyArn = 'arn:aws:iam::111122223333:policy/admin_access';
  const narrow: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'S3', Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  };

  async function admin() {
    const account = await accountWith('admin_acme');
    await account.send(
      call('iam', 'CreatePolicy', {
        PolicyName: 'admin_access',
        PolicyDocument: JSON.stringify(adminAccess),
      }),
    );
    await account.send(call('iam', 'AttachGroupPolicy', { GroupName: 'admin', PolicyArn: policyArn }));
    return account;
  }

  it('is refused when it could not be taken back', async () => {
    const account = await admin();
    await expect(changeCanBeTakenBack(policyArn, narrow)(account)).resolves.toBeUndefined();
    account.person.signsInAs(arn('admin_acme'));
    await expect(changeCanBeTakenBack(policyArn, narrow)(account)).rejects.toThrow(
      /lock you out.*iam:SetDefaultPolicyVersion.*root/s,
    );
    await expect(changeCanBeTakenBack(policyArn, adminAccess)(account)).resolves.toBeUndefined();
  });

  it('is nobody else’s business', async () => {
    const account = await admin();
    await account.send(call('iam', 'CreateUser', { UserName: 'ann' }));
    account.person.signsInAs(arn('ann'));
    await expect(changeCanBeTakenBack(policyArn, narrow)(account)).resolves.toBeUndefined();
  });
});
