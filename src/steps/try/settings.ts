import { type Setting, settingIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import type { Trial } from './trials.ts';

const setting = settingIn('try');

/** The settings of this step. */
export const TRY = {
  image: setting({
    key: 'try.image',
    flag: '--image <image>',
    kind: 'text',
    help: 'container image to run (default: hello-world of the Amazon ECR Public Gallery)',
    sample: 'public.ecr.aws/docker/library/busybox:stable',
    ...SHAPES.image,
    onlyForWriting: true,
    place: 'try.image',
  }),
  remindAfter: setting({
    key: 'try.remind-after',
    flag: '--remind-after <duration>',
    kind: 'text',
    help: 'status reminds you of the cluster after this time; nothing is deleted by itself',
    sample: '4h',
    ...SHAPES.reminder,
    onlyForWriting: true,
    place: 'try.remindAfter',
  }),
};

/** The settings that only one of the trials has. */
export const ONLY_FOR: readonly (readonly [Setting, Trial])[] = [
  [TRY.image, 'container'],
  [TRY.remindAfter, 'cluster'],
];

/** The image that runs if none is given. It prints a greeting and exits. */
export const USUAL_IMAGE = 'public.ecr.aws/docker/library/hello-world:latest';
