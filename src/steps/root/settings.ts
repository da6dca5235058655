import { settingIn } from '../settings/setting.ts';
import { ALARM } from './alarm-settings.ts';
import { BRAKE } from './brake-settings.ts';
import { GUARD } from './guardrail-settings.ts';

const setting = settingIn('root');

/** The settings of this step. */
export const ROOT = {
  ...ALARM,
  ...GUARD,
  brake: BRAKE.limit,
  deleteKeys: setting({
    key: 'root.delete-keys',
    flag: '--delete-root-keys',
    kind: 'boolean',
    help: "delete the root user's access keys (only as root; cannot be undone)",
    default: false,
    onlyForWriting: true,
    place: 'deleteRootKeys',
  }),
};
