import type { Control } from './controls.ts';
import type { BenchmarkId } from './ids.ts';

/** One item of a benchmark: its number there, its title in our own words, and how it is judged. */
export type Item = { id: string; title: string } & (
  | {
      /** All of these must be met. */
      by: readonly Control[];
      /** Or this: what the benchmark asks for at least, whoever set it. */
      or?: Control;
      /** What they do not show. */
      note?: string;
      /** What it is if it is not met: only a person can do it, or AWS bills it. */
      otherwise?: { person: string } | { paid: string };
    }
  /** Only a person can do it or know it: what to do. */
  | { person: string }
  /** It costs money and is not set by this program: what it would be. */
  | { paid: string }
  /** Why it is not judged. */
  | { not: string }
);

/** A benchmark for AWS accounts. */
export interface Benchmark {
  /** The word of `--benchmark`. */
  id: BenchmarkId;
  title: string;
  version: string;
  /** AWS's or the author's page. */
  link: string;
  items: readonly Item[];
}
