import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import type { Invocation } from '../../arguments/options.ts';
import { isOnPath } from '../../files/programs.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, usage } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { end } from '../end.ts';
import { meant, ownIn } from './own.ts';

const PLUGIN =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/**
 * `ec2 connect`: opens a session with the AWS CLI and the Session Manager plugin where both are installed; prints the
 * command otherwise, and where nobody sits at a terminal.
 */
export async function connectOwn(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const own = await ownIn(world, tell, invocation);
  const { id, state } = meant(own);
  if (state !== 'running') throw usage(`ec2 connect: ${id} is ${state}; start it first with aws-baseline ec2 start`);
  const { opened, given } = own;
  const profile = valueIn(given.values, EVERY.profile);
  const words = [
    ...['ssm', 'start-session', '--target', id, '--region', opened.account.homeRegion],
    ...(profile ? ['--profile', profile] : []),
  ];
  const line = `aws ${words.join(' ')}`;
  const missing = ['aws', 'session-manager-plugin'].filter((program) => !isOnPath(program, world.env));
  const isText = invocation.options.output === 'text';
  const { input, output } = world.terminal;
  if (world.run && isText && input && output && missing.length === 0 && opened.account.kind !== 'rehearsal') {
    tell.line(`Running ${line}`);
    const code = await world.run('aws', words);
    return code === 0 ? EXIT.done : EXIT.failed;
  }
  if (isText) tell.result(line);
  if (isText && missing.length > 0) tell.line(`Not installed here: ${missing.join(' and ')}. ${PLUGIN}`);
  const session = { ...opened, invocation, given, stepOf: new Map(), tell };
  return end(session, [], EXIT.done, isText ? [] : [{ command: line, when: 'Connect' }]);
}
