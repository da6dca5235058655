import { settingIn } from '../settings/setting.ts';

const setting = settingIn('admin');

/** The settings of this step. */
export const ADMIN = {
  passwordFile: setting({
    key: 'admin.password-file',
    flag: '--admin-password-file <file>',
    kind: 'text',
    help: "read the admin's first password from a file, or - for stdin",
    sample: 'admin.pw',
    keptIn: 'nothing',
    onlyForWriting: true,
  }),
  passwordOut: setting({
    key: 'admin.password-out',
    flag: '--admin-password-out <file>',
    kind: 'text',
    help: "write the admin's first password to a new file (mode 0600)",
    sample: 'admin.pw',
    keptIn: 'nothing',
    onlyForWriting: true,
  }),
  signIn: setting({
    key: 'admin.sign-in',
    flag: '--no-admin-password',
    kind: 'boolean',
    help: 'do not give the admin a console password',
    default: true,
    place: 'admin.signIn',
    ask: {
      message: 'Give the admin user a console password',
      why:
        'A random first password is generated and shown once at the end, or written to ' +
        'a file with --admin-password-out. It must be changed at the first sign-in.',
      more:
        'The admin can do everything in your Region, manage users and roles, view bills, manage the billing alarm, and ' +
        'read global services such as Route 53, CloudFront and Organizations. The admin cannot do anything else in other ' +
        'Regions and cannot close the account. To read the policy in words, run this in another terminal: aws-baseline ' +
        'policy show admin --explain. Without a password, the user cannot sign in until root sets one in the console.',
    },
  }),
};
