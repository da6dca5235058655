import { arnOf, type Context, here, type Operations } from '../context.ts';
import { writeLog } from '../logs/logs.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import type { LambdaFunction } from './state.ts';

const functionsIn = (context: Context): LambdaFunction[] => here(context).functions ?? [];

const arn = (context: Context, name: string) => arnOf(context, 'lambda', context.region, `function:${name}`);

const asTags = (tags: Record<string, string> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

function functionNamed(context: Context, name: string | undefined): LambdaFunction {
  const found = functionsIn(context).find((one) => one.name === name);
  return found ?? refuse('ResourceNotFoundException', `Function not found: ${arn(context, name ?? '')}`, 404);
}

const told = (context: Context, { name, state, configuration }: LambdaFunction) => ({
  ...configuration,
  FunctionName: name,
  FunctionArn: arn(context, name),
  State: state,
});

/** Lambda as the rehearsal answers it: a function answers with the code's greeting, whatever its code. */
export const lambda: Operations<'lambda'> = {
  CreateFunction: {
    fields: [
      'FunctionName',
      'Runtime',
      'Role',
      'Handler',
      'Code',
      'Timeout',
      'MemorySize',
      'Architectures',
      'LoggingConfig',
      'Tags',
    ],
    answer({ FunctionName = '', Code: _code, Tags, ...configuration }, context) {
      const role = context.state.iam.roles.find(({ name, path }) =>
        configuration.Role?.endsWith(`:role${path}${name}`),
      );
      if (!role?.trust.includes('lambda.amazonaws.com'))
        refuse('InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda.');
      if (functionsIn(context).some((one) => one.name === FunctionName))
        refuse('ResourceConflictException', `Function already exist: ${FunctionName}`, 409);
      const made: LambdaFunction = { name: FunctionName, state: 'Pending', configuration, tags: asTags(Tags) };
      here(context).functions = [...functionsIn(context), made];
      return told(context, made);
    },
  },
  GetFunction: {
    fields: ['FunctionName'],
    answer({ FunctionName }, context) {
      const found = functionNamed(context, FunctionName);
      const Tags = Object.fromEntries(found.tags.map(({ Key, Value }) => [Key, Value]));
      return { Configuration: told(context, found), Tags };
    },
    // A new function is active soon.
    after: (context) => {
      for (const one of functionsIn(context)) one.state = 'Active';
    },
  },
  DeleteFunction: {
    fields: ['FunctionName'],
    answer({ FunctionName }, context) {
      const found = functionNamed(context, FunctionName);
      const left = functionsIn(context).filter((one) => one !== found);
      if (left.length > 0) here(context).functions = left;
      else delete here(context).functions;
      return { StatusCode: 204 };
    },
  },
  Invoke: {
    fields: ['FunctionName', 'InvocationType', 'LogType'],
    answer({ FunctionName }, context) {
      const { state, configuration } = functionNamed(context, FunctionName);
      if (state !== 'Active')
        refuse(
          'ResourceConflictException',
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
          409,
        );
      const { LogGroup = '' } = (configuration.LoggingConfig ?? {}) as { LogGroup?: string };
      writeLog(context, LogGroup, 'rehearsal', 'START rehearsal');
      const text = JSON.stringify({ message: 'Hello from Lambda (rehearsed)' });
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: bytesOf(text) };
    },
  },
  TagResource: {
    fields: ['Resource', 'Tags'],
    answer({ Resource, Tags }, context) {
      const found = functionsIn(context).find(({ name }) => arn(context, name) === Resource);
      if (!found) refuse('ResourceNotFoundException', `Function not found: ${Resource}`, 404);
      found.tags = withTags(found.tags, asTags(Tags));
      return {};
    },
  },
};

// As the SDK hands out a blob.
const bytesOf = (text: string) => Object.assign(new TextEncoder().encode(text), { transformToString: () => text });
