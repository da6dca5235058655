import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { iamPage } from './page.ts';
import { conflict, noSuch, userNamed } from './rules.ts';
import { userOrCaller } from './users.ts';

/** The list without the item that has this id; NoSuchEntity when there is none. */
function without<T extends { id: string }>(all: T[], id: string | undefined, sentence: string): T[] {
  if (!all.some((one) => one.id === id)) noSuch(sentence);
  return all.filter((one) => one.id !== id);
}

const rootsDevices = (context: Context) =>
  context.state.root.mfa ? [{ serial: rootSerial(context), enabled: context.now.toISOString() }] : [];

/** The serial number of root's virtual device, as the console makes it. */
function rootSerial({ partition, accountId }: Context): string {
  return `arn:${partition}:iam::${accountId}:mfa/root-account-mfa-device`;
}

/** What IAM users and root have: keys, devices, certificates, credentials. */
export const iamUserBelongings = {
  ListAccessKeys: {
    fields: ['UserName', 'MaxItems', 'Marker'],
    answer({ UserName, ...paging }, context) {
      const user = userOrCaller(context, UserName);
      const { items, paging: rest } = iamPage((user ?? context.state.root).accessKeys, paging);
      return {
        AccessKeyMetadata: items.map((key) => ({
          ...(user ? { UserName: user.name } : {}),
          AccessKeyId: key.id,
          Status: key.active ? ('Active' as const) : ('Inactive' as const),
          CreateDate: new Date(key.created),
        })),
        ...rest,
      };
    },
  },
  DeleteAccessKey: {
    fields: ['UserName', 'AccessKeyId'],
    answer({ UserName, AccessKeyId }, context) {
      const owner = userOrCaller(context, UserName) ?? context.state.root;
      owner.accessKeys = without(
        owner.accessKeys,
        AccessKeyId,
        `The Access Key with id ${AccessKeyId} cannot be found.`,
      );
      return {};
    },
  },
  GetAccessKeyLastUsed: {
    fields: ['AccessKeyId'],
    answer({ AccessKeyId }, context) {
      const user = context.state.iam.users.find(({ accessKeys }) => accessKeys.some(({ id }) => id === AccessKeyId));
      if (!user) refuse('AccessDenied', `The Access Key with id ${AccessKeyId} cannot be found.`, 403);
      // Nothing here signs with the key of a user.
      return { UserName: user.name, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A', LastUsedDate: undefined } };
    },
  },
  // Nobody uploads a certificate here.
  ListServerCertificates: {
    fields: ['MaxItems', 'Marker'],
    answer: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
  },
  ListMFADevices: {
    fields: ['UserName', 'MaxItems', 'Marker'],
    answer({ UserName, ...paging }, context) {
      const user = userOrCaller(context, UserName);
      const { items, paging: rest } = iamPage(user?.mfaDevices ?? rootsDevices(context), paging);
      return {
        MFADevices: items.map((device) => ({
          UserName: user?.name ?? context.accountId,
          SerialNumber: device.serial,
          EnableDate: new Date(device.enabled),
        })),
        ...rest,
      };
    },
  },
  DeactivateMFADevice: {
    fields: ['UserName', 'SerialNumber'],
    answer({ UserName, SerialNumber }, context) {
      const user = userNamed(context, UserName);
      const device = user.mfaDevices.find((one) => one.serial === SerialNumber);
      if (!device) noSuch(`MFA Device invalid for user.`);
      user.mfaDevices = user.mfaDevices.filter((one) => one !== device);
      return {};
    },
  },
  DeleteVirtualMFADevice: {
    fields: ['SerialNumber'],
    answer({ SerialNumber }, context) {
      const { iam } = context.state;
      if (!iam.virtualMfaDevices.includes(SerialNumber ?? '')) {
        noSuch(`VirtualMFADevice with serial number ${SerialNumber} doesn't exist.`);
      }
      const inUse = iam.users.some((user) => user.mfaDevices.some((one) => one.serial === SerialNumber));
      if (inUse) conflict('MFA VirtualDevice in use. Must deactivate first.');
      iam.virtualMfaDevices = iam.virtualMfaDevices.filter((one) => one !== SerialNumber);
      return {};
    },
  },
  ListSSHPublicKeys: {
    fields: ['UserName', 'MaxItems', 'Marker'],
    answer({ UserName, ...paging }, context) {
      const user = userNamed(context, UserName);
      const { items, paging: rest } = iamPage(user.sshKeys, paging);
      return {
        SSHPublicKeys: items.map((key) => ({
          UserName: user.name,
          SSHPublicKeyId: key.id,
          Status: 'Active' as const,
          UploadDate: new Date(key.created),
        })),
        ...rest,
      };
    },
  },
  DeleteSSHPublicKey: {
    fields: ['UserName', 'SSHPublicKeyId'],
    answer({ UserName, SSHPublicKeyId }, context) {
      const user = userNamed(context, UserName);
      user.sshKeys = without(user.sshKeys, SSHPublicKeyId, `The Public Key with id ${SSHPublicKeyId} cannot be found.`);
      return {};
    },
  },
  ListSigningCertificates: {
    fields: ['UserName', 'MaxItems', 'Marker'],
    answer({ UserName, ...paging }, context) {
      const user = userNamed(context, UserName);
      const { items, paging: rest } = iamPage(user.certificates, paging);
      return {
        Certificates: items.map((one) => ({
          UserName: user.name,
          CertificateId: one.id,
          CertificateBody: one.body,
          Status: 'Active' as const,
          UploadDate: new Date(one.created),
        })),
        ...rest,
      };
    },
  },
  DeleteSigningCertificate: {
    fields: ['UserName', 'CertificateId'],
    answer({ UserName, CertificateId }, context) {
      const user = userNamed(context, UserName);
      const sentence = `The Certificate with id ${CertificateId} cannot be found.`;
      user.certificates = without(user.certificates, CertificateId, sentence);
      return {};
    },
  },
  ListServiceSpecificCredentials: {
    fields: ['UserName'],
    answer({ UserName }, context) {
      const user = userNamed(context, UserName);
      return {
        ServiceSpecificCredentials: user.credentials.map((one) => ({
          UserName: user.name,
          ServiceSpecificCredentialId: one.id,
          ServiceName: one.service,
          ServiceUserName: `${user.name}-at-${context.accountId}`,
          Status: 'Active' as const,
          CreateDate: new Date(one.created),
        })),
        IsTruncated: false,
      };
    },
  },
  DeleteServiceSpecificCredential: {
    fields: ['UserName', 'ServiceSpecificCredentialId'],
    answer({ UserName, ServiceSpecificCredentialId: id }, context) {
      const user = userNamed(context, UserName);
      user.credentials = without(user.credentials, id, `No such credential ${id} exists`);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
