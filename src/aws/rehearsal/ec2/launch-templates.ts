import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { type Context, ec2Id, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { keep, scaleIn } from '../scale/kept.ts';
import type { LaunchTemplate } from '../scale/state.ts';
import { tagsFor } from './filters.ts';
import { imageOf, rootVolume } from './launch.ts';

/** The launch template of this name. */
export function templateNamed(context: Context, name: string | undefined): LaunchTemplate {
  const found = scaleIn(context).launchTemplates.find((one) => one.name === name);
  return found ?? notFound();
}

const notFound = () =>
  refuse(
    'InvalidLaunchTemplateName.NotFoundException',
    'At least one of the launch templates specified in the request does not exist.',
  );

/** The number of a version, which may be `$Default` or `$Latest`. */
export function versionOf({ usual, versions }: LaunchTemplate, said = '$Default'): number {
  const number = { $Default: usual, $Latest: versions.length }[said] ?? Number(said);
  if (versions[number - 1]) return number;
  refuse('InvalidLaunchTemplateId.VersionNotFound', `Could not find the specified version ${said} for the template.`);
}

function told({ id, name, created, tags, usual, versions }: LaunchTemplate) {
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    CreateTime: new Date(created),
    DefaultVersionNumber: usual,
    LatestVersionNumber: versions.length,
    Tags: tags,
  };
}

function versionTold(template: LaunchTemplate, VersionNumber: number) {
  const { id, name, created, usual, versions } = template;
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    VersionNumber,
    CreateTime: new Date(created),
    DefaultVersion: VersionNumber === usual,
    LaunchTemplateData: versions[VersionNumber - 1] as object,
  };
}

// EC2 checks the data only when an instance is launched, but a parameter that names no image at once.
function checked(data: RequestLaunchTemplateData | undefined, context: Context): RequestLaunchTemplateData {
  if (!data || Object.keys(data).length === 0)
    refuse('MissingParameter', 'The request must contain the parameter LaunchTemplateData');
  if (data.ImageId) rootVolume(data.BlockDeviceMappings, imageOf(data.ImageId, context));
  return data;
}

function change(context: Context, to: LaunchTemplate): void {
  const { launchTemplates } = scaleIn(context);
  keep(context, { launchTemplates: launchTemplates.map((one) => (one.name === to.name ? to : one)) });
}

/** Adds tags to a launch template. */
export function tagTemplate(context: Context, id: string, tagged: (one: LaunchTemplate) => LaunchTemplate): void {
  const found = scaleIn(context).launchTemplates.find((one) => one.id === id);
  change(context, tagged(found ?? notFound()));
}

/** EC2's launch templates. */
export const ec2LaunchTemplates = {
  CreateLaunchTemplate: {
    fields: ['LaunchTemplateName', 'LaunchTemplateData', 'TagSpecifications', 'ClientToken'],
    answer({ LaunchTemplateName: name = '', LaunchTemplateData, TagSpecifications }, context) {
      const { launchTemplates } = scaleIn(context);
      if (launchTemplates.some((one) => one.name === name))
        refuse('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
      const made: LaunchTemplate = {
        id: ec2Id(context, 'lt'),
        name,
        created: context.now.toISOString(),
        tags: tagsFor(TagSpecifications, 'launch-template', ['launch-template']),
        usual: 1,
        versions: [checked(LaunchTemplateData, context)],
      };
      keep(context, { launchTemplates: [...launchTemplates, made] });
      return { LaunchTemplate: told(made) };
    },
  },
  CreateLaunchTemplateVersion: {
    fields: ['LaunchTemplateName', 'LaunchTemplateData', 'ClientToken'],
    answer({ LaunchTemplateName, LaunchTemplateData }, context) {
      const before = templateNamed(context, LaunchTemplateName);
      const after = { ...before, versions: [...before.versions, checked(LaunchTemplateData, context)] };
      change(context, after);
      return { LaunchTemplateVersion: versionTold(after, after.versions.length) };
    },
  },
  ModifyLaunchTemplate: {
    fields: ['LaunchTemplateName', 'DefaultVersion'],
    answer({ LaunchTemplateName, DefaultVersion }, context) {
      const before = templateNamed(context, LaunchTemplateName);
      const after = { ...before, usual: versionOf(before, DefaultVersion) };
      change(context, after);
      return { LaunchTemplate: told(after) };
    },
  },
  DeleteLaunchTemplate: {
    fields: ['LaunchTemplateName'],
    answer({ LaunchTemplateName }, context) {
      const gone = templateNamed(context, LaunchTemplateName);
      keep(context, { launchTemplates: scaleIn(context).launchTemplates.filter((one) => one !== gone) });
      return { LaunchTemplate: told(gone) };
    },
  },
  DescribeLaunchTemplates: {
    fields: ['LaunchTemplateNames'],
    answer: ({ LaunchTemplateNames = [] }, context) => ({
      LaunchTemplates: LaunchTemplateNames.map((name) => told(templateNamed(context, name))),
    }),
  },
  DescribeLaunchTemplateVersions: {
    fields: ['LaunchTemplateName', 'Versions'],
    answer({ LaunchTemplateName, Versions = ['$Default'] }, context) {
      const template = templateNamed(context, LaunchTemplateName);
      return { LaunchTemplateVersions: Versions.map((said) => versionTold(template, versionOf(template, said))) };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
