import type { Setting } from '../../steps/settings/setting.ts';
import type { Given } from '../answers/given.ts';
import { again, answerFlags } from '../commands/command-line.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { Invocation } from './options.ts';

/** The error (exit 2) for a command that would write but cannot ask for confirmation. */
export function needsYes(invocation: Invocation, given: Given): Trouble {
  // A trial, the brake and an instance need only their place, and a trial what it is about.
  const hasPlan = !/^(try|brake lift|ec2 terminate)$/.test(invocation.command);
  const preview = hasPlan ? '; plan previews the changes' : '';
  const isAbout = ({ key, step }: Setting) => step === 'try' && given.sources.get(key)?.by === 'flag';
  const about = invocation.command === 'try' ? answerFlags(given, isAbout) : [];
  return new Trouble(EXIT.usage, `refusing to change the account without confirmation: add --yes${preview}`, {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: [again({ invocation, given }, invocation.typed, hasPlan), ...about, '--yes'].join(' '),
  });
}
