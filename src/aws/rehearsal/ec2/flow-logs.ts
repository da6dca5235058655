import { ec2Id, type Operations } from '../context.ts';
import { puts, settingOf } from '../setting.ts';
import type { Tag } from '../tags.ts';
import { tagsFor } from './filters.ts';

/** A flow log of a VPC to a bucket. */
export interface FlowLog {
  id: string;
  vpc: string;
  traffic: string;
  bucket: string;
  /** What AWS says if it cannot deliver. */
  error?: string;
  tags: Tag[];
}

/** The flow logs of a Region. */
export const flowLogs = settingOf<FlowLog[]>('region', 'flow-logs', []);

const failed = (ResourceId: string, Code: string, Message: string) => ({ ResourceId, Error: { Code, Message } });

/** EC2's flow logs of VPCs, delivered to S3. */
export const ec2FlowLogs = {
  DescribeFlowLogs: {
    fields: ['NextToken'],
    answer: (request, context) => ({
      FlowLogs: flowLogs.of(request, context).value.map(({ id, vpc, traffic, bucket, error, tags }) => ({
        FlowLogId: id,
        FlowLogStatus: 'ACTIVE',
        DeliverLogsStatus: error ? 'FAILED' : 'SUCCESS',
        ...(error ? { DeliverLogsErrorMessage: error } : {}),
        ResourceId: vpc,
        TrafficType: traffic as 'REJECT',
        LogDestinationType: 's3' as const,
        LogDestination: bucket,
        Tags: tags,
      })),
    }),
  },
  CreateFlowLogs: {
    fields: ['ResourceType', 'TrafficType', 'ResourceIds', 'LogDestinationType', 'LogDestination', 'TagSpecifications'],
    answer(request, context) {
      const { ResourceIds = [], LogDestination: bucket = '', TrafficType: traffic = 'ALL' } = request;
      const slot = flowLogs.of(request, context);
      const tags = tagsFor(request.TagSpecifications, 'vpc-flow-log', ['vpc-flow-log']);
      const to = context.state.s3.buckets.find(({ name }) => bucket.endsWith(`:${name}`));
      if (!to?.policy?.includes('delivery.logs.amazonaws.com'))
        return {
          Unsuccessful: ResourceIds.map((id) => failed(id, '400', `Access Denied for LogDestination: ${to?.name}.`)),
        };
      const made = ResourceIds.map((vpc) => ({ id: ec2Id(context, 'fl'), vpc, traffic, bucket, tags }));
      slot.value = [...slot.value, ...made];
      return { FlowLogIds: made.map(({ id }) => id), Unsuccessful: [] };
    },
  },
  DeleteFlowLogs: puts(
    flowLogs,
    ({ FlowLogIds = [] }, before) => before.filter(({ id }) => !FlowLogIds.includes(id)),
    ['FlowLogIds'],
    () => ({ Unsuccessful: [] }),
  ),
} satisfies Partial<Operations<'ec2'>>;
