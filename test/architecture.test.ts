import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadService, type ServiceName } from '../src/aws/services.ts';

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: join('src', path).replaceAll('\\', '/'), text: readFileSync(join('src', path), 'utf8') }));

/** `src/cli/commands/plan.ts` is in room `cli`; `src/main.ts` is in none. */
const roomOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';

/** Who may import whom. `types` may only be imported as types; nothing of them is left when the program runs. */
const ROOMS: Record<string, { rooms: string[]; types?: string[]; packages?: RegExp; packageTypes?: RegExp }> = {
  cli: {
    rooms: ['cli', 'steps', 'engine', 'aws', 'policies'],
    types: ['facts'],
    packages: /^(node:|@inquirer\/|(chalk|commander|diff|uqr|yaml)$)/,
  },
  steps: { rooms: ['steps', 'facts', 'policies', 'engine', 'aws'] },
  facts: { rooms: ['facts', 'engine', 'aws', 'policies'], packages: /^node:crypto$/, packageTypes: /^@aws-sdk\// },
  engine: { rooms: ['engine', 'aws'] },
  aws: { rooms: ['aws'], packages: /^(node:|@aws-sdk\/|@smithy\/|https?-proxy-agent$)/ },
  policies: { rooms: ['policies'] },
};

interface Import {
  from: string;
  what: string;
  isType: boolean;
}

function importsOf({ path, text }: (typeof FILES)[number]): Import[] {
  const fixed = [...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;']*?\sfrom\s+)?'([^']+)'/gm)];
  const late = [...text.matchAll(/\bimport\(\s*'([^']+)'/g)].map(([all, what]) => [all, undefined, what]);
  return [...fixed, ...late].map(([, isType, what = '']) => ({ from: path, what, isType: Boolean(isType) }));
}

const target = ({ from, what }: Import) => relative('.', join(dirname(from), what)).replaceAll('\\', '/');
const IMPORTS = FILES.filter(({ path }) => path !== 'src/main.ts').flatMap(importsOf);
const shown = ({ from, what }: Import) => `${from} imports ${what}`;

describe('rooms', () => {
  test('every file is in a room, but the entrance', () => {
    expect(FILES.map(({ path }) => path).filter((path) => !(roomOf(path) in ROOMS))).toEqual(['src/main.ts']);
  });

  test.each(Object.entries(ROOMS))(
    '%s imports only what it may',
    (room, { rooms, types = [], packages, packageTypes }) => {
      const may = (one: Import) => {
        if (!one.what.startsWith('.')) return packages?.test(one.what) || (one.isType && packageTypes?.test(one.what));
        const to = roomOf(target(one));
        return rooms.includes(to) || (one.isType && types.includes(to));
      };
      const imports = IMPORTS.filter(({ from }) => roomOf(from) === room);
      expect(imports.length).toBeGreaterThan(0);
      expect(imports.filter((one) => !may(one)).map(shown)).toEqual([]);
    },
  );

  test('only the entrance and the command line open an account', () => {
    const doors = /^src\/aws\/(real\.ts|rehearsal\/)/;
    const through = IMPORTS.filter(
      (one) => doors.test(target(one)) && !one.isType && !one.from.startsWith('src/aws/rehearsal/'),
    );
    expect(through.filter(({ from }) => roomOf(from) !== 'cli').map(shown)).toEqual([]);
  });

  test('the engine knows no service', () => {
    const engine = FILES.filter(({ path }) => roomOf(path) === 'engine');
    const word = /'(iam|s3|ec2|sns|ssm|cloudwatch|sts)'|aws\/services\b/;
    expect(engine.filter(({ text }) => word.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('no two files import each other, by whatever way round', () => {
    const next = new Map(FILES.map(({ path }) => [path, IMPORTS.filter(({ from }) => from === path).map(target)]));
    // A file that nothing leads to any more, or that leads nowhere any more, is in no circle.
    for (let size = -1; size !== next.size; ) {
      size = next.size;
      const reached = new Set([...next.values()].flat());
      for (const [path, to] of next) {
        const still = to.filter((one) => next.has(one));
        if (still.length === 0 || !reached.has(path)) next.delete(path);
        else next.set(path, still);
      }
    }
    expect([...next.keys()]).toEqual([]);
  });

  test('a folder is small enough to be read through', () => {
    // One file for each AWS service, all of one form.
    const most: Record<string, number> = { 'src/cli': 14, 'src/aws/services': 36 };
    const sizes = new Map<string, number>();
    for (const { path } of FILES) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
    expect([...sizes].filter(([folder, size]) => size > (most[folder] ?? 26))).toEqual([]);
  });

  test('imports name files as they are', () => {
    const wrong = IMPORTS.filter((one) => one.what.startsWith('.') && !FILES.some(({ path }) => path === target(one)));
    expect(wrong.map(shown)).toEqual([]);
  });
});

test('only the command line prints, reads the environment and the arguments, and exits', () => {
  const outer =
    /\bconsole\.(log|error|warn|info|debug|table|trace)\b|\bprocess\.(stdin|stdout|stderr|exit|exitCode|env|argv|cwd|on)\b/;
  const inner = FILES.filter(({ path }) => path !== 'src/main.ts' && roomOf(path) !== 'cli');
  expect(inner.filter(({ text }) => outer.test(text)).map(({ path }) => path)).toEqual([]);
});

test('facts, policies and the engine are handed the time', () => {
  const clock = /\bDate\.now\b|\bnew Date\(\)|\bsetTimeout\b|\bMath\.random\b/;
  const timeless = FILES.filter(
    ({ path }) =>
      /^src\/(facts|policies)\//.test(path) || (/^src\/engine\//.test(path) && path !== 'src/engine/clock.ts'),
  );
  expect(timeless.filter(({ text }) => clock.test(text)).map(({ path }) => path)).toEqual([]);
});

/** The code of a file without its comments, which may show what the code may not hold. */
const codeOf = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('a fact carries all that is asked about it', () => {
  const begun = FILES.filter(({ path }) => roomOf(path) === 'facts').flatMap(({ text }) =>
    [...text.matchAll(/\bid(?: =|:) ['`]([a-z0-9-]+)\//g)].map(([, first = '']) => first),
  );
  const beginnings = [...new Set(begun)].toSorted();
  const others = FILES.filter(({ path }) => roomOf(path) !== 'facts').map(({ path, text }) => ({
    path,
    text: codeOf(text),
  }));

  test('nothing outside of facts is written like the id of one', () => {
    expect(beginnings.length).toBeGreaterThan(6);
    const any = beginnings.join('|');
    const literal = new RegExp(`['"\`](${any})/|(?<![\\w.:/])/\\^?\\(?(${any})\\\\/`);
    expect(others.filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('nobody outside of facts takes an id apart', () => {
    const apart =
      /\b(fact\.id|[fF]actId)\.\w+\(|\.(test|exec)\([\w.]*\b(fact\.id|[fF]actId)\)|(?<!\.)\bid\.(startsWith|endsWith|includes|match|split|replace)\(/;
    // What only doctor and the rehearsal call an id is none of a fact.
    const readers = others.filter(({ path }) => !/^src\/(aws|cli\/commands\/doctor)/.test(path));
    expect(readers.filter(({ text }) => apart.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

test('types are hardly ever overruled', () => {
  const overruled = /\bas unknown as\b|\bas never\b/g;
  const lines = FILES.filter(({ path }) => !path.startsWith('src/aws/rehearsal/')).flatMap(({ path, text }) =>
    [...codeOf(text).matchAll(overruled)].map(() => path),
  );
  expect(lines.length, lines.join(', ')).toBeLessThanOrEqual(6);
});

test('no default exports', () => {
  expect(FILES.filter(({ text }) => /^export default|\bas default\b/m.test(text)).map(({ path }) => path)).toEqual([]);
});

/** Files that are longer than 150 lines, each with the reason why it is not two. One that shrank has to leave. */
const LONG: Record<string, string> = {
  'src/aws/rehearsal/ec2/launch.ts': 'What EC2 refuses of a launch, one rule after the other.',
  'src/aws/rehearsal/iam/policies.ts': 'Eight operations on policies and their versions.',
  'src/aws/rehearsal/iam/rules.ts': 'The rules that all of IAM shares.',
  'src/aws/rehearsal/iam/user-belongings.ts': 'What hangs on a user, two operations for each kind.',
  'src/steps/recorded-operations.ts': 'Generated: the operations of every command and step.',
};
const AIM = 160;
const MOST = 220;
const lengthOf = (text: string) => text.trimEnd().split('\n').length;

test('files are short', () => {
  const long = FILES.filter(({ text }) => lengthOf(text) > AIM).map(({ path }) => path);
  expect(long.toSorted()).toEqual(Object.keys(LONG).toSorted());
  // The generated table grows with the operations, and nobody has to read it.
  const written = FILES.filter(({ path }) => path !== 'src/steps/recorded-operations.ts');
  expect(written.filter(({ text }) => lengthOf(text) > MOST).map(({ path }) => path)).toEqual([]);
});

test('every exported name of engine, facts and aws says what it promises', () => {
  const nameless = FILES.filter(({ path }) => /^src\/(engine|facts|aws)\//.test(path)).flatMap(({ path, text }) => {
    const lines = text.split('\n').filter((line) => !/^\/\/ biome-ignore/.test(line));
    return lines.flatMap((line, i) => {
      const [, name] = /^export (?:async )?(?:function|const|interface|type|class) (\w+)/.exec(line) ?? [];
      // Each service's `Client` is the SDK's, under one name for all.
      const isToBeSaid = name && !(name === 'Client' && path.startsWith('src/aws/services/'));
      return isToBeSaid && !lines[i - 1]?.trimEnd().endsWith('*/') ? [`${path} ${name}`] : [];
    });
  });
  expect(nameless).toEqual([]);
});

test('no file is called after nothing in particular', () => {
  const vague = /(^|[-/])(utils?|helpers?|manager|handlers?|common|misc|shared|data|info)(-|\.ts$)/;
  expect(FILES.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
});

/** Operations that only tests and the contract walks use: the rehearsal account answers them to show what there is. */
const ONLY_IN_TESTS: string[] = [];

test('every operation that may be sent is sent somewhere', async () => {
  const services = readdirSync('src/aws/services').map((file) => file.replace(/\.ts$/, '') as ServiceName);
  const senders = FILES.filter(({ path }) => !/^src\/aws\/(services|rehearsal)\//.test(path))
    .map(({ text }) => text)
    .join('\n');
  const unused: string[] = [];
  for (const service of services) {
    const { commands } = await loadService(service);
    const isSent = (operation: string) =>
      new RegExp(
        `'${service}',\\s*(\\w+ \\? )?'${operation}'|'${service}',\\s*\\w+ \\? '\\w+' : '${operation}'|service: '${service}', operation: '${operation}'`,
      ).test(senders);
    unused.push(
      ...Object.keys(commands)
        .filter((operation) => !isSent(operation))
        .map((operation) => `${service} ${operation}`),
    );
  }
  expect(unused.toSorted()).toEqual(ONLY_IN_TESTS);
});
