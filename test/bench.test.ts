import { expect, it } from 'vitest';
import { motoMissing } from './contract/moto.ts';
import { environment, newHome, run } from './contract/program.ts';

// Whether the harness works, not how fast anything is.
it.skipIf(motoMissing)('bench/ runs, and finds the end state whole', async () => {
  const { home, remove } = newHome();
  const harness = new URL('../bench/run.mjs', import.meta.url).pathname;
  const flags = ['--n', '0', '--rtt', '0', '--runs', '1', '--starts', '1', '--timeline'];
  const { code, out, err } = await run(process.execPath, [harness, ...flags], { env: environment(home), cwd: home });
  remove();
  expect(code, err).toBe(0);
  expect(out).toMatch(/^\| `--version` /m);
  expect(out.match(/\| (floor|aws-baseline) +\|.*\| yes /g)).toHaveLength(4);
  expect(out).toMatch(/\| iam CreateUser$/m);
  expect(out).toMatch(/^\d+ requests, \d+ ms, of which \d+ ms with nothing under way$/m);
});
