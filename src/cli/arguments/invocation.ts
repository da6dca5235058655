import type { Command } from 'commander';
import { BENCHMARK_IDS } from '../../steps/benchmarks/ids.ts';
import { STEPS } from '../../steps/index.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { Setting } from '../../steps/settings/setting.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import { clean } from '../terminal/clean.ts';
import { usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { formsOf, optionOf } from './flags.ts';
import type { Invocation, Options } from './options.ts';

type Raw = Record<string, unknown>;

/** The command line that commander parsed into `sub`; throws usage (exit 2) for options that exclude each other. */
export function invocationFrom(
  { env }: World,
  sub: Command,
  command: Invocation['command'],
  typed: string,
  settings: Setting[],
): Invocation {
  const raw = sub.opts<Raw>();
  const flags = new Map<string, string | string[] | boolean>();
  for (const setting of settings) {
    const name = optionOf(setting).attributeName();
    if (sub.getOptionValueSource(name) === 'cli') flags.set(setting.key, raw[name] as string | string[] | boolean);
  }
  const step = STEPS.find(({ id }) => id === typed)?.id as StepId | undefined;
  if (step) flags.set(EVERY.steps.key, step);
  const output = raw.json ? 'json' : String(raw.output ?? env.AWS_BASELINE_OUTPUT ?? 'text');
  const forms = formsOf(command);
  if (!forms.includes(output)) throw usage(`--output: "${clean(output)}" is not one of ${forms.join(', ')}`);
  const benchmark = BENCHMARK_IDS.find((id) => id === raw.benchmark);
  if (raw.benchmark !== undefined && benchmark === undefined)
    throw usage(`--benchmark: "${clean(String(raw.benchmark))}" is not one of ${BENCHMARK_IDS.join(', ')}`);
  if (raw.keepData && raw.deleteData) throw usage('use either --keep-data or --delete-data, not both');
  const rehearseAs = raw.rehearseAs === undefined ? undefined : String(raw.rehearseAs);
  const rehearse = (raw.rehearse as true | string | undefined) ?? (rehearseAs === undefined ? undefined : true);
  const options: Options = {
    ...(rehearse === undefined ? {} : { rehearse }),
    ...(rehearseAs === undefined ? {} : { rehearseAs }),
    ...(typeof raw.config === 'string' ? { config: raw.config } : {}),
    ...(raw.confirm === undefined ? {} : { confirm: String(raw.confirm) }),
    useConfig: raw.config !== false,
    input: raw.input !== false,
    yes: raw.yes === true,
    output: output as Options['output'],
    quiet: raw.quiet === true,
    verbose: raw.verbose === true,
    debug: raw.debug === true,
    color: raw.color !== false,
    ascii: raw.ascii === true,
    accessible: raw.accessible === true || Boolean(env.ACCESSIBLE),
    exitCode: raw.exitCode === true,
    ...(benchmark === undefined ? {} : { benchmark }),
    deleteData: raw.deleteData === true,
    diff: raw.diff === true,
  };
  return { command, typed, flags, options };
}
