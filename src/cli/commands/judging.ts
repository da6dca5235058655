// What only benchmarks and the formats of pipelines need, in one module that is loaded when one of them is wanted.
export { benchmarkJson, summariesJson } from './benchmark/benchmark.ts';
export { benchmarkLines, summaryLines } from './benchmark/screen.ts';
export { judgedByAll, statusBy } from './benchmark/status.ts';
export { failedForm, printStatus, printSuites, verifySuites } from './forms/forms.ts';
