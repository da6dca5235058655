import type { AlternateContact } from '@aws-sdk/client-account';
import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3-control';
import type { Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { type Place, puts, settingOf, tells } from './setting.ts';

const block = settingOf<PublicAccessBlockConfiguration | null>('account', 's3-account-block', null);

/** S3 Control as the rehearsal answers it: the account's public access block. */
export const s3control: Operations<'s3control'> = {
  GetPublicAccessBlock: {
    fields: ['AccountId'],
    answer: (request, context) => ({
      PublicAccessBlockConfiguration:
        block.of(request, context).value ??
        refuse('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404),
    }),
  },
  PutPublicAccessBlock: puts(
    block,
    ({ PublicAccessBlockConfiguration: given = {} }) => ({
      BlockPublicAcls: given.BlockPublicAcls ?? false,
      IgnorePublicAcls: given.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
    }),
    ['AccountId', 'PublicAccessBlockConfiguration'],
  ),
  DeletePublicAccessBlock: puts(block, () => null, ['AccountId']),
};

type Typed = { AlternateContactType?: string | undefined };

// Each type has a contact of its own.
const contact: Place<Typed, AlternateContact | null> = {
  names: ['AlternateContactType'],
  of: (request, context) =>
    settingOf<AlternateContact | null>('account', `contact-${request.AlternateContactType}`, null).of(request, context),
};
const noContact = () =>
  refuse('ResourceNotFoundException', 'No contact of the inputted alternate contact type found.', 404);

/** Account Management as the rehearsal answers it: the alternate contacts. */
export const account: Operations<'account'> = {
  GetAlternateContact: tells(contact, (value) => ({ AlternateContact: value ?? noContact() })),
  PutAlternateContact: puts(contact, (given) => ({ ...given }), ['Name', 'EmailAddress', 'PhoneNumber', 'Title']),
  DeleteAlternateContact: puts(contact, (_request, before) => (before ? null : noContact())),
};
