import { readOnly } from '../../aws/views.ts';
import { type CostItem, type Costs, costsOf, type Unread } from '../../steps/costs/costs.ts';
import { kindIn } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { regionWithPlace } from '../../steps/settings/regions.ts';
import { openedAnywhere } from '../account/home.ts';
import { tellFirst } from '../account/introduce.ts';
import { tellKind } from '../account/kind.ts';
import { withTimeLimit } from '../account/time-limit.ts';
import { fillSamples, readGiven } from '../answers/read-given.ts';
import type { Invocation } from '../arguments/options.ts';
import { clean, cleanJson } from '../terminal/clean.ts';
import { canAsk, prompts } from '../terminal/interactive.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, type ExitCode } from '../trouble.ts';
import type { World } from '../world.ts';
import { reportJson } from './report.ts';

// A price is not worth a longer wait; those of all Regions wait for each other.
const LATE_MS = 15_000;
const MOST_OF_A_KIND = 5;

/** Lists what AWS bills by the hour or by the GB in every enabled Region. Never writes, and asks for no answers. */
export async function costs(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  tellFirst(world, invocation, tell);
  if (options.rehearse) fillSamples(given, tell, [EVERY.region]);
  const opened = await openedAnywhere({ world, invocation, given, prompter, tell });
  const { account } = opened;
  const { accountId } = account.identity;
  tell.line(`Account ${accountId}`);
  tellKind(given, tell);
  tell.line('Checking all enabled Regions (read-only)');
  const found = await costsOf(readOnly(account), (asked) => withTimeLimit(world, LATE_MS, asked));
  const exitCode = exitCodeOf(found.unread);
  if (options.output === 'text') for (const line of costLines(found)) tell.page(line);
  for (const item of found.items) tell.event({ event: 'cost', ...item });
  const report = {
    ...reportJson({
      command: 'costs',
      account: accountId,
      accountKind: kindIn(given.values),
      accountPlan: await opened.accountPlan,
      exitCode,
      findings: [],
      stepOf: new Map(),
      missing: [],
      next: [],
    }),
    costs: found,
  };
  if (options.output === 'json') tell.result(cleanJson(report, 1));
  if (options.output === 'ndjson') tell.event({ event: 'run.end', ...report });
  return exitCode;
}

// What a policy of the organization denies is no error: a project has one Region.
function exitCodeOf(unread: Unread[]): ExitCode {
  const open = unread.filter(({ state, unsupported }) => state !== 'denied' && !unsupported);
  if (open.some(({ permission }) => permission !== undefined)) return EXIT.denied;
  return open.length > 0 ? EXIT.failed : EXIT.done;
}

/** The list for a terminal. */
function costLines(found: Costs): string[] {
  const { regions, items, monthly, monthlyOurs, unpriced, asOf, source } = found;
  const lines = regions.flatMap((region) => {
    const mine = items.filter((item) => item.region === region);
    return mine.length === 0 ? [] : ['', `${regionWithPlace(region)}, USD a month`, ...itemLines(mine)];
  });
  const places = regions.length === 1 ? `Region ${regions[0]}` : `${regions.length} Regions`;
  if (items.length === 0)
    return ['', `Nothing found in ${places} that AWS bills by the hour or by the GB.`, ...endLines(found)];
  const prices = source === 'AWS Price List' ? `AWS list prices of ${asOf}` : "the rehearsal's sample prices";
  return [
    ...lines,
    '',
    `Total in ${places}: about USD ${monthly.toFixed(2)} a month if nothing changes, including USD ${monthlyOurs.toFixed(2)} for what aws-baseline created${asOf ? ` (${prices})` : ''}.`,
    ...(unpriced > 0 ? [`Not in the total: ${unpriced} without a known price (?).`] : []),
    'The free tier or credits may cover it.',
    ...endLines(found),
  ];
}

function itemLines(items: CostItem[]): string[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const mine = items.filter((item) => item.kind === kind).sort(byCost);
    const more = mine.slice(MOST_OF_A_KIND);
    const known = more.flatMap(({ monthly }) => monthly ?? []);
    const rest = known.length > 0 ? known.reduce((sum, one) => sum + one) : null;
    return [
      ...mine.slice(0, MOST_OF_A_KIND).map(itemLine),
      ...(more.length > 0 ? [`${amountText(rest)}  ${kind}: ${more.length} more (see --json)`] : []),
    ];
  });
}

const byCost = (a: CostItem, b: CostItem) => (b.monthly ?? 0) - (a.monthly ?? 0) || b.amount - a.amount;

function itemLine({ kind, id, what, ours, monthly }: CostItem): string {
  const text = `${kind} ${clean(id)}: ${clean(what)}`;
  return `${amountText(monthly)}  ${text}${ours ? ' (created by aws-baseline)' : ''}`;
}

const amountText = (monthly: number | null) => (monthly === null ? '?' : monthly.toFixed(2)).padStart(10);

function endLines({ unread }: Costs): string[] {
  return [
    'Not listed: data transfer, requests, and what has no hourly price, such as S3 objects, DynamoDB and logs.',
    ...unreadLines(unread),
  ];
}

// One line for each reason.
function unreadLines(unread: Unread[]): string[] {
  const reasonOf = ({ read, permission, why }: Unread) => `${permission ?? read}: ${clean(why ?? 'not read')}`;
  const byOrganization = unread.filter(({ state }) => state === 'denied');
  const closed = [...new Set(byOrganization.map(({ region }) => region))];
  const others = unread.filter(({ state }) => state !== 'denied');
  return [
    ...(closed.length > 0 ? [`Not read, because a policy of the organization denies it: ${closed.join(', ')}.`] : []),
    ...[...new Set(others.map(reasonOf))].map((reason) => {
      const where = [...new Set(others.filter((one) => reasonOf(one) === reason).map(({ region }) => region))];
      return `Not read in ${where.join(', ')}: ${reason}`;
    }),
  ];
}
