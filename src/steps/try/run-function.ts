import { call } from '../../aws/call.ts';
import { TRY_NAME } from './container.ts';
import { FUNCTION_LOGS } from './function.ts';
import { type Ran, type Running, ran, refusedRun, sendPatiently, untilDone, watchedRun } from './running.ts';

const ID = 'trial/function/run';
const TITLE = 'the function ran once';

/** Calls the function once and shows its answer, as soon as it is active (AWS page "Lambda function states"). */
export function runFunction(running: Running): Promise<Ran> {
  return watchedRun(ID, TITLE, running, called);
}

async function called(running: Running): Promise<Ran> {
  const { account, tick } = running;
  const FunctionName = TRY_NAME;
  const configuration = await untilDone(running, async () => {
    const { Configuration } = await account.send(call('lambda', 'GetFunction', { FunctionName }));
    tick('the function is being prepared');
    return Configuration?.State === 'Pending' ? undefined : Configuration;
  });
  if (!configuration) {
    const why = 'AWS is still preparing the function';
    return ran(ID, TITLE, { state: 'waiting', why, next: 'run the same command again' });
  }
  if (configuration.State === 'Failed') {
    const error = configuration.StateReason ?? 'AWS could not prepare the function';
    return ran(ID, TITLE, { state: 'failed', error, isAwsAnswer: true });
  }
  const given = call('lambda', 'Invoke', { FunctionName, InvocationType: 'RequestResponse' });
  tick('running the function');
  try {
    const { Payload, FunctionError } = await sendPatiently(given, running);
    const answer = new TextDecoder().decode(Payload);
    const json = { answer, runtime: configuration.Runtime ?? null };
    const lines = [
      `Its answer (${configuration.Runtime ?? 'unknown runtime'}):`,
      `  ${answer}`,
      'Its log:',
      `  aws logs tail ${FUNCTION_LOGS} --region ${account.homeRegion}`,
    ];
    if (FunctionError)
      return ran(ID, TITLE, { state: 'failed', error: `the function failed: ${answer}` }, { lines, json });
    return ran(ID, TITLE, { state: 'ok' }, { lines, json });
  } catch (error) {
    return refusedRun(ID, TITLE, error, given, running);
  }
}
