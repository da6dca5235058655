import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers, stranger } from './row-makers.ts';

const parameterReads = 'ssm: GetParameter GetParameters GetParametersByPath';

/**
 * For our evaluator only. AWS writes the ARNs of public parameters without an account, but the service data, and so
 * iam-simulate, know none; they list the endpoint of a tunnel twice, which iam-simulate takes for two kinds. For keys of
 * KMS it wants the key policy too, which in AWS leaves the decision to IAM by default (page "Default key policy").
 */
export function rowsBeyondServiceData(place: Place): TableRow[] {
  const { grant, refuse, arn, away } = rowMakers(['analyst'], place);
  const endpoint = (region: string) => arn('ec2', 'instance-connect-endpoint/e', region);
  const of = (region: string, name: string) => `arn:${place.partition}:ssm:${region}::parameter/aws/${name}`;
  const tunnel = 'ec2-instance-connect: OpenTunnel';
  const port = (value: string | null) => ({ 'ec2-instance-connect:remotePort': value });
  const ssh = port('22');
  const image = 'service/ami-amazon-linux-latest/x';
  return [
    ...grant(tunnel, endpoint(place.region), 'SSH to an instance without a public address', ssh),
    ...refuse(tunnel, endpoint(place.region), 'SSH only, no Remote Desktop', port('3389')),
    ...refuse(tunnel, endpoint(place.region), 'a tunnel names its port', port(null)),
    ...refuse(tunnel, endpoint(away), 'at home only', ssh),
    ...refuse(tunnel, endpoint(place.region).replace(place.accountId, stranger), 'ours only', ssh),
    ...keyRows('engineer', place),
    ...keyRows('analyst', place),
    ...grant(parameterReads, of(place.region, image), 'the newest image'),
    ...refuse(parameterReads, of(away, image), 'at home only'),
    ...refuse(parameterReads, of(place.region, image).replace('::', `:${stranger}:`), "another account's"),
    ...refuse(parameterReads, of(place.region, 'services'), 'public ones only'),
    ...refuse('ssm: LabelParameterVersion', of(place.region, image), 'reads only'),
  ];
}

function keyRows(topic: 'engineer' | 'analyst', place: Place): TableRow[] {
  const { grant, refuse, arn, away } = rowMakers([topic], place);
  const key = arn('kms', 'key/0f6e');
  return [
    ...grant('kms: DescribeKey', key, 'pages offer keys by name'),
    ...refuse('kms: DescribeKey', arn('kms', 'key/0f6e', away), 'at home only', { 'aws:RequestedRegion': away }),
  ];
}
