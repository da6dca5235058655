import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers } from './row-makers.ts';

const enrolment = 'ChangePassword EnableMFADevice GetMFADevice GetUser ListMFADevices ResyncMFADevice';

/** The group's policy and require_mfa together: with MFA, without, and with an access key, which has no MFA key. */
export function requireMfaRows(place: Place): TableRow[] {
  return (['admin', 'engineer', 'analyst'] as const).flatMap((group) => {
    const { grant, refuse, iam, own, bucket, globalRegion } = rowMakers([group, 'require-mfa'], place);
    const object = `${bucket(place.analysisBucket)}/a`;
    const at = { 'aws:RequestedRegion': globalRegion };
    const withMfa = [
      ...grant('iam: DeactivateMFADevice', own, 'with MFA', at),
      ...grant('s3: GetObject', object, 'with MFA'),
    ];
    return [
      ...withMfa,
      ...[
        { 'aws:MultiFactorAuthPresent': 'false' },
        { 'aws:MultiFactorAuthPresent': null, 'aws:MultiFactorAuthAge': null },
      ].flatMap((mfa) => [
        ...grant(`iam: ${enrolment}`, own, 'a first password and MFA, without MFA', { ...at, ...mfa }),
        ...grant('iam: GetAccountPasswordPolicy ListVirtualMFADevices', '*', 'the sign-in pages', { ...at, ...mfa }),
        ...grant('iam: CreateVirtualMFADevice', iam('mfa/phone'), 'enrolment', { ...at, ...mfa }),
        ...refuse(`iam: ${enrolment}`, iam('user/somebody'), 'never for somebody else', { ...at, ...mfa }),
        ...refuse(`iam: ${enrolment}`, `${own}2`, 'nor for a longer name', { ...at, ...mfa }),
        ...refuse('iam: DeactivateMFADevice CreateAccessKey UpdateLoginProfile AttachUserPolicy', own, 'needs MFA', {
          ...at,
          ...mfa,
        }),
        ...refuse('iam: DeleteVirtualMFADevice', iam(`mfa/${group}_${place.name}`), 'needs MFA', { ...at, ...mfa }),
        ...refuse('iam: ListRoles GetAccountSummary', '*', 'nothing but enrolment', { ...at, ...mfa }),
        ...refuse('s3: GetObject PutObject', object, 'nothing but enrolment', mfa),
        ...refuse('s3: ListAllMyBuckets', '*', 'nothing but enrolment', mfa),
        ...refuse('sts: AssumeRole', iam('role/administrator'), 'nothing but enrolment', { ...at, ...mfa }),
        ...refuse('s3: GetObject', object, 'asked by the user', { ...mfa, 'aws:ViaAWSService': null }),
        ...grant('s3: GetObject', object, 'asked by a service for the user', { ...mfa, 'aws:ViaAWSService': 'true' }),
        ...refuse('iam: EnableMFADevice', iam('user/somebody'), 'not even by a service', {
          ...at,
          ...mfa,
          'aws:ViaAWSService': 'true',
        }),
      ]),
      ...(group === 'admin' ? adminRows(place) : []),
    ];
  });
}

function adminRows(place: Place): TableRow[] {
  const { grant, iam, globalRegion } = rowMakers(['admin', 'require-mfa'], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const keyOnly = { ...at, 'aws:MultiFactorAuthPresent': null };
  return [
    ...grant('sts: GetSessionToken', '*', 'how a command line shows its code', keyOnly),
    ...grant('iam: EnableMFADevice GetUser', iam('user/somebody'), 'with MFA an admin helps others', at),
  ];
}
