/** How the policies differ from the notes that this program is based on, and why; docs/policies.md has the same text. */
export const changesFromNotes: readonly string[] = [
  'Both broken documents were rewritten. engineer_access was not valid JSON; analyst_access was empty, which IAM refuses.',
  'aws-portal is removed. AWS retired it in July 2023; the policies list the services that replaced it.',
  'Cost Explorer and CloudTrail are granted. The notes promised both but granted neither.',
  'The billing alarm has its own Region. The alarm and its topic are in us-east-1, where the admin in the notes had no access.',
  'CloudShell is regional. Engineers can use it in the home Region, the admin there and in the global Region.',
  'IAM, STS, billing and PassRole have no Region condition; all regional permissions have one, or have the Region in the ARN. The notes limited IAM to us-east-1, which is wrong in GovCloud and China. The bucket list has no Region condition: S3 may serve it from us-east-1, and the list of Multi-Region Access Points from us-west-2.',
  'PassRole names a role path with its closing slash, and the services. In the notes, * in us-east-1 had no effect where Glue runs, and allowed privilege escalation elsewhere. In China, EC2 is listed with and without .cn, because AWS uses both.',
  'Object actions have object ARNs, list actions have bucket ARNs. With the bucket ARNs in the notes, no one could access objects.',
  "ARNs instead of * for bucket settings, access points, Glue and compute. * remains for actions without a resource type, for reads in the home Region, and for three S3 batch job actions (AWS has an ARN for them, moto refuses it, and S3 accepts only jobs of the caller's account).",
  'MFA devices can have any name, so creating them is allowed on mfa/*; GetMFADevice and ListVirtualMFADevices are added; removing a device requires MFA, so a stolen password is not enough to remove the second factor.',
  'No service-specific credentials. They would now allow long-lived Bedrock API keys.',
  "Partition, account, Region and names are parameters. Nothing from one person's account remains.",
  'GetBucketLocation, AbortMultipartUpload and DescribeJob are added, because the promised tasks of engineers need them. A batch job created in the console waits for confirmation, so UpdateJobStatus is added too.',
  'The account owns a bucket, not the user; engineer_access is attached to engineer, not to admin.',
  'The Region limit of the admin is a safeguard, not a boundary. iam:* can remove it. Only a service control policy of an organization is a boundary.',
];

/** Risks that no policy can prevent; `verify` looks for resources that are affected. */
export const residualRisks: readonly string[] = [
  'An analyst can open any existing SageMaker notebook, Studio profile or pipeline, with the role it has. SageMaker has no condition key for that role.',
  'An analyst can open a shell on any instance of the account, with the role of the instance. IAM can limit that by tags, but not by the role.',
  'An engineer can run any existing Glue job or session, with the role it has, with other arguments or code. Glue has no condition key for that role either.',
  'Therefore, do not use roles outside /aws-baseline/engineer/ and /aws-baseline/analyst/ for Glue jobs, notebooks, instances, task definitions and clusters in the home Region. aws-baseline verify lists those that it finds, as far as you are allowed to read them.',
];
