import {
  GetParameterCommand,
  GetServiceSettingCommand,
  ResetServiceSettingCommand,
  SSMClient,
  UpdateServiceSettingCommand,
} from '@aws-sdk/client-ssm';

export const Client = SSMClient;

/** Every Systems Manager operation this program may send, by its AWS name. */
export const commands = {
  GetParameter: GetParameterCommand,
  GetServiceSetting: GetServiceSettingCommand,
  ResetServiceSetting: ResetServiceSettingCommand,
  UpdateServiceSetting: UpdateServiceSettingCommand,
};
