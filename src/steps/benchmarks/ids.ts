/** The words of `--benchmark`. */
export const BENCHMARK_IDS = ['cis', 'ssb', 'moj', 'fsbp'] as const;
/** One of those. */
export type BenchmarkId = (typeof BENCHMARK_IDS)[number];
