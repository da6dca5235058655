import type { TypeChoice, TypeOffer } from '../../steps/ec2/type-choice.ts';
import { clean } from './clean.ts';

/** A type as a line of a list, numbered; `!` marks one that AWS would refuse. */
const wordsOf = (offer: TypeOffer, i: number): string => {
  const { cpus, memory, accelerators, network, disk, price } = offer;
  const parts = [
    `${cpus} ${cpus === 1 ? 'vCPU' : 'vCPUs'}`,
    `${amount(memory)} GiB`,
    ...(accelerators ? [acceleratorText(accelerators)] : []),
    ...(network ? [`network ${network.replace(/^\w/, (letter) => letter.toLowerCase())}`] : []),
    disk ? `local disk of ${disk.size} GB ${disk.kind}`.trimEnd() : 'no local disk',
    price ? `USD ${hour(price)} an hour, USD ${month(price)} a month` : 'price unknown',
    ...(offer.isFree ? ['free tier'] : []),
    ...(offer.forbidden ? [briefly(offer)] : []),
  ];
  return `  ${i + 1}) ${clean(offer.name)}: ${parts.join(', ')}`;
};

const SPACE = '  ';

/**
 * The types as a table if it fits the width, otherwise as a list with a line of words for each; then what explains it.
 * `isList` asks for the list, which a screen reader reads well.
 */
export function typeTable(choice: TypeChoice, width: number, isList: boolean): string[] {
  const table = isList ? [] : tableOf(choice.offers);
  const fits = table.length > 0 && table.every((line) => line.length <= width);
  return [...(fits ? table : choice.offers.map(wordsOf)), ...notesOn(choice)];
}

interface Column {
  head: string;
  isText?: true;
  of(offer: TypeOffer, i: number): string;
}

const COLUMNS: Column[] = [
  { head: '', of: ({ forbidden }, i) => `${forbidden ? '!' : ' '} ${i + 1}` },
  { head: 'type', isText: true, of: ({ name }) => clean(name) },
  { head: 'vCPU', of: ({ cpus }) => String(cpus) },
  { head: 'GiB', of: ({ memory }) => amount(memory) },
  { head: 'GPU', isText: true, of: ({ accelerators }) => (accelerators ? short(acceleratorText(accelerators)) : '') },
  { head: 'Gbit/s', isText: true, of: ({ network = 'unknown' }) => clean(shortNetwork(network)) },
  { head: 'disk GB', isText: true, of: ({ disk }) => (disk ? `${disk.size} ${disk.kind}`.trimEnd() : '-') },
  { head: 'USD/h', of: ({ price }) => (price ? hour(price) : 'unknown') },
  { head: 'USD/mo', of: ({ price }) => (price ? month(price) : 'unknown') },
  { head: '', isText: true, of: ({ isFree }) => (isFree ? 'free tier' : '') },
];

function tableOf(offers: TypeOffer[]): string[] {
  const columns = COLUMNS.map(({ head, isText, of }) => {
    const cells = offers.map(of);
    const isUsed = cells.some((cell) => cell.trim() !== '');
    const wide = Math.max(head.length, ...cells.map((cell) => cell.length));
    const padded = [head, ...cells].map((cell) => (isText ? cell.padEnd(wide) : cell.padStart(wide)));
    return isUsed ? padded : undefined;
  }).filter((column) => column !== undefined);
  return ['', ...offers].map((_, row) =>
    columns
      .map((column) => column[row])
      .join(SPACE)
      .trimEnd(),
  );
}

function notesOn({ offers, asOf, region, source }: TypeChoice): string[] {
  const prices =
    asOf === undefined
      ? 'Prices: https://aws.amazon.com/ec2/pricing/on-demand/'
      : `${source === 'AWS Price List' ? `AWS list prices of ${asOf} in ${region}` : "The rehearsal's sample prices"}, without disk and public address.`;
  const burstable = [...new Set(offers.filter(({ isBurstable }) => isBurstable).map(({ name }) => familyOf(name)))];
  const reasons = new Map<string, string[]>();
  for (const offer of offers.filter(({ forbidden }) => forbidden))
    reasons.set(reasonOf(offer), [...(reasons.get(reasonOf(offer)) ?? []), clean(offer.name)]);
  return [
    `  ${prices}`,
    ...(burstable.length > 0
      ? [`  Burstable (${burstable.join(', ')}): full speed for peaks only, from credits earned when idle.`]
      : []),
    ...[...reasons].map(([reason, names]) => `  ! ${names.join(', ')}: ${reason}`),
  ];
}

/** Why AWS would refuse the launch of a type, with the quota's name. */
export function reasonOf(offer: TypeOffer): string {
  const { forbidden } = offer;
  return forbidden?.by === 'quota'
    ? `${briefly(offer)} left of ${forbidden.room.limit} (${forbidden.room.name})`
    : `${briefly(offer)}, which allows only free-tier-eligible types`;
}

function briefly({ forbidden }: TypeOffer): string {
  return forbidden?.by === 'quota' ? `above your quota: ${forbidden.room.left} vCPUs` : 'not on the Free plan';
}

const familyOf = (name: string): string => clean(name).split('.')[0] ?? '';
const amount = (value: number): string => String(Number(value.toFixed(2)));
const hour = ({ hourly }: NonNullable<TypeOffer['price']>): string => hourly.toFixed(4);
const month = ({ monthly }: NonNullable<TypeOffer['price']>): string => monthly.toFixed(2);
const acceleratorText = ({ name, count }: NonNullable<TypeOffer['accelerators']>): string =>
  count === 0 ? `part of ${clean(name)}` : `${Number(count.toFixed(3))} ${clean(name)}`;

const LONGEST = 14;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);

// "Up to 12.5 Gigabit", "4x 100 Gigabit", "Moderate".
function shortNetwork(network: string): string {
  return network.replace(/^Up to /, 'to ').replace(/ ?Gigabit$/, '');
}
