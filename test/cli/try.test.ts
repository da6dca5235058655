import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { ALL, type Between, HOME, inMemory, worldOf } from '../robust/program.ts';
import { type Script, stage } from './stage.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const PLACE = ['--name', 'acme', '--region', HOME, '--no-config'];

/** An account with step groups, and a way to run commands on it; `act` stands in between. */
async function withGroups() {
  const account = inMemory();
  const { play } = stage();
  await play(['apply', ...ALL, '--steps', 'groups', '--yes'], undefined, worldOf(account));
  const sent: string[] = [];
  const writes: string[] = [];
  const go = (argv: string[], script?: Script, act: Between = (_given, send) => send(), more: object = {}) => {
    const noting: Between = (given, send) => {
      const name = `${given.service} ${given.operation}`;
      sent.push(name);
      if (!isRead(given)) writes.push(name);
      return act(given, send);
    };
    return play(argv, script, { ...worldOf(account, noting), ...more });
  };
  return { account, go, sent, writes };
}

const refusing =
  (operation: string, name: string, message = 'not today'): Between =>
  (given, send) =>
    given.operation === operation
      ? Promise.reject(Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } }))
      : send();

describe('try container', () => {
  it('shows what it makes and what it costs, and makes nothing until somebody agrees', async () => {
    const { go, writes } = await withGroups();
    const { code, both } = await go(
      ['try', 'container', ...PLACE],
      [
        ['What next?', 'show'],
        ['What next?', 'stop'],
      ],
    );
    expect([code, writes]).toEqual([0, []]);
    expect(both).toContain('+ ECS cluster aws-baseline-try exists');
    expect(both).toMatch(/Cost: about USD 0\.0\d+ for each minute/);
    expect(both).toContain('aws ecs register-task-definition');
    expect(both).toContain('Stopped. No changes were made.');
  });

  it('finds the name by its tags, runs the image, and shows its exit code, log and cost', async () => {
    const { go } = await withGroups();
    const argv = ['try', 'container', '--region', HOME, '--no-config', '--image', 'busybox:stable'];
    const { code, out } = await go(argv, [['What next?', 'apply']]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Exit code 0/m);
    expect(out).toContain('Output of busybox:stable');
    expect(out).toMatch(/^Cost: about USD/m);
  });

  it('a script needs --yes', async () => {
    const { go, writes } = await withGroups();
    const { code, json } = await go(['try', 'container', ...PLACE, '--json']);
    expect([code, json.result, writes]).toEqual([2, 'input_required', []]);
    expect(json.missing).toEqual([{ key: 'yes', flag: '--yes' }]);
    expect(json.next[0].command).toBe(`aws-baseline try container --name acme --region ${HOME} --yes`);
  });

  it.each<[string, Between, number, RegExp]>([
    [
      'may not run a task',
      refusing('RunTask', 'AccessDeniedException', 'User is not authorized to perform: iam:PassRole on resource: x'),
      4,
      /iam:PassRole/,
    ],
    ['cannot get its image', noExit('CannotPullContainerError: not found'), 1, /CannotPullContainerError/],
    ['has no log yet', refusing('GetLogEvents', 'ResourceNotFoundException'), 0, /not there yet[\s\S]+aws logs tail/],
    [
      'has a log that may not be read',
      refusing('GetLogEvents', 'AccessDeniedException', 'User is not authorized to perform: logs:GetLogEvents'),
      0,
      /may not read its log: logs:GetLogEvents is missing/,
    ],
    ['ends with another code', exitCode(3), 1, /Exit code 3/],
    ['has no capacity', noTask('Capacity is unavailable at this time.'), 1, /Capacity is unavailable/],
    ['is not seen to end', status('RUNNING'), 6, /has not ended yet/],
  ])('a container that %s', async (_what, act, expected, says) => {
    const { go } = await withGroups();
    const { code, both } = await go(['try', 'container', ...PLACE, '--yes'], undefined, act);
    expect([code, both]).toEqual([expected, expect.stringMatching(says)]);
  });

  it('a task that has not ended is awaited, not started again', async () => {
    const { go, account, writes } = await withGroups();
    // Nobody looks at it, so it goes on.
    const unseen: Between = (given, send) =>
      given.operation === 'DescribeTasks' ? Promise.resolve({ tasks: [], failures: [] }) : send();
    expect((await go(['try', 'container', ...PLACE, '--yes'], undefined, unseen)).code).toBe(6);
    expect(account.state().regions[HOME]?.ecs?.tasks).toHaveLength(1);
    writes.splice(0);
    expect((await go(['try', 'container', ...PLACE, '--yes'])).code).toBe(0);
    expect(writes).toEqual([]);
  });

  it('a task that has not ended is billed: status says so, and another image does not wait for it', async () => {
    const { go, account, writes } = await withGroups();
    const unseen: Between = (given, send) =>
      given.operation === 'DescribeTasks' ? Promise.resolve({ tasks: [], failures: [] }) : send();
    const first = await go(['try', 'container', ...PLACE, '--yes'], undefined, unseen);
    expect(first.both.replace(/\s+/g, ' ')).toContain('billed until it ends');
    const { out } = await go(['status', ...PLACE, '--steps', 'try']);
    expect(out.replace(/\s+/g, ' ')).toContain('1 task is running in it, billed until it ends');
    writes.splice(0);
    const other = await go(['try', 'container', ...PLACE, '--yes', '--image', 'busybox']);
    expect([other.code, writes]).toEqual([6, ['ecs RegisterTaskDefinition']]);
    expect(other.both.replace(/\s+/g, ' ')).toMatch(/with another image.+aws ecs stop-task --cluster aws-baseline-try/);
    expect(account.state().regions[HOME]?.ecs?.tasks).toHaveLength(1);
  });

  it('Ctrl-C while it runs ends with 130, and says what stays', async () => {
    const { go } = await withGroups();
    const stop = new AbortController();
    const stopping: Between = (given, send) => {
      if (given.operation === 'DescribeTasks') stop.abort();
      return send();
    };
    const { code, err } = await go(['try', 'container', ...PLACE, '--yes'], undefined, stopping, {
      stop: stop.signal,
    });
    expect([code, err]).toEqual([130, expect.stringContaining('stays there')]);
  });

  it('without the roles of step groups nothing is made', async () => {
    const account = inMemory();
    const { code, err } = await stage().play(['try', 'container', ...PLACE, '--yes'], undefined, worldOf(account));
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('must exist first: run aws-baseline groups');
  });
});

describe("somebody else's things of the same name", () => {
  it.each([
    ['container', /log group .+, ECS cluster aws-baseline-try and task definition aws-baseline-try already exist/],
    ['function', /role aws-baseline-try, log group .+ and Lambda function aws-baseline-try already exist/],
    ['cluster', /security group aws-baseline-try and EKS cluster aws-baseline-try already exist/],
  ])('try %s leaves them alone and says so', async (what, says) => {
    const { go, account } = await withGroups();
    const argv = ['try', what, ...PLACE, '--yes', '--wait', '20m'];
    expect((await go(argv)).code).toBe(0);
    const state = account.state();
    for (const one of thingsNamed('aws-baseline-try', state)) one.tags = [];
    const others = rehearsalAccount({ homeRegion: HOME, now: () => NOW, state });
    const writes: string[] = [];
    const noting: Between = (given, send) => {
      if (!isRead(given)) writes.push(given.operation);
      return send();
    };
    const { code, err } = await stage().play(argv, undefined, worldOf(others, noting));
    expect([code, writes, err.replace(/\s+/g, ' ')]).toEqual([2, [], expect.stringMatching(says)]);
  });

  // biome-ignore lint/suspicious/noExplicitAny: whatever the account holds
  function thingsNamed(name: string, value: any): { tags: unknown }[] {
    if (typeof value !== 'object' || value === null) return [];
    const isOne = 'tags' in value && JSON.stringify({ ...value, tags: [] }).includes(name);
    return [...(isOne ? [value] : []), ...Object.values(value).flatMap((part) => thingsNamed(name, part))];
  }
});

it('the reminder is set on the cluster that is just being created', async () => {
  const { go } = await withGroups();
  const arns: unknown[] = [];
  const noting: Between = (given, send) => {
    if (given.operation === 'TagResource') arns.push((given.input as { resourceArn: string }).resourceArn);
    return send();
  };
  const argv = ['try', 'cluster', ...PLACE, '--yes', '--wait', '20m', '--remind-after', '4h'];
  expect((await go(argv, undefined, noting)).code).toBe(0);
  expect(arns).toEqual([`arn:aws:eks:${HOME}:111122223333:cluster/aws-baseline-try`]);
});

it.each([
  ['container', 'ec2:DescribeRouteTables'],
  ['container', 'ecs:ListTasks'],
  ['container', 'ecs:DescribeTasks'],
  ['cluster', 'ec2:DescribeSubnets'],
])('try %s names the read that is denied: %s', async (what, permission) => {
  const { go } = await withGroups();
  const { code, both } = await go(
    ['try', what, ...PLACE, '--yes'],
    undefined,
    refusing(permission.replace(/.*:/, ''), 'AccessDenied', `User: x is not authorized to perform: ${permission}`),
  );
  expect([code, both.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining(`${permission} is missing`)]);
});

describe('undo of a cluster that AWS is still creating', () => {
  const undo = ['undo', ...PLACE, '--steps', 'try', '--confirm', '111122223333'];
  const busy = 'Cannot delete because cluster aws-baseline-try currently has an update in progress';
  const made = async () => {
    const all = await withGroups();
    expect((await all.go(['try', 'cluster', ...PLACE, '--yes', '--wait', '20m'])).code).toBe(0);
    return all;
  };

  it('waits, and deletes it then', async () => {
    const { go, account } = await made();
    let refusals = 0;
    const act: Between = (given, send) =>
      given.operation === 'DeleteCluster' && refusals++ < 30
        ? Promise.reject(Object.assign(new Error(busy), { name: 'ResourceInUseException' }))
        : send();
    const { code, both } = await go(undo, undefined, act);
    expect([code, refusals]).toEqual([0, 31]);
    expect(both.replace(/\s+/g, ' ')).toContain('still creating or changing the cluster');
    expect(account.state().regions[HOME]?.eksClusters ?? []).toEqual([]);
  });

  it('says so if it is stopped meanwhile, and ends with 130', async () => {
    const { go } = await made();
    const stop = new AbortController();
    const act: Between = (given, send) => {
      if (given.operation !== 'DeleteCluster') return send();
      stop.abort();
      return Promise.reject(Object.assign(new Error(busy), { name: 'ResourceInUseException' }));
    };
    const { code, both } = await go(undo, undefined, act, { stop: stop.signal });
    expect([code, both]).toEqual([130, expect.not.stringContaining('added later')]);
  });
});

it('nothing is made if something of it cannot be read', async () => {
  const { go, writes } = await withGroups();
  const { code, err } = await go(
    ['try', 'function', ...PLACE, '--yes'],
    undefined,
    refusing('GetFunction', 'AccessDeniedException', 'User is not authorized to perform: lambda:GetFunction'),
  );
  expect([code, writes, err]).toEqual([4, [], expect.stringContaining('lambda:GetFunction is missing')]);
});

it.each([
  ['container', '--remind-after', '4h', 'cluster'],
  ['function', '--image', 'busybox:stable', 'container'],
  ['cluster', '--image', 'busybox:stable', 'container'],
])('try %s does not take %s', async (what, flag, value, only) => {
  const { go, sent } = await withGroups();
  const before = sent.length;
  const { code, err } = await go(['try', what, flag, value, '--yes', ...PLACE]);
  expect([code, sent.slice(before)]).toEqual([2, []]);
  expect(err).toContain(`try ${what}: ${flag} belongs to try ${only}`);
});

it('a long log is shown in part, with the command for all of it', async () => {
  const { go } = await withGroups();
  const events = Array.from({ length: 100 }, (_, i) => ({ message: `line ${i}` }));
  const long: Between = (given, send) =>
    given.operation === 'GetLogEvents' ? Promise.resolve({ events, $metadata: {} }) : send();
  const { out } = await go(['try', 'container', '--yes', ...PLACE], undefined, long);
  expect(out).toContain('Its log, the first 100 lines:');
  expect(out).toMatch(/All of it:\n +aws logs tail/);
});

it('try cluster waits as long as a script says', async () => {
  const { go } = await withGroups();
  const first = await go(['try', 'cluster', ...PLACE, '--yes', '--json'], undefined, status('CREATING'));
  expect([first.code, first.json.result, first.json.trial.status]).toEqual([6, 'waiting', 'CREATING']);
  const second = await go(['try', 'cluster', ...PLACE, '--yes', '--wait', '20m', '--output', 'ndjson']);
  expect([second.code, second.out]).toEqual([0, expect.stringContaining('"event":"wait.done"')]);
});

it('an account without a trial is asked nothing about one', async () => {
  const { go, sent } = await withGroups();
  await go(['status', ...PLACE]);
  await go(['undo', ...PLACE, '--steps', 'ec2', '--confirm', '111122223333']);
  expect(sent.filter((one) => /^(ecs|eks|lambda|logs) /.test(one))).toEqual([]);
});

it.each([['apply', '--yes'], ['plan'], ['init']])('%s does not make a trial', async (...argv) => {
  const { go } = await withGroups();
  const { code, err } = await go([...argv, ...PLACE, '--steps', 'try'], argv[0] === 'init' ? [] : undefined);
  expect([code, err]).toEqual([2, expect.stringContaining('aws-baseline try container|function|cluster')]);
});

it('the wizard and apply leave a trial alone', async () => {
  const { go, account } = await withGroups();
  await go(['try', 'function', ...PLACE, '--yes']);
  const before = JSON.stringify(account.state().regions[HOME]?.functions);
  const { json } = await go(['apply', ...ALL, '--steps', 'groups', '--yes', '--json']);
  expect(json.steps.map(({ id }: { id: string }) => id)).toEqual(['groups']);
  expect(JSON.stringify(account.state().regions[HOME]?.functions)).toBe(before);
});

// biome-ignore lint/suspicious/noExplicitAny: answers of any operation
type Answer = any;

function changing(operation: string, change: (answer: Answer) => unknown): Between {
  return async (given, send) => {
    const answer = await send();
    if (given.operation === operation) change(answer);
    return answer;
  };
}

function status(said: string): Between {
  return async (given, send) => {
    const answer = (await send()) as Answer;
    for (const task of given.operation === 'DescribeTasks' ? answer.tasks : []) task.lastStatus = said;
    if (given.operation === 'DescribeCluster') answer.cluster.status = said;
    return answer;
  };
}

function exitCode(code: number): Between {
  return changing('DescribeTasks', ({ tasks }) => {
    for (const { containers } of tasks) if ('exitCode' in containers[0]) containers[0].exitCode = code;
  });
}

function noExit(reason: string): Between {
  return changing('DescribeTasks', ({ tasks }) => {
    for (const task of tasks) {
      delete task.containers[0].exitCode;
      task.stoppedReason = reason;
    }
  });
}

function noTask(reason: string): Between {
  return (given, send) =>
    given.operation === 'RunTask' ? Promise.resolve({ tasks: [], failures: [{ reason }] }) : send();
}
