import type { Runtime } from '@aws-sdk/client-lambda';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { messageOf } from '../../aws/errors.ts';
import { type AnyFact, type Fact, fact } from '../../engine/fact.ts';
import { asTagMap, fromTagMap, marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { zipOf } from './zip.ts';

/** The Node.js runtimes to create a function with, the newest first: a Region may not offer it yet. */
const RUNTIMES: readonly Runtime[] = ['nodejs26.x', 'nodejs24.x', 'nodejs22.x'];

const CODE = `export const handler = async (event, context) => ({
  message: 'Hello from Lambda',
  function: context.invokedFunctionArn,
  memory: context.memoryLimitInMB,
});
`;

/** A Lambda function of this name exists: 128 MB, 10 seconds, arm64, and nothing may call it from outside. */
export function functionExists(
  FunctionName: string,
  place: { roleArn: string; logGroup: string; tags: Tag[] },
  needs: AnyFact[],
): Fact<true> {
  const { roleArn, logGroup, tags } = place;
  return fact<true>({
    id: `lambda/function/${FunctionName}`,
    title: `Lambda function ${FunctionName} exists`,
    thing: `Lambda function ${FunctionName}`,
    want: true,
    needs,
    read: async (account) => ((await functionNamed(FunctionName, account)) ? true : null),
    calls(to) {
      if (to === null) return [call('lambda', 'DeleteFunction', { FunctionName })];
      const request = {
        FunctionName,
        Runtime: RUNTIMES[0],
        Role: roleArn,
        Handler: 'index.handler',
        Code: { ZipFile: zipOf('index.mjs', CODE) },
        Architectures: ['arm64' as const],
        MemorySize: 128,
        Timeout: 10,
        LoggingConfig: { LogGroup: logGroup },
        Tags: asTagMap(tags),
      };
      return [call('lambda', 'CreateFunction', request)];
    },
    instead: withOlderRuntime,
    async owner(account) {
      const found = await functionNamed(FunctionName, account);
      return found ? ownerBy(fromTagMap(found.Tags), tags) : undefined;
    },
    async mark(account) {
      const Resource = (await functionNamed(FunctionName, account))?.Configuration?.FunctionArn;
      return [call('lambda', 'TagResource', { Resource, Tags: asTagMap(marksIn(tags)) })];
    },
  });
}

async function functionNamed(FunctionName: string, account: Account) {
  return orNull(account.send(call('lambda', 'GetFunction', { FunctionName })), 'ResourceNotFound');
}

// Lambda refuses a runtime that a Region does not offer with "Value nodejs26.x at 'runtime' failed to satisfy constraint"
// (aws/aws-lambda-dotnet#55, serverless/serverless#7183).
function withOlderRuntime(error: unknown, refused: AnyCall[], times: number): { calls: AnyCall[] } | undefined {
  const Runtime = RUNTIMES[times];
  if (Runtime === undefined || !/'?runtime'? failed to satisfy|runtime parameter of/i.test(messageOf(error)))
    return undefined;
  return { calls: refused.map((given) => call('lambda', 'CreateFunction', { ...given.input, Runtime })) };
}
