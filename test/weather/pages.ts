import type { AnyCall } from '../../src/aws/call.ts';

interface Paging {
  lists: string[];
  /** The input that takes the token, and the output that gives it. */
  token: [input: string, output: string];
  truncated?: 'IsTruncated';
}

const BY_MARKER = { token: ['Marker', 'Marker'], truncated: 'IsTruncated' } satisfies Omit<Paging, 'lists'>;

/** The operations whose answers AWS may cut short at will: "IAM might return fewer results, even when there are more". */
const PAGED: Record<string, Paging> = {
  GetAccountAuthorizationDetails: {
    ...BY_MARKER,
    lists: ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'],
  },
  ListAccountAliases: { ...BY_MARKER, lists: ['AccountAliases'] },
  ListAccessKeys: { ...BY_MARKER, lists: ['AccessKeyMetadata'] },
  ListMFADevices: { ...BY_MARKER, lists: ['MFADevices'] },
  ListVirtualMFADevices: { ...BY_MARKER, lists: ['VirtualMFADevices'] },
  ListPolicyTags: { ...BY_MARKER, lists: ['Tags'] },
  ListServiceSpecificCredentials: { ...BY_MARKER, lists: ['ServiceSpecificCredentials'] },
  ListSigningCertificates: { ...BY_MARKER, lists: ['Certificates'] },
  ListSSHPublicKeys: { ...BY_MARKER, lists: ['SSHPublicKeys'] },
  ListBuckets: { lists: ['Buckets'], token: ['ContinuationToken', 'ContinuationToken'] },
  ListObjectVersions: {
    lists: ['Versions', 'DeleteMarkers'],
    token: ['KeyMarker', 'NextKeyMarker'],
    truncated: 'IsTruncated',
  },
  DescribeAlarms: { lists: ['MetricAlarms'], token: ['NextToken', 'NextToken'] },
  ListMetrics: { lists: ['Metrics'], token: ['NextToken', 'NextToken'] },
  ListSubscriptionsByTopic: { lists: ['Subscriptions'], token: ['NextToken', 'NextToken'] },
};

/** Gives lists one item at a time, whatever was asked for. */
export function onePerPage() {
  const rest = new Map<string, object>();
  return {
    /** The page that a token of ours asks for. */
    asked({ operation, input }: AnyCall): object | undefined {
      return rest.get(input?.[PAGED[operation]?.token[0] ?? '']);
    },
    /** The first page of an answer; the others wait to be asked for. */
    cut({ operation }: AnyCall, answer: object): object {
      const paging = PAGED[operation];
      if (!paging) return answer;
      const whole = answer as Record<string, unknown[] | undefined>;
      const items = paging.lists.flatMap((list) => (whole[list] ?? []).map((item) => ({ list, item })));
      const none = Object.fromEntries(paging.lists.map((list) => [list, whole[list] && []]));
      let next: object | undefined;
      for (const [at, { list, item }] of [...items.entries()].reverse()) {
        const token = `page ${rest.size}`;
        if (next) rest.set(token, next);
        const more = next ? { [paging.token[1]]: token } : {};
        const isCut = paging.truncated ? { [paging.truncated]: next !== undefined } : {};
        next = { ...answer, ...none, [list]: [item], ...isCut, ...more };
        if (at === 0) return next;
      }
      return answer;
    },
  };
}
