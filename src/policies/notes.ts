/** What the policies do otherwise than the notes this program came from, and why; docs/policies.md says the same. */
export const changesFromNotes: readonly string[] = [
  'Both broken documents are written anew. engineer_access was not JSON; analyst_access was empty, which IAM refuses.',
  'aws-portal is gone. AWS retired it in July 2023; the services that replaced it stand there by name.',
  'Cost Explorer and CloudTrail are granted. The notes promised both and granted neither.',
  "The billing alarm has its Region. Alarm and topic live in us-east-1, where the notes' admin could not touch them.",
  'CloudShell is regional. Engineers open it in the home Region, the admin there and in the global Region.',
  'IAM, STS, billing and PassRole have no Region condition, everything regional has one or has it in the ARN. The notes pinned IAM to us-east-1, which is wrong in GovCloud and China. The bucket list has none: S3 may answer it from us-east-1, and the list of multi-Region access points from us-west-2.',
  'PassRole names a role path with its closing slash and the services. * in us-east-1 was dead where Glue runs, and a way to become administrator elsewhere. In China EC2 stands there with and without .cn, since AWS uses both.',
  "Object actions have object ARNs, list actions the bucket's. The notes' bucket ARNs gave objects to nobody.",
  "ARNs instead of * for bucket settings, access points, Glue and compute. * stays for actions without a resource type, for reads in the home Region, and for three S3 batch job actions (AWS has an ARN for them, moto refuses it, and S3 takes only jobs of the caller's account).",
  'MFA devices have free names, so they are made on mfa/*; GetMFADevice and ListVirtualMFADevices are added; taking a device off needs MFA, or a stolen password would take the second factor along.',
  'No service-specific credentials. They would now make long-lived Bedrock keys.',
  "Partition, account, Region and names are parameters. Nothing of one person's account is left.",
  'GetBucketLocation, AbortMultipartUpload, DescribeJob are added, without which what engineers are promised does not work. A batch job made in the console waits to be confirmed, hence UpdateJobStatus.',
  'The account owns a bucket, not the user; engineer_access belongs to engineer, not to admin.',
  'The Region lock of the admin is a seat belt, not a boundary. iam:* can lift it. Only a service control policy of an organization is a boundary.',
];

/** What no policy closes; `verify` looks for what could make it matter. */
export const residualRisks: readonly string[] = [
  'An analyst may open any SageMaker notebook, Studio profile or pipeline that exists, as the role it has. SageMaker offers no condition on that role.',
  'An engineer may run any Glue job or session that exists, as the role it has, with other arguments or code. Glue offers no condition on that role either.',
  'So roles outside /aws-baseline/engineer/ and /aws-baseline/analyst/ do not belong on Glue jobs, notebooks, instances, task definitions and clusters in the home Region. aws-baseline verify lists those it finds where it may look.',
];
