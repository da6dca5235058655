import type { Operations } from './context.ts';
import { imagesIn } from './ec2/image-list.ts';
import { refuse } from './refuse.ts';
import { puts, settingOf } from './setting.ts';

const SHARING = '/ssm/documents/console/public-sharing-permission';
const sharing = settingOf<string | null>('region', 'ssm-sharing', null);

function checkId(id: string | undefined): void {
  if (id !== SHARING) refuse('ServiceSettingNotFound', `Setting ${id} was not found.`);
}

function settingAnswer(value: string | null) {
  const SettingValue = value ?? 'Enable';
  return { ServiceSetting: { SettingId: SHARING, SettingValue, Status: value === null ? 'Default' : 'Customized' } };
}

/** Systems Manager as the rehearsal answers it: AWS's public parameters, and one service setting. */
export const ssm: Operations<'ssm'> = {
  GetServiceSetting: {
    fields: ['SettingId'],
    answer(request, context) {
      checkId(request.SettingId);
      return settingAnswer(sharing.of(request, context).value);
    },
  },
  UpdateServiceSetting: puts(
    sharing,
    ({ SettingId, SettingValue = 'Enable' }) => {
      checkId(SettingId);
      return SettingValue;
    },
    ['SettingId', 'SettingValue'],
  ),
  ResetServiceSetting: puts(
    sharing,
    ({ SettingId }) => {
      checkId(SettingId);
      return null;
    },
    ['SettingId'],
    settingAnswer,
  ),
  GetParameter: {
    fields: ['Name', 'WithDecryption'],
    answer({ Name }, { region, partition }) {
      if (!Name) {
        refuse(
          'ValidationException',
          "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must not be null",
        );
      }
      const image = imagesIn(region).find(({ parameter }) => parameter === Name);
      // AWS sends this error without a message, which the SDK makes "UnknownError".
      if (!image) refuse('ParameterNotFound', 'UnknownError');
      return {
        Parameter: {
          Name: image.parameter,
          Type: 'String',
          Value: image.id,
          Version: 161,
          LastModifiedDate: new Date(image.created),
          // A public parameter belongs to no account.
          ARN: `arn:${partition}:ssm:${region}::parameter${image.parameter}`,
          DataType: 'text',
        },
      };
    },
  },
};
