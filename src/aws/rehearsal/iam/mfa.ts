import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { iamPage } from './page.ts';
import { noSuch, userNamed } from './rules.ts';

// A rehearsal knows no clock of a phone; AWS would compare the codes with the seed. Six digits, and two different ones.
const CODE = /^\d{6}$/;

/** Virtual MFA devices, and setting one up for a user. */
export const iamMfa = {
  ListVirtualMFADevices: {
    fields: ['AssignmentStatus', 'MaxItems', 'Marker'],
    answer({ AssignmentStatus = 'Any', ...paging }, { accountId, partition, now, state: { iam, root } }) {
      const onSomebody = new Set(iam.users.flatMap(({ mfaDevices }) => mfaDevices.map(({ serial }) => serial)));
      const isAsked = (serial: string) =>
        AssignmentStatus === 'Any' || onSomebody.has(serial) === (AssignmentStatus === 'Assigned');
      const arn = `arn:${partition}:iam::${accountId}`;
      const ofRoot = `${arn}:mfa/root-account-mfa-device`;
      const roots = root.mfaApp && AssignmentStatus !== 'Unassigned' ? [ofRoot] : [];
      const { items, paging: rest } = iamPage([...roots, ...iam.virtualMfaDevices.filter(isAsked)], paging);
      const User = { Path: '/', UserName: '', UserId: accountId, Arn: `${arn}:root`, CreateDate: now };
      const userOf = (serial: string) => (serial === ofRoot ? { User } : {});
      return { VirtualMFADevices: items.map((SerialNumber) => ({ SerialNumber, ...userOf(SerialNumber) })), ...rest };
    },
  },
  CreateVirtualMFADevice: {
    fields: ['VirtualMFADeviceName', 'Path'],
    answer({ VirtualMFADeviceName, Path = '/' }, { accountId, partition, state }) {
      const SerialNumber = `arn:${partition}:iam::${accountId}:mfa${Path}${VirtualMFADeviceName}`;
      const there = state.iam.virtualMfaDevices.includes(SerialNumber);
      if (there)
        refuse('EntityAlreadyExistsException', 'MFADevice entity at the same path and name already exists.', 409);
      state.iam.virtualMfaDevices.push(SerialNumber);
      const Base32StringSeed = new TextEncoder().encode('REHEARSALREHEARSALREHEARSALREHEARSAL2222');
      return { VirtualMFADevice: { SerialNumber, Base32StringSeed } };
    },
  },
  EnableMFADevice: {
    fields: ['UserName', 'SerialNumber', 'AuthenticationCode1', 'AuthenticationCode2'],
    answer({ UserName, SerialNumber = '', AuthenticationCode1 = '', AuthenticationCode2 = '' }, context) {
      const user = userNamed(context, UserName);
      if (!context.state.iam.virtualMfaDevices.includes(SerialNumber)) {
        noSuch(`VirtualMFADevice with serial number ${SerialNumber} doesn't exist.`);
      }
      const codes = [AuthenticationCode1, AuthenticationCode2];
      if (!codes.every((code) => CODE.test(code)) || AuthenticationCode1 === AuthenticationCode2) {
        refuse('InvalidAuthenticationCodeException', 'Authentication code for device is not valid.', 403);
      }
      user.mfaDevices.push({ serial: SerialNumber, enabled: context.now.toISOString() });
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
