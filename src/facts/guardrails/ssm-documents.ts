import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { guardrail } from './guardrail.ts';

const SettingId = '/ssm/documents/console/public-sharing-permission';

/**
 * No Systems Manager document can be made public. Null is AWS's default, which reset gives back (Systems Manager pages
 * "Block public sharing for SSM documents", "ResetServiceSetting").
 */
export function documentsCannotBePublic(region: string): Fact<string> {
  return guardrail<string>(`ssm-documents/${region}`, {
    title: `Systems Manager documents in ${region} cannot be made public`,
    thing: 'document sharing block',
    want: 'Disable',
    protects: true,
    async read(account) {
      const { ServiceSetting } = await account.send(call('ssm', 'GetServiceSetting', { SettingId }, region));
      const { SettingValue = null, Status } = ServiceSetting ?? {};
      return Status === 'Default' && SettingValue !== 'Disable' ? null : SettingValue;
    },
    calls: (SettingValue) => [
      SettingValue === null
        ? call('ssm', 'ResetServiceSetting', { SettingId }, region)
        : call('ssm', 'UpdateServiceSetting', { SettingId, SettingValue }, region),
    ],
  });
}
