/** The examples at the start of each --help. */
export const EXAMPLES: Record<string, string> = {
  program: `Examples:
  aws-baseline init --rehearse        try it on an account in memory
  aws-baseline init                   set up the account you are signed in to
  aws-baseline status                 check the account
`,
  init: `Examples:
  aws-baseline init --rehearse        try it without an AWS account
  aws-baseline init                   the wizard, all five steps
  aws-baseline init --steps root,admin --name acme
`,
  root: `Examples:
  aws-baseline root --alarm-email you@example.com
  aws-baseline root --alarm-limit 10 --alarm-limit 50
  aws-baseline root --no-alarm
`,
  admin: `Examples:
  aws-baseline admin --name acme
  aws-baseline admin --name acme --admin-password-out admin.pw
  aws-baseline admin --name acme --no-admin-password
`,
  buckets: `Examples:
  aws-baseline buckets --name acme
  aws-baseline buckets --name acme --bucket-names regional
  aws-baseline buckets --name acme --bucket acme-archive
`,
  groups: `Examples:
  aws-baseline groups --name acme
  aws-baseline groups --name acme --engineer-user jo --analyst-user kim
  aws-baseline groups --name acme --users-password-out users.pw
`,
  ec2: `Examples:
  aws-baseline ec2 --name acme
  aws-baseline ec2 --name acme --family compute
  aws-baseline ec2 --name acme --instance-type t3.micro --no-public-ip
  aws-baseline ec2 --name acme --scale 2..4 --load-balancer http
`,
  'ec2 list': `Examples:
  aws-baseline ec2 list               the instances of aws-baseline, as a table
  aws-baseline ec2 list --json
  aws-baseline ec2 list --region eu-west-1
`,
  'ec2 start': `Examples:
  aws-baseline ec2 start
  aws-baseline ec2 start i-0123456789abcdef0
  aws-baseline ec2 start --json
`,
  'ec2 stop': `Examples:
  aws-baseline ec2 stop               only its disk is charged then
  aws-baseline ec2 stop i-0123456789abcdef0
  aws-baseline ec2 stop --json
`,
  'ec2 terminate': `Examples:
  aws-baseline ec2 terminate          shows what is deleted, and asks
  aws-baseline ec2 terminate i-0123456789abcdef0 --yes
  aws-baseline ec2 terminate --yes --json
`,
  'ec2 connect': `Examples:
  aws-baseline ec2 connect            opens a session, or prints the command
  aws-baseline ec2 connect i-0123456789abcdef0
  aws-baseline ec2 connect --json
`,
  status: `Examples:
  aws-baseline status                 find the baseline by its tags
  aws-baseline status --name acme --exit-code
  aws-baseline status --benchmark cis
  aws-baseline status --json
`,
  plan: `Examples:
  aws-baseline plan --name acme --alarm-email you@example.com
  aws-baseline plan --config aws-baseline.yaml --exit-code
  aws-baseline plan --name acme --no-alarm > plan.sh; sh plan.sh
`,
  apply: `Examples:
  aws-baseline apply --name acme --alarm-email you@example.com --yes
  aws-baseline apply --config aws-baseline.yaml --yes --json --wait 10m
  aws-baseline apply --rehearse --yes
`,
  verify: `Examples:
  aws-baseline verify                 offline if you are not signed in
  aws-baseline verify --name acme
  aws-baseline verify --output junit > verify.xml
`,
  undo: `Examples:
  aws-baseline undo                   asks before it deletes anything
  aws-baseline undo --steps ec2 --confirm 111122223333
  aws-baseline undo --confirm 111122223333 --delete-data
`,
  try: `Examples:
  aws-baseline try container          run a container once, show its output
  aws-baseline try function           the same with a Lambda function
  aws-baseline try cluster --remind-after 4h
  aws-baseline try container --rehearse
`,
  explain: `Examples:
  aws-baseline explain                list the topics
  aws-baseline explain policies
  aws-baseline explain exit-codes
`,
  'policy show': `Examples:
  aws-baseline policy show engineer --name acme --account-id 111122223333 \\
    --region ap-southeast-2
  aws-baseline policy show admin --explain --name acme \\
    --account-id 111122223333 --region eu-central-1
  aws-baseline policy show require-mfa --name acme \\
    --account-id 111122223333 --region us-gov-west-1
`,
  doctor: `Examples:
  aws-baseline doctor                 find problems and fixes
  aws-baseline doctor --profile work --expect-account 111122223333
  aws-baseline doctor --json
`,
  brake: `Examples:
  aws-baseline brake lift             lift it after it has acted
  aws-baseline brake lift --yes
  aws-baseline root --alarm-email you@example.com --brake 50
`,
  'brake lift': `Examples:
  aws-baseline brake lift             shows what it would do, and asks
  aws-baseline brake lift --yes --json
  aws-baseline brake lift --expect-account 111122223333
`,
  costs: `Examples:
  aws-baseline costs                  every enabled Region, with list prices
  aws-baseline costs --json
  aws-baseline costs --profile work --expect-account 111122223333
`,
  config: `Examples:
  aws-baseline config show            every setting and its source
  aws-baseline config validate        check ./aws-baseline.yaml
  aws-baseline config schema > aws-baseline.schema.json
`,
  'config show': `Examples:
  aws-baseline config show
  aws-baseline config show --name acme --region eu-central-1
  aws-baseline config show --no-config --json
`,
  'config validate': `Examples:
  aws-baseline config validate        ./aws-baseline.yaml
  aws-baseline config validate staging.yaml
  aws-baseline config validate - < staging.yaml
`,
  'config schema': `Examples:
  aws-baseline config schema
  aws-baseline config schema > aws-baseline.schema.json
  aws-baseline config schema | jq '.properties | keys'
`,
  completion: `Examples:
  eval "$(aws-baseline completion bash)"
  aws-baseline completion zsh > ~/.zfunc/_aws-baseline
  aws-baseline completion fish > ~/.config/fish/completions/aws-baseline.fish
`,
};
