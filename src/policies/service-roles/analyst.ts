import { listsAnalysisBucket, readsAnalysisObjects } from '../buckets.ts';
import { actions, allow, atHome, type Clause, deny } from '../document.ts';
import { arn, bucketArn, type Place } from '../place.ts';
import { logStream, writesLogs } from './logs.ts';
import { keepsResults, resultsBucket } from './results.ts';
import { need, type ServiceRole } from './service-role.ts';

const readAnalysis = (place: Place) =>
  need(place, 'read the analysis bucket', 's3:GetObject', bucketArn(place, place.analysisBucket, 'data.csv'));
const writeResults = (place: Place) =>
  need(place, 'write results', 's3:PutObject', bucketArn(place, resultsBucket(place), 'model.tar.gz'));

export function signsInToRegistry(place: Place): Clause {
  return allow('SignInToRegistry', 'Sign in to image registries in the home Region.', {
    Action: 'ecr:GetAuthorizationToken',
    Resource: '*',
    Condition: atHome(place),
  });
}

const pulls = actions('ecr', 'BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer');

/** AWS keeps its own images in its accounts, which differ by Region. Reading from another account needs that account's consent. */
export function pullsAnyImages(place: Place): Clause {
  return allow('PullImages', "Pull images in the home Region: this account's, and those that AWS offers.", {
    Action: pulls,
    Resource: '*',
    Condition: atHome(place),
  });
}

function pullsOwnImages(place: Place): Clause {
  return allow('PullImages', "Pull images of this account's repositories in the home Region.", {
    Action: pulls,
    Resource: arn(place, 'ecr', 'repository/*'),
  });
}

/**
 * AmazonSSMManagedInstanceCore lets an instance read every parameter of the account, secret ones included. Whoever has a
 * shell on the instance would read what their group may not.
 */
function readsNoParameters(place: Place): Clause {
  const under = 'parameter/aws/service/*';
  return deny('ReadNoParameters', "Deny reading the account's parameters; those that AWS publishes stay readable.", {
    Action: 'ssm:GetParameter*',
    NotResource: [arn(place, 'ssm', under), `arn:${place.partition}:ssm:${place.region}::${under}`],
  });
}

/** The only inline policy of the instance's role; Session Manager comes with an AWS managed policy. */
export const ec2: ServiceRole = {
  name: 'aws-baseline-ec2',
  owner: 'analyst',
  service: 'EC2',
  principal: ({ partition }) => (partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com'),
  awsPolicies: ['AmazonSSMManagedInstanceCore'],
  clauses: (place) => [listsAnalysisBucket(place), readsAnalysisObjects(place), readsNoParameters(place)],
  needs: (place) => [readAnalysis(place)],
};

/** ECS sets `aws:SourceAccount` and `aws:SourceArn` (AWS page "Amazon ECS task IAM role"). No permissions for ECS Exec. */
export const ecsTask: ServiceRole = {
  name: 'aws-baseline-ecs-task',
  owner: 'analyst',
  service: 'ECS tasks',
  principal: () => 'ecs-tasks.amazonaws.com',
  source: { service: 'ecs', resource: '*' },
  awsPolicies: [],
  clauses: (place) => [listsAnalysisBucket(place), readsAnalysisObjects(place), ...keepsResults(place)],
  needs: (place) => [readAnalysis(place), writeResults(place)],
};

/**
 * Narrower than AmazonECSTaskExecutionRolePolicy, which pulls any image and writes to any log group. The console's option to
 * create the log group needs `logs:CreateLogGroup` (AWS page "Amazon ECS task execution IAM role", whose trust has no
 * conditions).
 */
export const ecsExecution: ServiceRole = {
  name: 'aws-baseline-ecs-execution',
  owner: 'analyst',
  service: 'starting ECS tasks',
  principal: () => 'ecs-tasks.amazonaws.com',
  awsPolicies: [],
  clauses: (place) => [
    signsInToRegistry(place),
    pullsOwnImages(place),
    writesLogs(place, '/aws/ecs/*', '/ecs/*', 'aws-baseline-try*'),
  ],
  needs: (place) => [
    need(place, 'pull images', 'ecr:BatchGetImage', arn(place, 'ecr', 'repository/app')),
    need(place, 'write logs', 'logs:PutLogEvents', logStream(place, '/ecs/app')),
  ],
};

// Metrics of one's own cannot be in a namespace of AWS, which begins with AWS/ (AWS page "Metrics concepts").
const namespaces = ['Endpoints', 'ProcessingJobs', 'TrainingJobs', 'TransformJobs'].map(
  (name) => `/aws/sagemaker/${name}`,
);

function countsJobs(place: Place): Clause {
  return allow('CountJobs', 'Write the metrics of jobs and endpoints in the home Region.', {
    Action: 'cloudwatch:PutMetricData',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': place.region, 'cloudwatch:namespace': namespaces } },
  });
}

/**
 * What jobs and endpoints need (AWS page "How to use SageMaker AI execution roles", "CreateTrainingJob API"), narrowed to the
 * two buckets. The page "Cross-service confused deputy prevention" shows trust conditions for jobs and endpoints, but not
 * for notebook instances, which may have this role too, so there are none.
 */
export const sagemaker: ServiceRole = {
  name: 'aws-baseline-sagemaker',
  owner: 'analyst',
  service: 'SageMaker',
  principal: () => 'sagemaker.amazonaws.com',
  awsPolicies: [],
  clauses: (place) => [
    listsAnalysisBucket(place),
    readsAnalysisObjects(place),
    ...keepsResults(place),
    signsInToRegistry(place),
    pullsAnyImages(place),
    writesLogs(place, '/aws/sagemaker/*'),
    countsJobs(place),
  ],
  needs: (place) => [
    readAnalysis(place),
    writeResults(place),
    need(place, 'pull images', 'ecr:BatchGetImage', arn(place, 'ecr', 'repository/app')),
    need(place, 'write logs', 'logs:PutLogEvents', logStream(place, '/aws/sagemaker/TrainingJobs')),
  ],
};
