import type { Operations } from './context.ts';
import { imagesIn } from './ec2/image-list.ts';
import { refuse } from './refuse.ts';

/** Systems Manager as the rehearsal answers it: only AWS's public parameters are there. */
export const ssm: Operations<'ssm'> = {
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
