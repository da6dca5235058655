import { createHash } from 'node:crypto';
import type { LaunchTemplateVersion, RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call, lookup } from '../../aws/call.ts';
import { sha256Of } from '../../aws/file-content.ts';
import { type AnyFact, type Fact, fact, type Json } from '../../engine/fact.ts';
import { belongsTo } from '../ec2/instance-types.ts';
import { securityGroupsNamed } from '../ec2/networks.ts';
import { marksIn, orNull, ownerOf, type Tag } from '../tags.ts';
import { mustBeOurs, SCALE_NAME } from './ours.ts';
import { TARGETS_GROUP } from './security-groups.ts';
import { mendedData, notesOnTemplate, type ScaledWish, templateData } from './template-launch.ts';

type TemplateValue = { [key: string]: Json };

/** The fact about the launch template. */
export type LaunchTemplate = Fact<TemplateValue>;

const LaunchTemplateName = SCALE_NAME;
const ID = `ec2/launch-template/${LaunchTemplateName}`;
const thing = `launch template ${LaunchTemplateName}`;
const GONE = ['InvalidLaunchTemplateName.NotFound', 'InvalidLaunchTemplateId.NotFound'];

/**
 * A launch template exists whose default version, which the Auto Scaling group launches, requires IMDSv2, encrypts the disk
 * and has our profile and security groups (AWS API reference "CreateLaunchTemplate"). Image and user data may be changed.
 */
export function launchTemplateIsSafe(wish: ScaledWish, needs: AnyFact[]): LaunchTemplate {
  const { instance, group, targets, profile } = wish;
  const { tags, type, keyName, volumeSize, userData } = instance;
  const groups = [group.GroupName, ...(targets ? [targets.GroupName] : [])];
  const itself = async (account: Account) => {
    const question = call('ec2', 'DescribeLaunchTemplates', { LaunchTemplateNames: [LaunchTemplateName] });
    return (await orNull(account.send(question), ...GONE))?.LaunchTemplates?.[0];
  };
  return fact<TemplateValue>({
    id: ID,
    title: `${thing} requires IMDSv2 and encrypts the disk`,
    thing,
    note: type ?? `smallest ${instance.family} type`,
    want: { isSafe: true, groups },
    needs,
    mayMisfit: true,
    async read(account) {
      const [version, names] = await Promise.all([defaultVersion(account), groupNames(account)]);
      return version ? seenAs(version, profile.want.InstanceProfileName, names) : null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const isAsked =
        (a.type === undefined || type === undefined || a.type === type) &&
        (a.keyName === undefined || keyName === undefined || a.keyName === keyName) &&
        (a.userData === undefined || userData === undefined || a.userData === userData.sha256) &&
        (a.volumeSize === undefined || volumeSize === undefined || a.volumeSize === volumeSize) &&
        (a.isPublic !== true || instance.publicIp);
      // Without --load-balancer, one that exists is not looked at.
      const known = (a.groups as string[]).filter((one) => targets || one !== TARGETS_GROUP);
      return a.isSafe === b.isSafe && isAsked && known.toSorted().join() === (b.groups as string[]).toSorted().join();
    },
    remark: (now) =>
      [...((now?.faults as string[] | undefined) ?? []), ...otherFamily(now, wish)].join('; ') || undefined,
    async calls(to, now, account, madeByUs) {
      if (to === null) return [call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateName })];
      if (now !== null) mustBeOurs(thing, ownerOf(await itself(account), tags, 'LaunchTemplateId'), madeByUs);
      const planned = await templateData(wish, account);
      if (now === null) return [creation(planned, tags)];
      const version = await defaultVersion(account);
      return newVersion(mendedData(version, planned, instance), version?.VersionNumber);
    },
    foretold: () => notesOnTemplate(wish),
    owner: async (account) => ownerOf(await itself(account), tags, 'LaunchTemplateId'),
    async mark(account) {
      const { LaunchTemplateId = '' } = (await itself(account)) ?? {};
      return [call('ec2', 'CreateTags', { Resources: [LaunchTemplateId], Tags: marksIn(tags) })];
    },
    madeAs: ['CreateLaunchTemplate', 'LaunchTemplate.LaunchTemplateId'],
  });

  async function groupNames(account: Account): Promise<Map<string, string>> {
    const known = [group.GroupName, TARGETS_GROUP];
    const found = await Promise.all(known.map((name) => securityGroupsNamed(name, account)));
    return new Map(found.flat().map(({ GroupId = '', GroupName = '' }) => [GroupId, GroupName]));
  }
}

/** The default version of the launch template; undefined if there is none. */
export async function defaultVersion(account: Account): Promise<LaunchTemplateVersion | undefined> {
  const question = call('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateName, Versions: ['$Default'] });
  return (await orNull(account.send(question), ...GONE))?.LaunchTemplateVersions?.[0];
}

function seenAs(version: LaunchTemplateVersion, profile: string, names: Map<string, string>): TemplateValue {
  const { MetadataOptions, BlockDeviceMappings = [], IamInstanceProfile, ...data } = version.LaunchTemplateData ?? {};
  const [network] = data.NetworkInterfaces ?? [];
  const ids = [...(network?.Groups ?? []), ...(data.SecurityGroupIds ?? [])];
  const hasProfile = IamInstanceProfile?.Name === profile || IamInstanceProfile?.Arn?.split('/').at(-1) === profile;
  const faults = [
    // Without them, the Auto Scaling group cannot launch anything.
    ...(data.ImageId ? [] : ['it names no image']),
    ...(data.InstanceType || data.InstanceRequirements ? [] : ['it names no instance type']),
    ...(MetadataOptions?.HttpTokens === 'required' ? [] : ['it does not require IMDSv2']),
    ...(BlockDeviceMappings.length > 0 && BlockDeviceMappings.every(({ Ebs }) => Ebs?.Encrypted)
      ? []
      : ['it does not encrypt every disk']),
    ...(hasProfile ? [] : [`it does not have instance profile ${profile}`]),
  ];
  const size = BlockDeviceMappings[0]?.Ebs?.VolumeSize;
  return {
    isSafe: faults.length === 0,
    groups: ids.map((id) => names.get(id) ?? id),
    ...(faults.length > 0 ? { faults } : {}),
    ...(data.InstanceType ? { type: data.InstanceType } : {}),
    ...(data.KeyName ? { keyName: data.KeyName } : { keyName: '' }),
    userData: data.UserData ? sha256Of(Buffer.from(data.UserData, 'base64')) : '',
    ...(size === undefined ? {} : { volumeSize: size }),
    isPublic: network?.AssociatePublicIpAddress ?? false,
  };
}

// The family is for a new template, as it is for a new instance.
function otherFamily(now: TemplateValue | null, { instance: { type, family } }: ScaledWish): string[] {
  const its = now?.type === undefined ? undefined : String(now.type);
  if (type || family === 'general' || !its || belongsTo(family, its)) return [];
  return [
    `it keeps ${its}: --family ${family} applies only to a new launch template; name a type with --instance-type`,
  ];
}

function creation(LaunchTemplateData: RequestLaunchTemplateData, Tags: Tag[]): AnyCall {
  return call('ec2', 'CreateLaunchTemplate', {
    LaunchTemplateName,
    LaunchTemplateData,
    TagSpecifications: [{ ResourceType: 'launch-template', Tags }],
    ClientToken: tokenOf(LaunchTemplateData, 0),
  });
}

// The same change gives the same token, so that a repeated request makes one version.
function newVersion(LaunchTemplateData: RequestLaunchTemplateData, before = 0): AnyCall[] {
  const ClientToken = tokenOf(LaunchTemplateData, before);
  const newest = call('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateName, Versions: ['$Latest'] });
  const told = {
    of: { id: ID },
    operation: 'CreateLaunchTemplateVersion',
    path: 'LaunchTemplateVersion.VersionNumber',
  };
  const DefaultVersion = lookup(newest, 'LaunchTemplateVersions[0].VersionNumber', told);
  return [
    call('ec2', 'CreateLaunchTemplateVersion', { LaunchTemplateName, LaunchTemplateData, ClientToken }),
    call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateName, DefaultVersion }),
  ];
}

function tokenOf(data: RequestLaunchTemplateData, before: number): string {
  return `aws-baseline-${createHash('sha256')
    .update(JSON.stringify([data, before]))
    .digest('hex')
    .slice(0, 24)}`;
}
