import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import type { ConnectEndpoint } from '../../src/aws/rehearsal/ec2/endpoint-state.ts';
import { through } from '../../src/aws/views.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Answers } from '../../src/steps/settings/all.ts';
import {
  ANSWERS,
  byHand,
  counted,
  HOME,
  idsOf,
  lasting,
  makeAll,
  rehearsal,
  undoAll,
  unfinished,
} from './rehearsed.ts';

const EC2: Answers = { ...ANSWERS, steps: ['ec2'] };
const factsFor = (isPrivate = true) => factsOf({ ...EC2, ec2: { ...EC2.ec2, private: isPrivate } }, () => 0).facts;
const facts = factsFor();
const ENDPOINT = 'ec2/instance-connect-endpoint';

let made: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  await makeAll(facts, account);
  made = account.state();
});

const tunnels = (state: RehearsalState) => state.regions[HOME]?.settings?.['connect-endpoints'] as ConnectEndpoint[];

describe('a private instance', () => {
  test('has no public address, and lines for SSH without Session Manager', async () => {
    expect(made.regions[HOME]?.instances[0]?.publicAddress).toBeUndefined();
    const found = (await look(facts, rehearsal(made))).find(({ fact }) => fact.id.startsWith('ec2/instance/'));
    const lines = 'use' in found!.fact ? found?.fact.use?.(found.now as never, HOME).join('\n') : '';
    expect(lines).toContain('aws ec2-instance-connect ssh');
    expect(lines).toContain('Session Manager does not work');
  });

  test('undo waits until AWS has deleted the endpoint, and gives everything back', async () => {
    const account = rehearsal();
    const before = lasting(account.state(), [HOME]);
    const journal = journalInMemory();
    await makeAll(facts, account, journal);
    const sent: string[] = [];
    const watched = through(account, (given) => {
      if (/^(Delete|Terminate|Revoke)/.test(given.operation) && given.service === 'ec2') sent.push(given.operation);
      return account.send(given as never);
    });
    expect(unfinished(await undoAll(facts, watched, journal))).toEqual([]);
    expect(lasting(account.state(), [HOME])).toEqual(before);
    const at = (operation: string) => sent.indexOf(operation);
    expect(at('DeleteInstanceConnectEndpoint')).toBeLessThan(at('TerminateInstances'));
    expect(at('DeleteInstanceConnectEndpoint')).toBeLessThan(at('DeleteSecurityGroup'));
  });

  test('a later run without --private takes no way in away', async () => {
    const { account, writes } = counted(rehearsal(made));
    await makeAll(factsFor(false), account);
    expect(writes).toEqual([]);
  });

  test('one that was launched in public stays, and its way in is made', async () => {
    const account = rehearsal();
    await makeAll(factsFor(false), account);
    await makeAll(facts, account);
    expect(account.state().regions[HOME]?.instances).toHaveLength(1);
    expect(tunnels(account.state())).toHaveLength(1);
  });
});

describe('what is there already', () => {
  test("somebody's gateway endpoint is enough, and undo leaves it", async () => {
    const account = rehearsal();
    const { Vpcs: [vpc] = [] } = await account.send(call('ec2', 'DescribeVpcs', {}));
    await byHand(account, [
      call('ec2', 'CreateVpcEndpoint', {
        VpcEndpointType: 'Gateway',
        VpcId: vpc?.VpcId,
        ServiceName: `com.amazonaws.${HOME}.s3`,
        RouteTableIds: [String(vpc?.VpcId).replace('vpc-', 'rtb-')],
      }),
    ]);
    const before = account.state().regions[HOME]?.settings;
    const journal = journalInMemory();
    const { account: watched, writes } = counted(account);
    await makeAll(facts, watched, journal);
    expect(writes).not.toContain('ec2 CreateVpcEndpoint');
    expect(unfinished(await undoAll(facts, watched, journal))).toEqual([]);
    expect(account.state().regions[HOME]?.settings).toEqual(before);
  });

  test("somebody's EC2 Instance Connect Endpoint is not changed: a person adds our security group", async () => {
    const account = rehearsal();
    const { Subnets = [] } = await account.send(call('ec2', 'DescribeSubnets', {}));
    await byHand(account, [call('ec2', 'CreateInstanceConnectEndpoint', { SubnetId: Subnets[0]?.SubnetId })]);
    const found = (await makeAll(facts, account)).find(({ fact }) => fact.id === ENDPOINT);
    expect([found?.state, found?.how]).toEqual(['by-hand', expect.stringContaining('--security-group-ids')]);
    const [theirs] = tunnels(account.state());
    const groups = account.state().regions[HOME]!.securityGroups.filter(({ name }) => name.endsWith('-connect'));
    await byHand(account, [
      call('ec2', 'ModifyInstanceConnectEndpoint', {
        InstanceConnectEndpointId: theirs?.id,
        SecurityGroupIds: groups.map(({ id }) => id),
      }),
    ]);
    expect(idsOf(await look(facts, account), 'ok')).toContain(ENDPOINT);
  });

  test('an endpoint without this API leaves one fact unknown, and the rest is done', async () => {
    const account = rehearsal();
    const without = through(account, (given) =>
      given.operation.includes('InstanceConnectEndpoint')
        ? Promise.reject(Object.assign(new Error('no'), { name: 'NotImplemented' }))
        : account.send(given as never),
    );
    const findings = await makeAll(facts, without);
    expect(idsOf(findings, 'unknown')).toEqual([ENDPOINT]);
    expect(account.state().regions[HOME]?.instances[0]?.publicAddress).toBeUndefined();
  });
});
