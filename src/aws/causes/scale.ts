import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect Auto Scaling groups, launch templates and load balancers. */
export const SCALE_CAUSES: readonly Cause[] = [
  {
    // AWS pages "Service-linked roles for Amazon EC2 Auto Scaling", "Service-linked roles" of Elastic Load Balancing: made at
    // the first use in an account, and visible some seconds later.
    id: 'role-not-seen-yet',
    is: /^ServiceLinkedRoleFailure$|service[- ]linked role/i,
    of: /^(autoscaling|elasticloadbalancing) /,
    state: 'waiting',
    patience: 120,
    why: 'AWS has just created the role of this service, which is not visible everywhere yet',
    next: LATER,
  },
  {
    id: 'template-not-seen-yet',
    says: /launch template.*does not exist/i,
    of: /^autoscaling /,
    state: 'waiting',
    patience: 120,
    why: 'the new launch template is not visible to EC2 Auto Scaling yet',
    next: LATER,
  },
  {
    id: 'group-busy',
    code: /^(ScalingActivityInProgress|ResourceContention)(Fault)?$/,
    state: 'waiting',
    patience: 300,
    why: 'EC2 Auto Scaling is still starting or ending instances of the group',
    next: LATER,
  },
  {
    // It counts as in use for a while after its listener is gone.
    id: 'in-use',
    code: /^ResourceInUse(Fault)?$/,
    of: /^elasticloadbalancing /,
    state: 'failed',
    patience: 120,
    next: 'another listener or rule, which was added later, still uses it: delete that, then run the same command again',
  },
  {
    id: 'no-load-balancers-yet',
    says: /does not support creating load balancers/i,
    state: 'failed',
    why: 'AWS does not let this new account create load balancers yet',
    next: 'ask AWS Support to enable them (free, "Account and billing"): https://console.aws.amazon.com/support/home#/case/create; or leave out --load-balancer',
  },
  {
    // AWS API reference "CreateListener".
    id: 'certificate-unusable',
    code: /^(CertificateNotFound|UnsupportedCertificate)$/,
    state: 'failed',
    next: 'the certificate must exist in AWS Certificate Manager of this Region and be issued: see aws acm list-certificates',
  },
  {
    id: 'there-already',
    code: /^(AlreadyExists(Fault)?|Duplicate(LoadBalancerName|TargetGroupName|Listener)|InvalidLaunchTemplateName\.AlreadyExists|InstanceRefreshInProgress(Fault)?)$/,
    of: /^(autoscaling|ec2|elasticloadbalancing) /,
    state: 'waiting',
    patience: 120,
    why: 'AWS reports that it already exists, but does not return it yet',
    next: LATER,
  },
];
