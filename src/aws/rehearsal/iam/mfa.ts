import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { iamPage } from './page.ts';
import { noSuch, userNamed } from './rules.ts';
import { rootSerial } from './user-belongings.ts';

// A rehearsal knows no clock of a phone; AWS would compare the codes with the seed. Six digits, and two different ones.
const CODE = /^\d{6}$/;

/** Virtual MFA devices, and setting one up for a user. */
export const iamMfa = {
  ListVirtualMFADevices: {
    fields: ['AssignmentStatus', 'MaxItems', 'Marker'],
    answer({ AssignmentStatus = 'Any', ...paging }, context) {
      const { iam, root } = context.state;
      // The console makes root's device; it is listed like those of users.
      const ofRoot = root.mfa ? [rootSerial(context)] : [];
      const onSomebody = new Set([
        ...iam.users.flatMap(({ mfaDevices }) => mfaDevices.map(({ serial }) => serial)),
        ...ofRoot,
      ]);
      const isAsked = (serial: string) =>
        AssignmentStatus === 'Any' || onSomebody.has(serial) === (AssignmentStatus === 'Assigned');
      const { items, paging: rest } = iamPage([...iam.virtualMfaDevices, ...ofRoot].filter(isAsked), paging);
      return { VirtualMFADevices: items.map((SerialNumber) => ({ SerialNumber })), ...rest };
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
