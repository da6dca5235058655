import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { stage } from '../cli/stage.ts';
import { APPLY, type Between, HOME, inMemory, UNDO, worldOf } from './program.ts';

const named = (name: string, status: number, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, attempts: 1 } });

// What the services say in a Region that the account has not enabled.
const STRANGERS: Record<string, Error> = {
  ec2: named('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
  s3: named('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
  ssm: named('UnrecognizedClientException', 400, 'The security token included in the request is invalid.'),
};
const PLACE = ['--name', 'acme', '--region', HOME, '--no-config', '--json'];
const COMMANDS = [['status', ...PLACE], ['plan', ...PLACE, '--no-alarm'], ['verify', ...PLACE], APPLY, UNDO];

function regionOff(writes: string[], stsKnows: () => boolean): Between {
  return (given, send) => {
    if (!isRead(given)) writes.push(given.operation);
    const refusal = (given.region ?? HOME) === HOME ? STRANGERS[given.service] : undefined;
    if (refusal) return Promise.reject(refusal);
    return given.service === 'sts' && !stsKnows()
      ? Promise.reject(named('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'))
      : send();
  };
}

describe('a home Region that the account has not enabled', () => {
  it.each(COMMANDS)('%s: exit 2 and a sentence about the Region; nothing is written', async (...argv) => {
    const writes: string[] = [];
    const { code, err, json } = await stage().play(
      argv,
      undefined,
      worldOf(
        inMemory(),
        regionOff(writes, () => true),
      ),
    );
    expect(code, err).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain(`Region ${HOME} is not enabled in this account`);
    expect(err.replace(/\s+/g, ' ')).toContain('Next: choose another --region, or enable this one');
    expect(err).not.toMatch(/sign in|credentials/);
    expect(json.exitCode).toBe(2);
    expect(writes).toEqual([]);
  });

  it('nothing is written while the answer that says so is on its way', async () => {
    const writes: string[] = [];
    const off = regionOff(writes, () => true);
    const late: Between = async (given, send) => {
      if (given.service in STRANGERS) await new Promise((wake) => setTimeout(wake, 30));
      return off(given, send);
    };
    const { code, err } = await stage().play(APPLY, undefined, worldOf(inMemory(), late));
    expect(code, err).toBe(2);
    expect(writes).toEqual([]);
  });

  it('doctor says it too', async () => {
    const world = worldOf(
      inMemory(),
      regionOff([], () => true),
    );
    const { code, out, err } = await stage().play(['doctor', '--region', HOME, '--no-config'], undefined, world);
    expect(code, out + err).toBe(2);
    expect(out + err).toContain('is not enabled in this account');
  });

  it('where STS does not know the caller either, it is the sign-in: exit 3', async () => {
    let asked = 0;
    const world = worldOf(
      inMemory(),
      regionOff([], () => ++asked === 1),
    );
    const { code, err } = await stage().play(['status', ...PLACE], undefined, world);
    expect(code, err).toBe(3);
    expect(err).toContain('no valid AWS credentials');
    expect(err).not.toContain('not enabled');
  });

  it('the global Region cannot be off: there it is the sign-in', async () => {
    const world = worldOf(inMemory(), ({ service }, send) =>
      service === 'cloudwatch' ? Promise.reject(STRANGERS.ssm) : send(),
    );
    expect((await stage().play(['status', ...PLACE], undefined, world)).code).toBe(3);
  });

  it('an image of somebody else, of which EC2 says AuthFailure too, is not taken for it', async () => {
    const world = worldOf(inMemory(), ({ operation }, send) =>
      operation === 'RunInstances'
        ? Promise.reject(named('AuthFailure', 401, 'Not authorized for images: [ami-0123]'))
        : send(),
    );
    const { err, out } = await stage().play(APPLY, undefined, world);
    expect(err + out).toContain('Not authorized for images');
    expect(err + out).not.toContain('not enabled');
  });

  it('found out by the first write: that fails with the sentence, everything elsewhere is made', async () => {
    const world = worldOf(inMemory(), ({ operation }, send) =>
      operation === 'CreateBucket'
        ? Promise.reject(named('IllegalLocationConstraintException', 400, 'incompatible'))
        : send(),
    );
    const { code, err, json } = await stage().play(APPLY, undefined, world);
    expect(code, err).toBe(1);
    expect(JSON.stringify(json)).toContain('choose another --region');
    expect(json.summary.created).toBeGreaterThan(10);
  });
});
