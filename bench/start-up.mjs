// How long the program takes to say something that needs no AWS, beside Node doing nothing.
import { timed } from './measure.mjs';
import { median, table } from './tables.mjs';

/** Starts both in turn, so that a slow moment of the machine hits both; the table of their medians. */
export async function startUp(bin, rounds, home) {
  const options = { cwd: home, env: { PATH: process.env.PATH, HOME: home } };
  const rows = [];
  for (const flag of ['--version', '--help']) {
    const ours = [];
    const nothing = [];
    for (let i = 0; i < rounds; i++) {
      nothing.push((await timed(['-e', '0'], options)).seconds * 1000);
      const run = await timed([bin, flag], options);
      if (run.code !== 0) throw new Error(`${flag} ended with ${run.code}: ${run.printed}`);
      ours.push(run.seconds * 1000);
    }
    const ratio = median(ours) / median(nothing);
    rows.push([`\`${flag}\``, median(nothing).toFixed(0), median(ours).toFixed(0), ratio.toFixed(2)]);
  }
  return table(['start-up', '`node -e 0`, ms', 'aws-baseline, ms', 'ratio'], rows);
}
