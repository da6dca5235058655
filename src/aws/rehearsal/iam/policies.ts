import { type Context, iamId, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { idOf } from '../region.ts';
import type { Policy } from '../state.ts';
import { checkedPolicy } from './documents.ts';
import { isManagedPolicy } from './managed-policies.ts';
import { iamPage } from './page.ts';
import {
  attachmentsOf,
  checkedName,
  checkedPath,
  checkedPolicyArn,
  checkedTags,
  conflict,
  exists,
  iamArn,
  invalid,
  isTaken,
  noSuch,
  ownPolicy,
} from './rules.ts';

/** The SDK's shape of a policy of this account, without description and tags. */
export function policyAnswer(context: Context, policy: Policy) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.default,
    AttachmentCount: attachmentsOf(context, policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
  };
}

function awsPolicyAnswer(context: Context, arn: string) {
  const [path = '', name = ''] = /policy(\/.*?)([^/]+)$/.exec(arn)?.slice(1) ?? [];
  const made = new Date('2019-03-15T17:22:12.000Z');
  return {
    PolicyName: name,
    PolicyId: `ANPA${idOf('', arn).slice(1).toUpperCase()}`,
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v1',
    AttachmentCount: attachmentsOf(context, arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: `AWS managed policy ${name}`,
    CreateDate: made,
    UpdateDate: made,
    Tags: [],
  };
}

function versionOf(policy: Policy, given: string | undefined) {
  if (!given || !/^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/.test(given)) {
    invalid(given, 'versionId', 'Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?');
  }
  const found = policy.versions.find((one) => one.id === given);
  return found ?? noSuch(`Policy ${policy.arn} version ${given} does not exist or is not attachable.`);
}

/** IAM's managed policies and their versions. */
export const iamPolicies = {
  CreatePolicy: {
    fields: ['PolicyName', 'Path', 'PolicyDocument', 'Description', 'Tags'],
    answer({ PolicyName, Path, PolicyDocument, Description, Tags }, context) {
      const name = checkedName(PolicyName, 'policyName', 128);
      const path = checkedPath(Path);
      const tags = checkedTags(Tags);
      if ((Description?.length ?? 0) > 1000)
        invalid('...', 'description', 'Member must have length less than or equal to 1000');
      const document = checkedPolicy(PolicyDocument);
      const { policies } = context.state.iam;
      if (isTaken(policies, name)) exists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      const created = context.now.toISOString();
      const policy: Policy = {
        name,
        id: iamId(context, 'ANPA'),
        path,
        arn: iamArn(context, 'policy', { path, name }),
        created,
        updated: created,
        ...(Description ? { description: Description } : {}),
        tags,
        default: 'v1',
        newest: 1,
        versions: [{ id: 'v1', document, created }],
      };
      policies.push(policy);
      return { Policy: { ...policyAnswer(context, policy), ...(tags.length ? { Tags: tags } : {}) } };
    },
  },
  GetPolicy: {
    fields: ['PolicyArn'],
    answer({ PolicyArn }, context) {
      const arn = checkedPolicyArn(PolicyArn);
      if (isManagedPolicy(context, arn)) return { Policy: awsPolicyAnswer(context, arn) };
      const policy = ownPolicy(context, arn, 'GetPolicy');
      const { description, tags } = policy;
      return {
        Policy: { ...policyAnswer(context, policy), ...(description ? { Description: description } : {}), Tags: tags },
      };
    },
  },
  ListPolicyTags: {
    fields: ['PolicyArn', 'MaxItems', 'Marker'],
    answer({ PolicyArn, ...paging }, context) {
      const arn = checkedPolicyArn(PolicyArn);
      const tags = isManagedPolicy(context, arn) ? [] : ownPolicy(context, arn, 'ListPolicyTags').tags;
      const { items, paging: rest } = iamPage(tags, paging);
      return { Tags: items, ...rest };
    },
  },
  CreatePolicyVersion: {
    fields: ['PolicyArn', 'PolicyDocument', 'SetAsDefault'],
    answer({ PolicyArn, PolicyDocument, SetAsDefault }, context) {
      const policy = ownPolicy(context, PolicyArn, 'CreatePolicyVersion');
      const document = checkedPolicy(PolicyDocument);
      if (policy.versions.length >= 5) {
        refuse(
          'LimitExceededException',
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
          409,
        );
      }
      policy.newest += 1;
      const id = `v${policy.newest}`;
      const created = context.now.toISOString();
      policy.versions.push({ id, document, created });
      if (SetAsDefault) policy.default = id;
      policy.updated = created;
      return {
        PolicyVersion: { VersionId: id, IsDefaultVersion: policy.default === id, CreateDate: new Date(created) },
      };
    },
  },
  SetDefaultPolicyVersion: {
    fields: ['PolicyArn', 'VersionId'],
    answer({ PolicyArn, VersionId }, context) {
      const policy = ownPolicy(context, PolicyArn, 'SetDefaultPolicyVersion');
      policy.default = versionOf(policy, VersionId).id;
      policy.updated = context.now.toISOString();
      return {};
    },
  },
  DeletePolicyVersion: {
    fields: ['PolicyArn', 'VersionId'],
    answer({ PolicyArn, VersionId }, context) {
      const policy = ownPolicy(context, PolicyArn, 'DeletePolicyVersion');
      const version = versionOf(policy, VersionId);
      if (version.id === policy.default) conflict('Cannot delete the default version of a policy.');
      policy.versions = policy.versions.filter((one) => one !== version);
      policy.updated = context.now.toISOString();
      return {};
    },
  },
  DeletePolicy: {
    fields: ['PolicyArn'],
    answer({ PolicyArn }, context) {
      const policy = ownPolicy(context, PolicyArn, 'DeletePolicy');
      if (attachmentsOf(context, policy.arn)) conflict('Cannot delete a policy attached to entities.');
      if (policy.versions.length > 1) {
        conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      const { iam } = context.state;
      iam.policies = iam.policies.filter((one) => one !== policy);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
