import { type Account, somebody } from '../../src/aws/account.ts';
import { type AnyCall, isRead } from '../../src/aws/call.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { RehearsedKind } from '../../src/aws/rehearsal/organizations/organization.ts';
import { through } from '../../src/aws/views.ts';
import type { World } from '../../src/cli/world.ts';
import { HOME } from '../steps/rehearsed.ts';
import { onePerPage } from './pages.ts';
import { passingTime, seeded } from './passing-time.ts';
import { PHENOMENA, type Sky } from './phenomena.ts';
import { REPLICAS, type Reader, replicas } from './replicas.ts';

const SECOND = 1000;

/** A rehearsal account on a clock of its own, in the weather of a seed. */
export interface Weather {
  clock: World['clock'];
  rehearsal: RehearsalAccount;
  /** The phenomena that this seed has. */
  kinds: string[];
  /** From now on AWS answers as its pages promise, and everything that was under way has arrived. */
  clears(): Promise<void>;
  /** It goes on. */
  comes(): void;
  /** Writes that were carried out so far, as `iam CreateUser`. */
  writes: string[];
  /** The passwords that count, by user. */
  passwords: Map<string, string>;
  /** What was said in this weather, as `12.3 s iam CreateUser: NoSuchEntity`; only kept where a seed is replayed. */
  log: string[];
  world: Partial<World>;
}

/** The weather of a seed; seed 0 is calm. */
export function weather(seed: number, kind: RehearsedKind = 'standalone', log: string[] = []): Weather {
  const random = seeded(seed);
  const chance = (probability: number) => random() < probability;
  const clock = passingTime(random);
  const began = clock.now();
  const open = (state?: RehearsalState, onChange?: (state: RehearsalState) => void) =>
    rehearsalAccount({
      homeRegion: HOME,
      kind,
      now: () => new Date(clock.now()),
      ...(state ? { state } : {}),
      ...(onChange ? { onChange } : {}),
    });
  let isCalm = seed === 0;
  let writing: Reader | undefined;
  const isStale = chance(0.7);
  const pages = chance(0.2) && seed !== 0 ? onePerPage() : undefined;
  const here = PHENOMENA.filter(({ seeds }) => chance(seeds / 100));

  // Most replicas lag for a moment, some for half a minute; EC2 hears of IAM's changes within a minute.
  const lag = (reader: Reader): number => {
    const ofIam = reader === 'ec2 of iam' && writing === 'iam';
    if (isCalm || (!ofIam && (!isStale || reader !== writing))) return 0;
    const longest = chance(0.7) ? 1 : chance(0.8) ? 8 : ofIam ? 60 : 30;
    return random() * longest * SECOND;
  };
  const rehearsal = open(undefined, (state) => shown.keep(state, clock.now(), lag));
  const shown = replicas(rehearsal.state(), open);
  const drawn = new Map<string, number>();
  const written = new Map<string, number>();
  const underWay = new Set<AnyCall>();
  const writes: string[] = [];
  const passwords = new Map<string, string>();

  const replica = () => REPLICAS[Math.floor(random() * REPLICAS.length)] ?? 0;
  const skyFor = (given: AnyCall): Sky => ({
    now: clock.now() - began,
    chance,
    drawn(key, least, most) {
      const value = drawn.get(key) ?? least + random() * (most - least);
      drawn.set(key, value);
      return value;
    },
    since: (operation, thing) => clock.now() - (written.get(`${operation} ${thing}`) ?? Number.NEGATIVE_INFINITY),
    underWay: [...underWay].filter((other) => other !== given),
    async refusal(write, reader) {
      const draft = shown.draft(reader, replica(), clock.now());
      return draft?.send(write as never).then(
        () => undefined,
        (error: unknown) => error,
      );
    },
  });

  const carryOut = async (given: AnyCall): Promise<object> => {
    writing = given.service as Reader;
    const answer = (await rehearsal.send(given as never)) as object;
    writing = undefined;
    writes.push(`${given.service} ${given.operation}`);
    written.set(`${given.operation} ${given.input.Bucket ?? ''}`, clock.now());
    const { UserName, Password } = given.input;
    if (given.operation === 'CreateLoginProfile') passwords.set(UserName, Password);
    return answer;
  };
  // What the SDK adds to an answer that a second try brought.
  const counted = async (answer: Promise<object>): Promise<object> => {
    const $metadata = { attempts: 2, httpStatusCode: 200 };
    return answer.then(
      (good) => ({ ...good, $metadata }),
      (error: unknown) => {
        throw Object.assign(error as Error, {
          $metadata: { ...(error as { $metadata?: object }).$metadata, attempts: 2 },
        });
      },
    );
  };
  const answered = async (given: AnyCall): Promise<object> => {
    const page = pages?.asked(given);
    if (page) return page;
    for (const phenomenon of isCalm ? [] : here) {
      const fault = await phenomenon.answers(given, skyFor(given));
      if (!fault) continue;
      if ('again' in fault) {
        await carryOut(given).catch(() => {});
        return counted(carryOut(given));
      }
      if (fault.isDone) await carryOut(given).catch(() => {});
      throw fault.error;
    }
    if (!isRead(given)) return carryOut(given);
    const seen = shown.shows(given.service as Reader, replica(), clock.now()) ?? rehearsal;
    const answer = (await seen.send(given as never)) as object;
    return pages && !isCalm ? pages.cut(given, answer) : answer;
  };
  const note = ({ service, operation, input }: AnyCall, what: string) => {
    if (!process.env.WEATHER_SEED) return;
    const about = JSON.stringify(Object.values(input ?? {})).slice(0, 80);
    log.push(`${((clock.now() - began) / SECOND).toFixed(1)} s ${service} ${operation} ${about}: ${what}`);
  };
  const onTheWay = () => clock.sleep(10 + random() * 90);
  const account: Account = through({ ...rehearsal, kind: 'aws' }, async (given) => {
    await onTheWay();
    underWay.add(given);
    try {
      const answer = await answered(given);
      note(given, isRead(given) ? 'answered' : 'done');
      return answer;
    } catch (error) {
      note(given, `${error}`);
      throw error;
    } finally {
      await onTheWay();
      underWay.delete(given);
    }
  });

  return {
    clock,
    rehearsal,
    kinds: [...(isStale ? ['stale reads'] : []), ...(pages ? ['one per page'] : []), ...here.map(({ what }) => what)],
    async clears() {
      isCalm = true;
      await clock.sleep(30 * 60 * SECOND);
    },
    comes() {
      isCalm = seed === 0;
    },
    writes,
    passwords,
    log,
    world: {
      clock,
      async connect(_connection, meanwhile) {
        const asked = account.send({ service: 'sts', operation: 'GetCallerIdentity', input: {} } as never);
        meanwhile?.({ ...account, identity: somebody(HOME) });
        await asked;
        return account;
      },
    },
  };
}
