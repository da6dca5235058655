import { describe, expect, test } from 'vitest';
import type { Fact, Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { volumesAreEncrypted } from '../../src/facts/guardrails/ebs-encryption.ts';
import { passwordsAreStrong, strengthened } from '../../src/facts/guardrails/password-policy.ts';
import { type Answers, fakeAccount, HOME, lines, refused } from './fake-account.ts';

const passwords = passwordsAreStrong();
const expiring = passwordsAreStrong(90);
const volumes = volumesAreEncrypted(HOME);

const FOUR =
  '--require-uppercase-characters --require-lowercase-characters --require-numbers --require-symbols --password-reuse-prevention 24';
const WEAK = { MinimumPasswordLength: 8, RequireSymbols: false, AllowUsersToChangePassword: false };

describe('the calls', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, Json, Answers, string[]]>([
    [
      'password policy: make',
      passwords,
      passwords.want,
      null,
      {},
      [`aws iam update-account-password-policy --allow-users-to-change-password --minimum-password-length 14 ${FOUR}`],
    ],
    [
      'password policy: what is stricter, and whether users may change theirs, stays',
      expiring,
      expiring.want,
      { ...WEAK, MinimumPasswordLength: 20, MaxPasswordAge: 60, HardExpiry: true },
      {},
      [
        'aws iam update-account-password-policy --no-allow-users-to-change-password --minimum-password-length 20 ' +
          `${FOUR.replace('--require-symbols', '')} --max-password-age 60 --hard-expiry`,
      ],
    ],
    [
      'password policy: give back',
      passwords,
      WEAK,
      passwords.want,
      {},
      [
        'aws iam update-account-password-policy --minimum-password-length 8 --no-require-symbols --no-allow-users-to-change-password',
      ],
    ],
    ['password policy: take away', passwords, null, passwords.want, {}, ['aws iam delete-account-password-policy']],
    ['volumes: on', volumes, true, false, {}, [`aws ec2 enable-ebs-encryption-by-default --region ${HOME}`]],
    ['volumes: off', volumes, false, true, {}, [`aws ec2 disable-ebs-encryption-by-default --region ${HOME}`]],
  ])('%s', async (_what, fact, to, now, answers, expected) => {
    const words = (all: string[]) => all.map((line) => line.split(/ +(?=--)/).toSorted());
    const sent = await lines(fact, to, now, answers);
    if (_what.includes('stays')) expect(sent.join()).toContain('--require-symbols');
    expect(words(sent.map((line) => (_what.includes('stays') ? line.replace('--require-symbols', '') : line)))).toEqual(
      words(expected),
    );
  });
});

describe('the password policy', () => {
  const policy = (PasswordPolicy: object) => ({ 'iam GetAccountPasswordPolicy': { PasswordPolicy } });

  test('is read without what cannot be set, and without what is off', async () => {
    const account = fakeAccount(policy({ ...WEAK, ExpirePasswords: false, MaxPasswordAge: 0 }));
    expect(await passwords.read(account)).toEqual(WEAK);
    expect(await passwords.read(fakeAccount({ 'iam GetAccountPasswordPolicy': refused('NoSuchEntity') }))).toBeNull();
  });

  test.each<[string, typeof passwords, object, boolean]>([
    ['the same', passwords, {}, true],
    ['longer', passwords, { MinimumPasswordLength: 30 }, true],
    ['expiring', passwords, { MaxPasswordAge: 30 }, true],
    ['no expiry, where one is asked for', expiring, {}, false],
    ['a later expiry', expiring, { MaxPasswordAge: 180 }, false],
    ['an earlier expiry', expiring, { MaxPasswordAge: 30 }, true],
    ['shorter', passwords, { MinimumPasswordLength: 13 }, false],
    ['fewer remembered', passwords, { PasswordReusePrevention: 5 }, false],
  ])('%s: met %#', (_what, fact, more, isMet) => {
    expect(isSame(fact, { ...passwords.want, ...more }, fact.want)).toBe(isMet);
  });

  test('two others are the same only if they are equal, so that undo gives back what was there', () => {
    expect(isSame(passwords, WEAK, { ...WEAK, MinimumPasswordLength: 9 })).toBe(false);
  });

  test('a first password fits what is there and what comes', () => {
    expect(strengthened({ MinimumPasswordLength: 20 })).toMatchObject({
      MinimumPasswordLength: 20,
      RequireSymbols: true,
    });
    expect(strengthened(null)).toMatchObject({ MinimumPasswordLength: 14 });
  });
});
