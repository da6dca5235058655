import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { asTagMap, fromTagMap, marksIn, ownerBy, type Tag } from '../tags.ts';

/** The fact that a log group exists, and its name. */
export type LogGroup = Fact<true> & { logGroupName: string };

/** A CloudWatch log group of this name exists. */
export function logGroupExists(logGroupName: string, tags: Tag[]): LogGroup {
  const exists = fact<true>({
    id: `logs/log-group${logGroupName}`,
    title: `log group ${logGroupName} exists`,
    thing: `log group ${logGroupName}`,
    undoing: 'The logs in it are deleted.',
    want: true,
    read: async (account) => ((await groupNamed(logGroupName, account)) ? true : null),
    calls: (to) => [
      to === null
        ? call('logs', 'DeleteLogGroup', { logGroupName })
        : call('logs', 'CreateLogGroup', { logGroupName, tags: asTagMap(tags) }),
    ],
    async owner(account) {
      const group = await groupNamed(logGroupName, account);
      if (!group) return undefined;
      const answer = await account.send(call('logs', 'ListTagsForResource', { resourceArn: arnOf(group) }));
      return ownerBy(fromTagMap(answer.tags), tags);
    },
    async mark(account) {
      const group = await groupNamed(logGroupName, account);
      if (!group) return [];
      return [call('logs', 'TagResource', { resourceArn: arnOf(group), tags: asTagMap(marksIn(tags)) })];
    },
  });
  return { ...exists, logGroupName };
}

/** CloudWatch Logs deletes the events of a log group after some days; by default it never does. */
export function logGroupKeepsDays(group: LogGroup, retentionInDays: number): Fact<number> {
  const { logGroupName } = group;
  return fact<number>({
    id: `logs/log-group${logGroupName}/retention`,
    title: `log group ${logGroupName} keeps events for ${retentionInDays} days`,
    want: retentionInDays,
    within: group,
    read: async (account) => (await groupNamed(logGroupName, account))?.retentionInDays ?? null,
    calls: (to) => [
      to === null
        ? call('logs', 'DeleteRetentionPolicy', { logGroupName })
        : call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: to }),
    ],
  });
}

async function groupNamed(logGroupName: string, account: Account) {
  const { logGroups } = await account.send(call('logs', 'DescribeLogGroups', { logGroupNamePrefix: logGroupName }));
  return logGroups?.find((group) => group.logGroupName === logGroupName);
}

// The operations for tags take the ARN without the ":*" at its end (AWS API reference "LogGroup", `logGroupArn`).
function arnOf({ logGroupArn, arn = '' }: { logGroupArn?: string | undefined; arn?: string | undefined }): string {
  return logGroupArn ?? arn.replace(/:\*$/, '');
}
