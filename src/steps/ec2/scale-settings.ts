import type { Conflict } from '../settings/setting.ts';
import { type Draft, settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { LAUNCH } from './launch-settings.ts';

const setting = settingIn('ec2');

/** The settings of more than one instance. */
export const SCALE = {
  scale: setting({
    key: 'ec2.scale',
    flag: '--scale <range>',
    kind: 'text',
    help: 'MIN..MAX instances in an Auto Scaling group instead of one instance',
    sample: '2..4',
    ...SHAPES.scale,
    place: 'ec2.scale',
    derive: (said) => (said === undefined ? undefined : scaleIn(said)),
  }),
  loadBalancer: setting({
    key: 'ec2.load-balancer',
    flag: '--load-balancer <protocol>',
    kind: 'text',
    help: 'a load balancer before the instances, which is billed by the hour (with --scale)',
    choices: ['http', 'https'],
    sample: 'https',
    place: 'ec2.loadBalancer',
  }),
  certificateArn: setting({
    key: 'ec2.certificate-arn',
    flag: '--certificate-arn <arn>',
    kind: 'text',
    help: 'the certificate in AWS Certificate Manager for --load-balancer https',
    sample: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/12345678-1234-1234-1234-123456789012',
    ...SHAPES.certificateArn,
    place: 'ec2.certificateArn',
  }),
};

/** The two numbers of `MIN..MAX`. */
export function scaleIn(text: string): { min: number; max: number } {
  const [min, max] = text.split('..').map(Number);
  return { min: min ?? 0, max: max ?? 0 };
}

/** A group is not private as a single instance is, a load balancer needs a group of instances behind it, and HTTPS needs a certificate of the home Region. */
export function scaleConflicts(draft: Draft, region: string | undefined): Conflict[] {
  const { scale, loadBalancer, certificateArn } = SCALE;
  const protocol = valueIn(draft, loadBalancer);
  const certificate = valueIn(draft, certificateArn);
  const place = certificate?.split(':')[3];
  return [
    ...(draft.has(scale.key) && valueIn(draft, LAUNCH.private)
      ? [
          {
            keys: [scale.key],
            said: 'an Auto Scaling group replaces the single instance that --private is for: leave one of the two out (--no-public-ip gives the group no public addresses), or first undo step ec2',
          },
        ]
      : []),
    ...(protocol && !draft.has(scale.key)
      ? [{ keys: [loadBalancer.key], said: 'a load balancer needs --scale MIN..MAX, such as --scale 2..4' }]
      : []),
    ...(certificate && protocol !== 'https'
      ? [{ keys: [certificateArn.key], said: 'a certificate needs --load-balancer https' }]
      : []),
    ...(protocol === 'https' && !certificate
      ? [
          {
            keys: [loadBalancer.key],
            said: 'https needs --certificate-arn with a certificate of AWS Certificate Manager',
          },
        ]
      : []),
    ...(place && region && place !== region
      ? [
          {
            keys: [certificateArn.key],
            said: `the certificate is in ${place}, and a load balancer in ${region} needs one of ${region}`,
          },
        ]
      : []),
  ];
}
