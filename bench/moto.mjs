// One moto for all runs, emptied before each.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bare, texts } from './bare.mjs';
import { buckets, GROUPS, REGION, users } from './wanted.mjs';

const AMI = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts moto_server and waits until it answers. */
export async function startMoto() {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', MOTO_ACCOUNT_ID: '111122223333' };
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  const gone = new Promise((_, reject) => {
    server.once('error', (error) =>
      reject(new Error(`moto_server is needed, pip install "moto[server]" (${error.message})`)),
    );
    server.once('exit', (code) => reject(new Error(`moto_server ended with ${code}`)));
  });
  gone.catch(() => {});
  const ready = async () => {
    for (;;) {
      if (
        await fetch(`${endpoint}/moto-api/`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await sleep(100);
    }
  };
  await Promise.race([ready(), gone]);
  return { endpoint, empty: () => empty(endpoint), stop: () => server.kill() };
}

// The first request to a service loads its code, and the first after a reset its data: have that behind us.
async function empty(endpoint) {
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  const aws = bare(endpoint);
  await aws.query('sts', 'us-east-1', 'GetCallerIdentity');
  await aws.query('iam', 'us-east-1', 'ListPolicies', { MaxItems: 1 });
  await aws.query('sns', 'us-east-1', 'ListTopics');
  await aws.json('monitoring', 'us-east-1', 'GraniteServiceVersion20100801.DescribeAlarms', {});
  await aws.s3(REGION, 'GET', '/');
  await aws.query('ec2', REGION, 'DescribeInstances');
  await aws.json('ssm', REGION, 'AmazonSSM.GetParameter', { Name: AMI });
  aws.close();
}

/** What of the end state is missing, whoever should have built it: a run that did less must not count as fast. */
export async function missing(endpoint, n) {
  const aws = bare(endpoint);
  const lacking = [];
  const must = (holds, what) => holds || lacking.push(what);
  const all = await aws.query('iam', 'us-east-1', 'GetAccountAuthorizationDetails', { MaxItems: 1000 });
  const names = new Set(texts(all, 'UserName'));
  const attached = texts(all, 'PolicyName');
  for (const group of GROUPS) must(attached.includes(`${group}_access`), `policy ${group}_access`);
  for (const [group, UserName] of users(n)) {
    must(names.has(UserName), `user ${UserName}`);
    const signIn = await aws.query('iam', 'us-east-1', 'GetLoginProfile', { UserName }).catch(() => '');
    must(signIn.includes(UserName), `sign-in of ${UserName}`);
    const groups = await aws.query('iam', 'us-east-1', 'ListGroupsForUser', { UserName }).catch(() => '');
    must(texts(groups, 'GroupName').includes(group), `${UserName} in ${group}`);
  }
  for (const name of buckets(n)) {
    const get = (setting) => aws.s3(REGION, 'GET', `/${name}?${setting}`).catch(() => '');
    must((await get('versioning')).includes('Enabled'), `versions of ${name}`);
    must((await get('publicAccessBlock')).includes('>true<'), `public access block of ${name}`);
    must((await get('encryption')).includes('AES256'), `encryption of ${name}`);
    must((await get('ownershipControls')).includes('BucketOwnerEnforced'), `ownership of ${name}`);
  }
  must((await aws.query('sns', 'us-east-1', 'ListSubscriptions')).includes('<Protocol>email<'), 'subscription');
  const { MetricAlarms } = await aws.json(
    'monitoring',
    'us-east-1',
    'GraniteServiceVersion20100801.DescribeAlarms',
    {},
  );
  must(MetricAlarms.length > 0, 'billing alarm');
  const instances = texts(await aws.query('ec2', REGION, 'DescribeInstances'), 'httpTokens');
  must(instances.length === 1 && instances[0] === 'required', 'one instance with IMDSv2');
  aws.close();
  return lacking;
}
