import type { FlowLog } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Broken, type Fact } from '../../engine/fact.ts';
import { type GuardrailPlace, guardrail } from '../guardrails/guardrail.ts';
import { carriesOurTag, marksIn, NAME_TAG, ownerBy, type Tag, tagOf } from '../tags.ts';
import type { LogBucket } from './log-bucket.ts';

/** The VPCs of a Region without a flow log; `others` if no flow log is ours. */
type Flows = { without: string[]; others?: true };

/**
 * Each VPC of a Region has an active flow log of rejected traffic, ours or another one. Rejected traffic is what CIS and
 * FSBP ask for at least, and S3 is the cheaper destination (EC2 pages "CreateFlowLogs", "DescribeFlowLogs"; VPC page
 * "Publish flow logs to Amazon S3").
 */
export function trafficIsLogged(region: string, { tags }: GuardrailPlace, { arn, ready }: LogBucket): Fact<Flows> {
  const ours = async (account: Account) => (await flowLogsIn(region, account)).filter((one) => isOurs(one, arn));
  return guardrail<Flows>(`flow-logs/${region}`, {
    title: `each VPC in ${region} logs rejected traffic`,
    thing: 'VPC flow logs',
    want: { without: [] },
    needs: [ready],
    async read(account) {
      const [vpcs, logs] = await Promise.all([vpcsIn(region, account), flowLogsIn(region, account)]);
      const without = vpcs.filter((vpc) => !logs.some((one) => one.ResourceId === vpc && isActive(one)));
      if (logs.some((one) => isOurs(one, arn))) return { without };
      return without.length > 0 && without.length === vpcs.length ? null : { without, others: true };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const isMet = ({ without }: Flows) => without.length === 0;
      // A VPC may have gone since, so undo only asks whether flow logs of ours are left.
      return isWant(a) || isWant(b) ? isMet(a) === isMet(b) : a.others === b.others;
    },
    isOthers: ({ others = false }) => others,
    async works(account) {
      const failed = (await ours(account)).find((one) => one.DeliverLogsStatus === 'FAILED');
      if (!failed) return undefined;
      throw new Broken(
        `flow log ${failed.FlowLogId} in ${region} delivers nothing: ${failed.DeliverLogsErrorMessage ?? 'FAILED'}. Check the policy of bucket ${arn.split(':').at(-1)}`,
      );
    },
    async calls(to, now, account) {
      if (to === null || to.others) {
        const FlowLogIds = (await ours(account)).flatMap(({ FlowLogId = '' }) => FlowLogId);
        return [call('ec2', 'DeleteFlowLogs', { FlowLogIds }, region)];
      }
      const ResourceIds = now?.without ?? (await vpcsIn(region, account));
      const TagSpecifications = [{ ResourceType: 'vpc-flow-log' as const, Tags: tags }];
      const where = { LogDestinationType: 's3', LogDestination: arn } as const;
      const what = { ResourceType: 'VPC', TrafficType: 'REJECT', ResourceIds } as const;
      return [call('ec2', 'CreateFlowLogs', { ...what, ...where, TagSpecifications }, region)];
    },
    async owner(account) {
      const owners = (await ours(account)).map(({ Tags }) => ownerBy(Tags, tags));
      return owners.find(({ whose }) => whose !== 'ours') ?? owners[0];
    },
    async mark(account) {
      const Resources = (await ours(account)).flatMap(({ FlowLogId = '' }) => FlowLogId);
      return [call('ec2', 'CreateTags', { Resources, Tags: marksIn(tags) }, region)];
    },
  });
}

/** The NAMES in our tags of the flow logs of a Region, whatever they write to. */
export async function namesOfFlowLogs(region: string, account: Account): Promise<string[]> {
  const ours = (await flowLogsIn(region, account)).filter(({ Tags }) => carriesOurTag(Tags));
  return ours.flatMap(({ Tags }) => tagOf(Tags, NAME_TAG) ?? []);
}

const isWant = ({ without, others }: Flows) => without.length === 0 && !others;

// Nobody else writes to our bucket; the tags tell whether it is still ours.
const isOurs = ({ LogDestination, ResourceId = '' }: FlowLog, bucket: string) =>
  LogDestination === bucket && ResourceId.startsWith('vpc-');

const isActive = ({ FlowLogStatus, TrafficType }: FlowLog) => FlowLogStatus === 'ACTIVE' && TrafficType !== 'ACCEPT';

async function flowLogsIn(region: string, account: Account): Promise<(FlowLog & { Tags?: Tag[] })[]> {
  const pages = await allPages(account, call('ec2', 'DescribeFlowLogs', {}, region), 'NextToken');
  return pages.flatMap(({ FlowLogs = [] }) => FlowLogs) as (FlowLog & { Tags?: Tag[] })[];
}

async function vpcsIn(region: string, account: Account): Promise<string[]> {
  const pages = await allPages(account, call('ec2', 'DescribeVpcs', {}, region), 'NextToken');
  return pages
    .flatMap(({ Vpcs = [] }) => Vpcs)
    .flatMap(({ VpcId = '' }) => VpcId)
    .toSorted();
}
