import type { Benchmark } from './benchmark.ts';
import { CIS } from './cis.ts';
import { FSBP } from './fsbp.ts';
import type { BenchmarkId } from './ids.ts';
import { MOJ } from './moj.ts';
import { SSB } from './ssb.ts';

export type { Benchmark } from './benchmark.ts';

/** The benchmarks that an account is judged by. */
export const BENCHMARKS: readonly Benchmark[] = [CIS, SSB, MOJ, FSBP];

/** The benchmark of a word in `--benchmark`. */
export function benchmarkOf(id: BenchmarkId): Benchmark {
  return BENCHMARKS.find((one) => one.id === id)!;
}
