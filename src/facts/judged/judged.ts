import type { Account } from '../../aws/account.ts';
import type { Chore } from '../../engine/fact.ts';

interface Judged {
  /** The sentence that should be true of the whole account. */
  title: string;
  /** What is against it, by name; an empty list if nothing is. */
  read(account: Account): Promise<string[]>;
  how: string;
  link?: string;
  /** Only this Region is looked at. */
  region?: string;
}

/**
 * A sentence about the whole account, other people's resources included. It is read only for a benchmark: no step makes it
 * true, and the exit code does not depend on it.
 */
export function judged(control: string, { title, read, how, link, region }: Judged): Chore<string[]> {
  return {
    id: `judged/${control}${region === undefined ? '' : `/${region}`}`,
    control,
    title: region === undefined ? title : `${title} in ${region}`,
    optional: true,
    want: [],
    read,
    same: (a, b) => (a ?? []).length === 0 && (b ?? []).length === 0,
    how: (wrong) => `${listed(wrong ?? [])}: ${how}`,
    ...(link === undefined ? {} : { link }),
  };
}

const FEW = 5;

function listed(names: string[]): string {
  const more = names.length - FEW;
  return more > 0 ? `${names.slice(0, FEW).join(', ')} and ${more} more` : names.join(', ');
}

/** The names that pass a test which may ask AWS; the tests run side by side. */
export async function thoseThat(names: string[], test: (name: string) => Promise<boolean>): Promise<string[]> {
  const passes = await Promise.all(names.map(test));
  return names.filter((_, i) => passes[i]);
}
