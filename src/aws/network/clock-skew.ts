import { partitionOf } from '../account.ts';

const PATIENCE_MS = 4_000;

/** As much of `fetch` as is needed here; a Node.js without it can do this, too. */
export type Ask = (
  url: string,
  how: { signal: AbortSignal },
) => Promise<{ headers: { get(name: string): string | null } }>;

/** Where STS answers for a Region (AWS page "AWS STS Regions and endpoints"). */
export function stsEndpoint(region: string): string {
  return `https://sts.${region}.amazonaws.com${partitionOf(region) === 'aws-cn' ? '.cn' : ''}`;
}

/** The time at an endpoint by the Date of its answer, in milliseconds; undefined when it cannot be had. Needs no credentials. */
export async function timeAt(endpoint: string, ask: Ask): Promise<number | undefined> {
  try {
    const answer = await ask(endpoint, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const time = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined;
  }
}
