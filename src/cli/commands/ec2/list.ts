import type { Listed } from '../../../steps/ec2/listed.ts';
import type { Invocation } from '../../arguments/options.ts';
import { clean } from '../../terminal/clean.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { end } from '../end.ts';
import { ownIn } from './own.ts';

/** `ec2 list`: our instances as a table. Never writes. */
export async function listOwn(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { instances, opened, given } = await ownIn(world, tell, invocation);
  if (invocation.options.output === 'text') for (const line of table(instances)) tell.page(line);
  const stepOf = new Map();
  return end({ ...opened, invocation, given, stepOf, tell }, [], EXIT.done, [], {
    instances: instances.map(({ end: _said, ...one }) => one),
  });
}

const HEAD: Listed = {
  ...{ id: 'instance', state: 'state', type: 'type', zone: 'zone', name: 'name' },
  ...{ launched: '', inGroup: false },
};

// The name comes last: it may be as long as it likes.
function table(instances: Listed[]): string[] {
  if (instances.length === 0) return ['There is no instance of aws-baseline here.'];
  const rows = [HEAD, ...instances];
  const width = (key: 'id' | 'state' | 'type' | 'zone') => Math.max(...rows.map((row) => clean(row[key]).length));
  const columns = (['id', 'state', 'type', 'zone'] as const).map((key) => [key, width(key)] as const);
  return rows.flatMap((row) => {
    const cells = columns.map(([key, most]) => clean(row[key]).padEnd(most));
    const line = [...cells, `${clean(row.name)}${row.inGroup ? ' (group)' : ''}`].join('  ').trimEnd();
    return [line, ...(row.end ? [`  ${clean(row.end)}`] : [])];
  });
}
