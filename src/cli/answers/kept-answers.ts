import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { SETTINGS } from '../../steps/settings/all.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { Setting } from '../../steps/settings/setting.ts';
import { makeFolder } from '../files/folders.ts';
import { readText } from '../files/read-text.ts';
import { writeWhole } from '../files/whole-file.ts';
import { clean } from '../terminal/clean.ts';
import type { Teller } from '../terminal/tell.ts';
import { Trouble, usage } from '../trouble.ts';
import { forget, type Given } from './given.ts';
import { fillIfMissing } from './read-given.ts';
import { type Source, sourceWords } from './source-words.ts';
import { unfitWith } from './unfit.ts';

const MOST_BYTES = 64 * 1024;

/** Stores the user's answers, so that no prompt appears twice after Ctrl-C or a crash. No answer is a secret. */
function keepAnswers(file: string | undefined, { values, sources }: Given, at: number): void {
  if (file === undefined) return;
  const answers = [...values].filter(([key]) => isTyped(sources.get(key)));
  try {
    makeFolder(dirname(file));
    writeWhole(file, JSON.stringify({ at: new Date(at).toISOString(), answers: Object.fromEntries(answers) }));
  } catch {
    // A full or read-only home folder is no reason not to go on.
  }
}

const KEPT: Source = { by: 'kept' };
const isTyped = (source: Source | undefined) => source?.by === 'you' || source?.by === 'kept';

/**
 * Takes the answers of an unfinished run and reports it. An invalid file is ignored. `offered` are settings whose value
 * is only a default: a stored answer takes precedence.
 */
function takeKept(file: string | undefined, given: Given, tell: Teller, offered: Setting[]): void {
  const { at, answers } = file === undefined ? {} : keptIn(file);
  if (!at || !answers) return;
  let taken = 0;
  const dropped: string[] = [];
  for (const setting of SETTINGS) {
    const { key } = setting;
    const known = given.values.get(key);
    if (!(key in answers) || (known !== undefined && !offered.includes(setting))) continue;
    given.values.delete(key);
    try {
      fillIfMissing(given, setting, answers[key], KEPT);
      const unfit = unfitWith(setting, given.values.get(key)!, given);
      if (unfit) throw usage(`${sourceWords(KEPT)}: ${unfit}`);
      taken += 1;
    } catch (error) {
      // Written by another version or another program: prompt again.
      if (!(error instanceof Trouble)) throw error;
      forget(given, setting);
      if (known !== undefined) given.values.set(key, known);
      dropped.push(error.message);
    }
  }
  if (taken > 0) tell.line(`Welcome back. Using your answers from ${at}; you can change them in the review.`);
  for (const said of dropped)
    tell.line(`  ${tell.mark('by-hand')}  ${clean(said)}. You will be prompted for it again.`);
}

function keptIn(file: string): { at?: string; answers?: Record<string, unknown> } {
  try {
    const { at, answers } = JSON.parse(readText(file, 'kept answers', MOST_BYTES));
    const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(at) ?? [];
    return day && typeof answers === 'object' && answers !== null ? { at: `${day} ${time} UTC`, answers } : {};
  } catch {
    return {};
  }
}

/**
 * Takes the answers of an unfinished run, as `takeKept` does, and stores each answer from now on. The Region may be only a
 * default (`isRegionOffered`).
 */
export function resume(
  file: string | undefined,
  given: Given,
  tell: Teller,
  now: () => number,
  isRegionOffered: boolean,
): void {
  takeKept(file, given, tell, isRegionOffered ? [EVERY.region] : []);
  given.onAnswer = () => keepAnswers(file, given, now());
}

/** The wizard is finished: the account and aws-baseline.yaml contain the answers. */
export function forgetAnswers(file: string | undefined): void {
  if (file !== undefined) rmSync(file, { force: true });
}
