import { call } from '../../aws/call.ts';
import { TRY_NAME } from './container.ts';
import { type Ran, type Running, ran, untilDone, watchedRun } from './running.ts';

const ID = 'trial/cluster/run';
const TITLE = 'the cluster is active';
const PAUSE_MS = 10_000;

/** Waits until AWS has created the cluster, as long as the run may wait, and says how to use it. */
export function awaitCluster(running: Running, remindAfter: string | undefined): Promise<Ran> {
  return watchedRun(ID, TITLE, running, (watching) => active(watching, remindAfter));
}

async function active(running: Running, remindAfter: string | undefined): Promise<Ran> {
  const { account, tick } = running;
  const ask = async () => {
    const { cluster } = await account.send(call('eks', 'DescribeCluster', { name: TRY_NAME }));
    tick(`the cluster is ${(cluster?.status ?? 'CREATING').toLowerCase()}`);
    return cluster?.status === 'CREATING' ? undefined : cluster;
  };
  const cluster = await untilDone(running, ask, PAUSE_MS);
  const connect = `aws eks update-kubeconfig --name ${TRY_NAME} --region ${account.homeRegion}`;
  const json = { status: cluster?.status ?? 'CREATING', connect };
  if (!cluster) {
    const why = 'AWS is still creating the cluster, which takes 10 to 15 minutes';
    return ran(ID, TITLE, { state: 'waiting', why, next: 'run the same command again, with --wait 20m' }, { json });
  }
  if (cluster.status === 'FAILED') {
    const error = cluster.health?.issues?.[0]?.message ?? 'AWS could not create the cluster';
    return ran(ID, TITLE, { state: 'failed', error, isAwsAnswer: true }, { json });
  }
  const lines = [
    'Connect kubectl to the cluster:',
    `  ${connect}`,
    'AWS starts nodes when you deploy something.',
    `It is billed by the hour until you delete it, and nothing is deleted by itself.${remindAfter ? ` status reminds you after ${remindAfter}.` : ''}`,
  ];
  return ran(ID, TITLE, { state: 'ok' }, { lines, json });
}
