import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, somebody } from '../../src/aws/account.ts';
import type { AnyCall } from '../../src/aws/call.ts';
import { connect } from '../../src/aws/real.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import type { World } from '../../src/cli/world.ts';
import { type Shown, stage } from '../cli/stage.ts';

export const ACCOUNT = '111122223333';
export const HOME = 'ap-southeast-2';
const NOW = new Date('2026-11-24T10:00:00Z');

/** Answers for all five steps, as few as bring every kind of call. */
export const ALL = [
  ...['--name', 'acme', '--region', HOME, '--alarm-email', 'you@example.com', '--alarm-limit', '10'],
  ...['--analyst-user', 'kim', '--no-config'],
];
export const APPLY = ['apply', ...ALL, '--yes', '--json'];
export const UNDO = ['undo', '--confirm', ACCOUNT, '--region', HOME, '--no-config', '--json'];

/** Something between the program and the account: it gets each call and the way on. */
export type Between = (given: AnyCall, send: () => Promise<unknown>) => Promise<unknown>;

/** Stands between the program and an account. */
export function between(account: Account, act: Between): Account {
  return through(account, (given) => act(given, () => account.send(given as never)));
}

/** An account in memory that lasts from run to run. */
export const inMemory = (): RehearsalAccount => rehearsalAccount({ homeRegion: HOME, now: () => NOW });

/** An account with two Regions: verify judges each enabled one, which takes long and is the same in all others. */
export const inTwoRegions =
  (act: Between): Between =>
  async (given, send) => {
    const answer = await act(given, send);
    if (given.operation !== 'DescribeRegions') return answer;
    const { Regions = [] } = answer as { Regions?: { RegionName?: string }[] };
    return { Regions: Regions.filter(({ RegionName = '' }) => [HOME, 'us-east-1'].includes(RegionName)) };
  };

/** The world of a run that takes an account in memory for AWS, with something between. */
export function worldOf(account: Account, act: Between = (_given, send) => send()): Partial<World> {
  return {
    connect: async (_connection, meanwhile) => {
      const real = { ...between(account, act), kind: 'aws' as const };
      // As src/aws/real.ts does: the first thing that is asked.
      const asked = real.send({ service: 'sts', operation: 'GetCallerIdentity', input: {} });
      meanwhile?.({ ...real, identity: somebody(real.homeRegion) });
      await asked;
      return real;
    },
  };
}

/** What moto cannot: its 500 would be tried again and again by the SDK, and is none of what is tested here. */
const NOT_IN_MOTO = ['ListServiceSpecificCredentials', 'SimulateCustomPolicy', 'SimulatePrincipalPolicy'];

/** The world of a run on an endpoint, by the SDK, with something between. */
export function worldAt(
  endpoint: string,
  act: Between = (_given, send) => send(),
  timeouts?: { connect: number; request: number },
): Partial<World> {
  const env = { AWS_ENDPOINT_URL: endpoint };
  return {
    env,
    async connect(connection, meanwhile) {
      Object.assign(process.env, env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
      const acting = (account: Account) =>
        between(account, (given, send) =>
          NOT_IN_MOTO.includes(given.operation) ? Promise.reject(new Error('not in moto')) : act(given, send),
        );
      const how = { ...connection, ...(timeouts ? { timeouts } : {}) };
      return acting(await connect(how, meanwhile && ((account) => meanwhile(acting(account)))));
    },
  };
}

/** A state of an account in memory without ids and without the order in which things were made. */
export function sorted(state: unknown): unknown {
  if (typeof state === 'string')
    return state.replace(
      /REHEARSAL\d+|\b(i|vol|eni|sg|sgr)-[0-9a-f]{17}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
      '<id>',
    );
  if (typeof state !== 'object' || state === null) return state;
  if (Array.isArray(state)) return state.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return Object.fromEntries(Object.entries(state).map(([key, inner]) => [key, sorted(inner)]));
}

/** Remembers the password that was accepted for each user. */
export function listening(accepted: Map<string, string>, act: Between = (_given, send) => send()): Between {
  return (given, send) =>
    act(given, async () => {
      const answer = await send();
      if (given.operation === 'CreateLoginProfile') accepted.set(given.input.UserName, given.input.Password);
      return answer;
    });
}

/**
 * Lets `most` requests (of those that count) through and then goes silent, as the world does for a program that was
 * killed.
 */
export function killedAfter(most: number, answerIsLost: boolean, counts: (given: AnyCall) => boolean = () => true) {
  const silence = new Promise<never>(() => {});
  const underWay = new Set<Promise<unknown>>();
  let count = 0;
  let died: () => void = () => {};
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  let isDead = false;
  const act: Between = async (given, send) => {
    if (counts(given)) count += 1;
    const mine = count;
    if (mine > most) isDead = true;
    if (isDead) {
      died();
      return silence;
    }
    const sent = send();
    const settled = sent.then(
      () => {},
      () => {},
    );
    underWay.add(settled);
    await settled;
    underWay.delete(settled);
    if (mine === most && counts(given) && answerIsLost) {
      isDead = true;
      died();
      return silence;
    }
    return sent;
  };
  return {
    act,
    /** Plays a command until it ends or dies; true when it ended, because it needs fewer requests. */
    async play(run: Promise<Shown>): Promise<boolean> {
      const ended = await Promise.race([run.then(() => true), death.then(() => false)]);
      // What was under way reaches AWS all the same.
      while (underWay.size > 0) await Promise.all(underWay);
      return ended;
    },
  };
}

/** Where the program keeps what is about the account, in a home folder. */
export function folderOf(home: string, endpoint?: string): string {
  const at = endpoint ? `@${endpoint.replace(/^https?:\/\//, '').replace(/[^A-Za-z0-9.-]+/g, '-')}` : '';
  return join(home, '.aws-baseline', `${ACCOUNT}${at}`);
}

/** The file of first passwords in a home folder: lines of user and password. */
export function passwordLines(home: string, endpoint?: string): string[][] {
  const text = readFileSync(join(folderOf(home, endpoint), 'first-passwords.txt'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

/**
 * An account in memory as it is now, and a computer with the journal of its runs: both can be had again and again, without
 * the runs that led to them.
 */
export function keptFor(account: RehearsalAccount, home: string) {
  const state = account.state();
  const journal = readFileSync(join(folderOf(home), 'journal.jsonl'), 'utf8');
  return () => {
    const here = stage();
    mkdirSync(folderOf(here.folder), { recursive: true });
    writeFileSync(join(folderOf(here.folder), 'journal.jsonl'), journal);
    return { ...here, account: rehearsalAccount({ homeRegion: HOME, state, now: () => NOW }) };
  };
}
