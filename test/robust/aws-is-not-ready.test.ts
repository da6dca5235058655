import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { stage } from '../cli/stage.ts';
import { ALL, APPLY, HOME, inMemory, passwordLines, UNDO, worldOf } from './program.ts';

interface Row {
  id: string;
  state: string;
  why?: string;
  how?: string;
  next?: string;
}
const rowsOf = (json: { steps: { facts: Row[] }[] }) => json.steps.flatMap(({ facts }) => facts);
const row = (json: { steps: { facts: Row[] }[] }, id: string) => rowsOf(json).find((one) => one.id === id);
const refusal = (name: string, message: string, status = 409) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, attempts: 1 } });
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** A clock that the account and the program share, and that nobody waits for. */
function clockFrom(start = Date.parse('2026-11-24T10:00:00Z')) {
  let time = start;
  const sleep = async (ms: number) => {
    time += ms;
  };
  return { now: () => time, sleep, random: () => 0.5 };
}

describe('an account that AWS has not activated yet', () => {
  const setUp = (minutes: number) => {
    const clock = clockFrom();
    const account = rehearsalAccount({ homeRegion: HOME, now: () => new Date(clock.now()) });
    account.person.isActivatedAt(new Date(clock.now() + minutes * 60_000));
    return { account, world: { ...worldOf(account), clock } };
  };

  it.each([
    ['status', ['status', '--name', 'acme', '--region', HOME, '--no-config', '--json']],
    ['plan', ['plan', ...ALL, '--json']],
    ['apply', APPLY],
  ])('%s: waiting, exit 6, with its sentence, reads included', async (_command, argv) => {
    const { code, err, json } = await stage().play(argv, undefined, setUp(600).world);
    expect(code, err).toBe(6);
    expect(row(json, 's3/acme-analysis/bucket')).toMatchObject({
      state: 'waiting',
      why: expect.stringContaining('has not activated the account'),
      next: expect.stringContaining('--wait'),
    });
    expect(json.summary.failed + json.summary.unknown).toBe(0);
  });

  it('--wait waits, and then everything is made, what was held up by it too', async () => {
    const { world } = setUp(90);
    const { code, err, json } = await stage().play([...APPLY, '--wait', '4h'], undefined, world);
    expect(rowsOf(json).filter(({ state }) => /^(failed|unknown|todo|waiting|denied)$/.test(state))).toEqual([]);
    // The mail is not confirmed by anybody.
    expect(code, err).toBe(6);
  });

  it('blocked is not waited for: Support can lift it', async () => {
    const world = worldOf(inMemory(), ({ service }, send) =>
      service === 'ec2' ? Promise.reject(refusal('Blocked', 'Your account is currently blocked.', 400)) : send(),
    );
    const { code, err } = await stage().play(APPLY, undefined, world);
    expect(code).toBe(1);
    expect(flat(err)).toContain('open a case with AWS Support');
  });
});

describe('a bucket name that S3 is still busy with', () => {
  const busyFor = (ms: number, clock: ReturnType<typeof clockFrom>) => {
    const until = clock.now() + ms;
    return worldOf(inMemory(), ({ operation, input }, send) =>
      operation === 'CreateBucket' && input.Bucket === 'acme-analysis' && clock.now() < until
        ? Promise.reject(refusal('OperationAborted', 'A conflicting conditional operation is currently in progress'))
        : send(),
    );
  };

  it('for an hour: two minutes with a word on screen, then waiting, exit 6, and the rest is made', async () => {
    const clock = clockFrom();
    const { code, err, json } = await stage().play(APPLY, undefined, { ...busyFor(3_600_000, clock), clock });
    expect(code, err).toBe(6);
    expect(flat(err)).toContain('still waiting');
    expect(row(json, 's3/acme-analysis/bucket')).toMatchObject({
      state: 'waiting',
      why: expect.stringContaining('was deleted recently'),
    });
    expect(row(json, 's3/acme-landing-zone/tls-only')?.state).toBe('created');
    expect(json.summary.failed).toBe(0);
  });

  it('for a minute: made in the same run', async () => {
    const clock = clockFrom();
    const { code, err } = await stage().play(APPLY, undefined, { ...busyFor(60_000, clock), clock });
    expect(code, err).toBe(0);
  });

  it('and --wait waits for it, its settings included', async () => {
    const clock = clockFrom();
    const world = { ...busyFor(3_600_000, clock), clock };
    const { json } = await stage().play([...APPLY, '--no-alarm', '--wait', '2h'], undefined, world);
    expect(rowsOf(json).filter(({ id, state }) => /acme-analysis/.test(id) && !/^(ok|created)$/.test(state))).toEqual(
      [],
    );
  });
});

describe('first passwords and the password policy of the account', () => {
  const strict = { MinimumPasswordLength: 30, RequireSymbols: true, RequireNumbers: true };

  it('30 characters asked: 30 made, and nothing is asked when there is no password to make', async () => {
    const account = inMemory();
    account.person.setsPasswordPolicy(strict);
    const { play, folder } = stage();
    const asked: string[] = [];
    const world = worldOf(account, ({ operation }, send) => {
      asked.push(operation);
      return send();
    });
    // The guardrail for passwords reads the policy as well.
    const argv = [...APPLY, '--guardrails', 'none'];
    expect((await play(argv, undefined, world)).code).toBe(0);
    expect(passwordLines(folder).map(([, password]) => password?.length)).toEqual([30, 30]);
    expect(asked.filter((one) => one === 'GetAccountPasswordPolicy')).toHaveLength(1);
    asked.length = 0;
    expect((await play(argv, undefined, world)).code).toBe(0);
    expect(asked).not.toContain('GetAccountPasswordPolicy');
  });

  it('a given one that does not fit: exit 2 before any write', async () => {
    const account = inMemory();
    account.person.setsPasswordPolicy(strict);
    const writes: string[] = [];
    const world = worldOf(account, (given, send) => {
      if (!isRead(given)) writes.push(given.operation);
      return send();
    });
    const argv = [...APPLY, '--admin-password-file', '-'];
    const { code, err } = await stage().play(argv, undefined, { ...world, readStdin: async () => 'Correct-Horse-9\n' });
    expect(code, err).toBe(2);
    expect(flat(err)).toContain("--admin-password-file: the account's password policy requires 30 characters");
    expect(writes).toEqual([]);
  });

  it('one that AWS does not take is dropped from the file', async () => {
    const { play, folder } = stage();
    const world = worldOf(inMemory(), ({ operation, input }, send) =>
      operation === 'CreateLoginProfile' && input.UserName === 'admin_acme'
        ? Promise.reject(refusal('PasswordPolicyViolation', 'Password was used before', 400))
        : send(),
    );
    const { code, err } = await play(APPLY, undefined, world);
    expect(code, err).toBe(1);
    expect(passwordLines(folder).map(([user]) => user)).toEqual(['analyst_kim']);
    expect(flat(err)).toContain('aws iam get-account-password-policy');
  });
});

it('a bucket policy that names a deleted principal: by hand, named with the way out, and the rest is made', async () => {
  const account = inMemory();
  const { play } = stage();
  expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
  const state = account.state();
  const bucket = state.s3.buckets.find(({ name }) => name === 'acme-analysis')!;
  const Statement = [
    {
      Sid: 'Old',
      Effect: 'Allow',
      Principal: { AWS: ['AIDAEXAMPLE0123456789'] },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme-analysis/*',
    },
  ];
  bucket.policy = JSON.stringify({ Version: '2012-10-17', Statement });
  delete bucket.versioning;
  const changed = rehearsalAccount({ homeRegion: HOME, state });
  const { json } = await play(APPLY, undefined, worldOf(changed));
  expect(row(json, 's3/acme-analysis/tls-only')).toMatchObject({
    state: 'by-hand',
    how: expect.stringMatching(/statement "Old" names AIDAEXAMPLE0123456789.*Remove that principal/),
  });
  expect(row(json, 's3/acme-analysis/versioning')?.state).toBe('created');
});

it('object keys that XML cannot carry: undo deletes them one by one, and the others together', async () => {
  const account = inMemory();
  const { play } = stage();
  expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
  for (const key of ['plain', 'a b+c%41/é', 'bell\u0007', 'end\uffff', 'tab\tnew\nline'])
    account.person.uploads('acme-analysis', key);
  account.person.startsUpload('acme-analysis', 'half\u0001');
  const sent: string[] = [];
  const world = worldOf(account, (given, send) => {
    if (/^DeleteObject|^Abort/.test(given.operation)) sent.push(given.operation);
    return send();
  });
  const { code, err } = await play([...UNDO, '--delete-data'], undefined, world);
  expect(code, err).toBe(0);
  expect(sent.sort()).toEqual(['AbortMultipartUpload', 'DeleteObject', 'DeleteObject', 'DeleteObjects']);
  expect(account.state().s3.buckets).toEqual([]);
});

describe('--delete-root-keys', () => {
  const withKeys = () => {
    const account = inMemory();
    account.person.makesRootKey();
    account.person.makesRootKey();
    return account;
  };
  const DELETE = [...APPLY, '--delete-root-keys'];

  it('signed by one of them: the others go, this one stays by hand with the reason, and the run goes on', async () => {
    const account = withKeys();
    const [first] = account.state().root.accessKeys;
    account.person.signsWith(first!.id);
    const { code, err, json } = await stage().play(DELETE, undefined, worldOf(account));
    expect(code, err).toBe(0);
    expect(account.state().root.accessKeys.map(({ id }) => id)).toEqual([first!.id]);
    expect(row(json, 'root/other-access-keys')?.state).toBe('changed');
    expect(row(json, 'root/access-keys')).toMatchObject({
      state: 'by-hand',
      how: expect.stringContaining(`ends in ${first!.id.slice(-4)}`),
    });
    expect(json.summary.failed).toBe(0);
  });

  it('signed otherwise: all go', async () => {
    const account = withKeys();
    const { code, err } = await stage().play(DELETE, undefined, worldOf(account));
    expect(code, err).toBe(0);
    expect(account.state().root.accessKeys).toEqual([]);
  });
});

it('credentials that may not call IAM are told from none at all', async () => {
  const world = worldOf(inMemory(), ({ service }, send) =>
    service === 'iam'
      ? Promise.reject(refusal('InvalidClientTokenId', 'The security token included in the request is invalid', 403))
      : send(),
  );
  const { code, err } = await stage().play(APPLY, undefined, world);
  expect(code).toBe(3);
  expect(flat(err)).toContain('cannot call IAM');
  expect(flat(err)).toContain('aws sts get-session-token --serial-number SERIAL');
  expect(err).not.toContain('no valid AWS credentials');
});

it('an opt-in Region that is enabled, and a token that does not work there', async () => {
  const away = 'ap-southeast-3';
  const account = rehearsalAccount({ homeRegion: away });
  const strange = worldOf(account, (given, send) =>
    given.service === 'ec2' && (given.region ?? away) === away
      ? Promise.reject(refusal('AuthFailure', 'AWS was not able to validate the provided access credentials', 401))
      : send(),
  );
  const argv = ['status', '--name', 'acme', '--region', away, '--no-config', '--json'];
  const off = await stage().play(argv, undefined, strange);
  expect(off.code).toBe(2);
  expect(flat(off.err)).toContain(`Region ${away} is not enabled`);
  account.person.enablesRegion(away);
  const on = await stage().play(argv, undefined, strange);
  expect(on.code).toBe(3);
  expect(flat(on.err)).toContain('--global-endpoint-token-version v2Token');
});
