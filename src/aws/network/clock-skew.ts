import { partitionOf } from '../account.ts';

const PATIENCE_MS = 4_000;

/** The part of `fetch` that is needed here, so that it also works in a Node.js without `fetch`. */
export type Ask = (
  url: string,
  how: { signal: AbortSignal },
) => Promise<{ headers: { get(name: string): string | null } }>;

/** The STS endpoint of a Region (AWS page "AWS STS Regions and endpoints"). */
export function stsEndpoint(region: string): string {
  return `https://sts.${region}.amazonaws.com${partitionOf(region) === 'aws-cn' ? '.cn' : ''}`;
}

/** The time of an endpoint, from the Date header of its answer, in milliseconds; undefined on failure. Needs no credentials. */
export async function timeAt(endpoint: string, ask: Ask): Promise<number | undefined> {
  try {
    const answer = await ask(endpoint, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const time = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined;
  }
}
