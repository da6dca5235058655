import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { OutputOf } from '../../aws/services.ts';
import { type Network, securityGroupsNamed } from '../../facts/ec2/networks.ts';
import { STREAM_PREFIX } from '../../facts/ecs/task-definition.ts';
import { TASK_LOGS, TRY_NAME } from './container.ts';
import {
  logLines,
  MOST_LINES,
  type Ran,
  type Running,
  ran,
  refusedRun,
  sendPatiently,
  untilDone,
  watchedRun,
} from './running.ts';

const ID = 'trial/container/run';
const TITLE = 'the container ran once';
const PLACE = { cluster: TRY_NAME, family: TRY_NAME };

/**
 * Runs the task once and waits for its end: with a public address, because the image comes over the internet (AWS page
 * "Fargate task networking"). If a task of an earlier run is still there, waits for that one instead.
 */
export function runContainer(network: Network, running: Running): Promise<Ran> {
  return watchedRun(ID, TITLE, running, (watching) => started(network, watching));
}

async function started(network: Network, running: Running): Promise<Ran> {
  const { account, clock, tick } = running;
  const earlier = await runningTask(account);
  let arn = earlier?.taskArn;
  if (arn !== undefined && !(await isNewest(earlier, account))) {
    const why = 'a task of an earlier run, with another image, is still running and is billed until it ends';
    const stopIt = `aws ecs stop-task --cluster ${TRY_NAME} --task ${arn.split('/').at(-1)} --region ${account.homeRegion}`;
    return ran(ID, TITLE, { state: 'waiting', why, next: `stop it, then run the same command again: ${stopIt}` });
  }
  if (arn === undefined) {
    const groups = await securityGroupsNamed(TRY_NAME, account);
    const given = call('ecs', 'RunTask', {
      cluster: TRY_NAME,
      taskDefinition: TRY_NAME,
      launchType: 'FARGATE',
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: network.subnets.slice(0, MOST_SUBNETS).map(({ subnetId }) => subnetId),
          securityGroups: groups.filter(({ VpcId }) => VpcId === network.vpcId).map(({ GroupId = '' }) => GroupId),
          assignPublicIp: 'ENABLED',
        },
      },
      propagateTags: 'TASK_DEFINITION',
      startedBy: 'aws-baseline',
      // The same for each attempt, so that a lost answer starts no second task.
      clientToken: `aws-baseline-try-${clock.now()}`,
    });
    tick('starting the task');
    try {
      const { tasks, failures } = await sendPatiently(given, running);
      arn = tasks?.[0]?.taskArn;
      if (arn === undefined) {
        const why = failures?.[0]?.reason ?? 'AWS started no task and gave no reason';
        return ran(ID, TITLE, { state: 'failed', error: why, isAwsAnswer: true, next: 'run the same command again' });
      }
    } catch (error) {
      return refusedRun(ID, TITLE, error, given, running);
    }
  }
  return finished(arn, running);
}

// Endpoints other than AWS's also list tasks that have ended.
async function runningTask(account: Account): Promise<Task | undefined> {
  const { taskArns: tasks = [] } = await account.send(call('ecs', 'ListTasks', PLACE));
  if (tasks.length === 0) return undefined;
  const described = await account.send(call('ecs', 'DescribeTasks', { cluster: TRY_NAME, tasks }));
  return described.tasks?.find(({ lastStatus }) => lastStatus !== 'STOPPED');
}

async function isNewest(task: Task | undefined, account: Account): Promise<boolean> {
  const { taskDefinition } = await account.send(call('ecs', 'DescribeTaskDefinition', { taskDefinition: TRY_NAME }));
  return taskDefinition?.taskDefinitionArn === task?.taskDefinitionArn;
}

// AWS API reference "AwsVpcConfiguration".
const MOST_SUBNETS = 16;

async function finished(arn: string, running: Running): Promise<Ran> {
  const { account, tick } = running;
  const task = await untilDone(running, async () => {
    const { tasks } = await account.send(call('ecs', 'DescribeTasks', { cluster: TRY_NAME, tasks: [arn] }));
    // A new task may not be listed yet.
    const status = tasks?.[0]?.lastStatus ?? 'PROVISIONING';
    tick(`the task is ${status.toLowerCase()}`);
    return status === 'STOPPED' ? tasks?.[0] : undefined;
  });
  if (!task) {
    const why = 'the task has not ended yet, and is billed until it ends';
    const next = 'run the same command again to wait for the same task; aws-baseline undo --steps try stops it';
    return ran(ID, TITLE, { state: 'waiting', why, next });
  }
  const logStreamName = `${STREAM_PREFIX}/${TRY_NAME}/${arn.split('/').at(-1)}`;
  const exitCode = task.containers?.[0]?.exitCode;
  const { lines: log, permission }: Awaited<ReturnType<typeof logLines>> =
    exitCode === undefined ? { lines: [] } : await logLines({ logGroupName: TASK_LOGS, logStreamName }, running);
  const seconds = secondsOf(task);
  const json = { exitCode: exitCode ?? null, reason: task.stoppedReason ?? null, seconds, log };
  if (exitCode === undefined) {
    const reason = task.containers?.[0]?.reason ?? task.stoppedReason ?? 'AWS gave no reason';
    return ran(ID, TITLE, { state: 'failed', error: reason, isAwsAnswer: true }, { json });
  }
  const whole = `  aws logs tail ${TASK_LOGS} --log-stream-names ${logStreamName} --region ${account.homeRegion}`;
  const shown = [
    ...(log.length > 0 ? [`Its log${isLong(log) ? `, the first ${log.length} lines` : ''}:`] : []),
    ...log.map((line) => `  ${line}`),
    ...(isLong(log) ? ['All of it:', whole] : []),
    ...(log.length === 0 ? [whyNoLog(permission), whole] : []),
  ];
  const lines = [`Exit code ${exitCode}${seconds === undefined ? '' : `, after ${seconds} s`}.`, ...shown];
  if (exitCode === 0) return ran(ID, TITLE, { state: 'ok' }, { lines, json });
  return ran(ID, TITLE, { state: 'failed', error: `the container ended with exit code ${exitCode}` }, { lines, json });
}

const isLong = (log: string[]) => log.length === MOST_LINES;

function whyNoLog(permission: string | undefined): string {
  if (permission) return `You may not read its log: ${permission} is missing. With it:`;
  return 'Its log is not there yet. Later:';
}

type Task = NonNullable<OutputOf<'ecs', 'DescribeTasks'>['tasks']>[number];

// Fargate bills from the download of the image until the task ends (AWS page "AWS Fargate Pricing").
function secondsOf({ pullStartedAt, createdAt, stoppedAt }: Task): number | undefined {
  const from = pullStartedAt ?? createdAt;
  return from && stoppedAt ? Math.max(0, Math.ceil((stoppedAt.getTime() - from.getTime()) / 1000)) : undefined;
}
