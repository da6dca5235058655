import type { RehearsedKind } from '../../src/aws/rehearsal/organizations/organization.ts';
import { STEP_IDS, type StepId } from '../../src/steps/settings/step-ids.ts';
import { stage } from '../cli/stage.ts';
import { EVERYTHING_THEIRS } from '../robust/dirty-account.ts';
import { ACCOUNT, passwordLines } from '../robust/program.ts';
import { byHand, HOME } from '../steps/rehearsed.ts';
import { DRIFT, type Drift } from './drift.ts';
import { seeded } from './passing-time.ts';
import { difference, shapeOf, thingsIn } from './shape.ts';
import { type Weather, weather } from './weather.ts';

const WHERE = ['--region', HOME, '--no-config', '--json'];
const ANSWERS = ['--name', 'acme', '--alarm-email', 'you@example.com', '--analyst-user', 'kim', '--adopt', ...WHERE];
const UNDO = ['undo', '--confirm', ACCOUNT, ...WHERE];
const MINUTE = 60_000;
/** No run may take longer, whatever AWS says. */
const PATIENCE = 20 * MINUTE;
/** Where the connection does not come back, a run ends with 1: nobody can say whether time heals it. */
const OUTAGE = /socket hang up/;

/** What happens in a life. */
interface Plot {
  kind: RehearsedKind;
  steps: readonly StepId[];
  drift: Drift;
  /** Somebody else has set up everything before, and another way. */
  isTheirs: boolean;
  /** The next run follows at once; else minutes later. */
  isQuick: boolean;
  /** What was taken back is set up once more. */
  isAnew: boolean;
  /** Without roles and guardrails. */
  isBare: boolean;
}

function plotOf(seed: number, kind: RehearsedKind): Plot {
  const random = seeded(-seed);
  const one = STEP_IDS[Math.floor(random() * STEP_IDS.length * 1.25)];
  // Where there is no alarm, nobody can touch it, and nobody can have made one before.
  const hasAlarm = kind !== 'project';
  const steps: readonly StepId[] = one === undefined || (one === 'root' && !hasAlarm) ? STEP_IDS : [one];
  const drifts = DRIFT.filter(({ step }) => steps.includes(step) && (hasAlarm || step !== 'root'));
  const drift = drifts[Math.floor(random() * drifts.length)]!;
  const isTheirs = random() < 0.3 && hasAlarm;
  const isQuick = random() < 0.3;
  const isAnew = one !== undefined && random() < 0.3;
  return { kind, steps, drift, isTheirs, isQuick, isAnew, isBare: random() < 0.5 };
}

interface Fact {
  id: string;
  state: string;
  error?: string;
  why?: string;
}

/** One run of the program. */
export interface Chapter {
  name: string;
  code: number;
  facts: Fact[];
  /** In milliseconds. */
  took: number;
  wrote: string[];
}

export interface Life {
  plot: string;
  kinds: string[];
  chapters: Chapter[];
  /** What AWS said, where a seed is replayed. */
  log: string[];
  /** What no weather excuses, in sentences. */
  wrong: string[];
}

type Shapes = Map<string, string>;
const calmLives = new Map<string, Promise<Shapes>>();

/** The shapes that the same life has without weather, by chapter: in calm nobody can be too quick. */
function calmLife({ kind, steps, drift, isTheirs, isBare }: Plot): Promise<Shapes> {
  const key = JSON.stringify([kind, steps, drift.what, isTheirs, isBare]);
  const plot = { kind, steps, drift, isTheirs, isBare, isQuick: false, isAnew: steps.length === 1 };
  const life = calmLives.get(key) ?? lived(weather(0, kind), plot).then(({ shapes }) => shapes);
  calmLives.set(key, life);
  return life;
}

/** Sets an account up, once more, mends a drift and takes all back, in the weather of a seed. */
export async function lifeOf(seed: number, kind: RehearsedKind = 'standalone'): Promise<Life> {
  const plot = plotOf(seed, kind);
  const sky = weather(seed, kind);
  const { chapters, wrong } = await lived(sky, plot, await calmLife(plot));
  const { steps, drift, isTheirs, isQuick, isBare } = plot;
  const also = [...(isTheirs ? ['theirs'] : []), ...(isQuick ? ['quick'] : []), ...(isBare ? ['bare'] : [])];
  const words = [`steps ${steps}`, drift.what, ...also];
  return { plot: words.join(', '), kinds: sky.kinds, chapters, log: sky.log, wrong };
}

async function lived(sky: Weather, plot: Plot, calm?: Shapes) {
  const { rehearsal, clock } = sky;
  const { play, folder } = stage();
  const bare = plot.isBare ? ['--no-roles', '--guardrails', 'none'] : [];
  const apply = ['apply', '--yes', ...ANSWERS, ...bare, '--steps', plot.steps.join(',')];
  const chapters: Chapter[] = [];
  const wrong: string[] = [];
  const shapes: Shapes = new Map();
  const factsIn = (json?: { steps: { facts: Fact[] }[] }) => (json?.steps ?? []).flatMap(({ facts }) => facts);

  const run = async (name: string, argv: string[]): Promise<Chapter> => {
    const [began, before] = [clock.now(), sky.writes.length];
    const { code, json, err } = await play(argv, undefined, sky.world);
    const chapter = { name, code, facts: factsIn(json), took: clock.now() - began, wrote: sky.writes.slice(before) };
    chapters.push(chapter);
    if (chapter.took > PATIENCE) wrong.push(`${name}: took ${Math.round(chapter.took / 1000)} s`);
    if (code !== 0 && chapter.facts.length === 0 && !OUTAGE.test(err))
      wrong.push(`${name}: ended with ${code} and said ${err}`);
    const bad = chapter.facts.filter((fact) => /failed|unknown/.test(fact.state) && !isExcused(fact));
    if (code !== 0 && code !== 6) wrong.push(...bad.map((fact) => `${name}: ended with ${code}, ${told(fact)}`));
    return chapter;
  };
  /** Runs until it is done, if need be once the weather has cleared, and holds the account against the calm one. */
  const done = async (name: string, argv: string[], check: (ended: Chapter) => Promise<string[]>) => {
    const first = await run(name, argv);
    if (first.code !== 0) {
      await sky.clears();
      wrong.push(...(await check(first)));
      const last = await run(`${name}, cleared`, argv);
      const open = last.facts.filter(({ state }) => !/^(ok|created|changed|removed)$/.test(state));
      if (last.code !== 0 && !open.every(isTheirsToKeep))
        wrong.push(`${last.name}: ended with ${last.code}, ${open.map(told).join('; ')}`);
      sky.comes();
    }
    const shape = shapeOf(rehearsal.state());
    shapes.set(name, shape);
    const expected = calm?.get(name) ?? shape;
    if (shape !== expected) wrong.push(`${name}: another state: ${difference(expected, shape)}`);
    await clock.sleep(plot.isQuick && /^(set up|mend)$/.test(name) ? 500 : 2 * MINUTE);
  };
  /** What was there before us is left and named by an undo that has nothing of it to take back. */
  const isTheirsToKeep = ({ id, state }: Fact) => state === 'by-hand' && theirs.has(id);
  /** What a run called done must be so. */
  const saidTrue = async ({ name, facts }: Chapter) => {
    const { json } = await play(['plan', ...apply.slice(2)], undefined, sky.world);
    const open = new Set(factsIn(json).flatMap(({ id, state }) => (state === 'todo' ? [id] : [])));
    const untrue = facts.filter(({ id, state }) => /^(ok|created|changed)$/.test(state) && open.has(id));
    return untrue.map(({ id, state }) => `${name}: said ${state} of ${id}, which is not so`);
  };
  /** What is left must be named. */
  const saidLeft = async ({ name, facts }: Chapter) => {
    if (facts.length === 0) return [];
    const named = new Set(facts.flatMap(({ id, state }) => (state === 'removed' ? [] : [id])));
    const left = thingsIn(rehearsal.state()).filter((id) => !theirs.has(id) && !named.has(id));
    return left.map((id) => `${name}: left ${id} and did not say so`);
  };
  const setUp = async (name: string) => {
    await done(name, apply, saidTrue);
    if (sky.passwords.size === 0) return;
    const kept = new Map(passwordLines(folder) as [string, string][]);
    for (const [user, password] of sky.passwords)
      if (kept.get(user) !== password) wrong.push(`${name}: told another password of ${user} than counts`);
  };

  if (plot.isTheirs) await byHand(rehearsal, EVERYTHING_THEIRS);
  const begin = shapeOf(rehearsal.state());
  const theirs = new Set(thingsIn(rehearsal.state()));
  await setUp('set up');
  const again = await run('again', apply);
  // At once, a replica may still show what was before, and then the same is sent again.
  if (again.wrote.length > 0 && !plot.isQuick) wrong.push(`again: wrote ${again.wrote.join(', ')}`);
  await byHand(rehearsal, [plot.drift.call(rehearsal.state())]);
  rehearsal.person.confirmsEmail('you@example.com');
  // Of what somebody did by hand a moment ago no run can know.
  await clock.sleep(2 * MINUTE);
  await setUp('mend');
  await done('undo', UNDO, saidLeft);
  if (!plot.isTheirs && shapes.get('undo') !== begin)
    wrong.push(`undo: left ${difference(begin, `${shapes.get('undo')}`)}`);
  if (plot.isAnew) await setUp('anew');
  return { chapters, wrong, shapes };
}

const isExcused = ({ error, why }: Pick<Fact, 'error' | 'why'>): boolean => OUTAGE.test(`${error} ${why}`);
const told = ({ id, state, error, why }: Fact): string => `${state} ${id}: ${error ?? why}`;
