import { unsupportedPartOfAws } from '../../aws/account.ts';

// Region codes without the number, so a new Region in a known area is accepted.
const AREAS = [
  'af-south',
  'ap-east',
  'ap-northeast',
  'ap-south',
  'ap-southeast',
  'ca-central',
  'ca-west',
  'cn-north',
  'cn-northwest',
  'eu-central',
  'eu-north',
  'eu-south',
  'eu-west',
  'il-central',
  'me-central',
  'me-south',
  'mx-central',
  'sa-east',
  'us-east',
  'us-gov-east',
  'us-gov-west',
  'us-west',
];

// Their places (AWS page "AWS Regions"); a Region that is not listed is shown by its code only.
const PLACES: Record<string, string> = {
  'af-south-1': 'Cape Town',
  'ap-east-1': 'Hong Kong',
  'ap-east-2': 'Taipei',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-south-1': 'Mumbai',
  'ap-south-2': 'Hyderabad',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-6': 'New Zealand',
  'ap-southeast-7': 'Thailand',
  'ca-central-1': 'Canada Central',
  'ca-west-1': 'Calgary',
  'eu-central-1': 'Frankfurt',
  'eu-central-2': 'Zurich',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'il-central-1': 'Tel Aviv',
  'me-central-1': 'UAE',
  'me-south-1': 'Bahrain',
  'mx-central-1': 'Mexico',
  'sa-east-1': 'Sao Paulo',
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
};

/** A Region with its place: "ap-southeast-2 Sydney". */
export function regionWithPlace(code: string): string {
  return PLACES[code] ? `${code} ${PLACES[code]}` : code;
}

/** The code of a Region that was entered in capitals or by its place: "Sydney". Other texts are returned unchanged. */
export function regionMeant(text: string): string {
  const [code] = Object.entries(PLACES).find(([, place]) => place.toLowerCase() === text.toLowerCase()) ?? [];
  return code ?? (/^[A-Z]{2}-[A-Z]+-\d$/i.test(text) ? text.toLowerCase() : text);
}

/** A pattern for the codes of existing Regions, and of new ones in the same areas. */
export const REGION_CODE = `^(${AREAS.join('|')})-[0-9]$`;

/** Whether a text is the code of such a Region. */
export function isRegion(text: string): boolean {
  return new RegExp(REGION_CODE).test(text);
}

/** The list of Regions for the prompt. */
export const REGION_LIST = Object.keys(PLACES).map(regionWithPlace).join(', ');

/**
 * What is expected instead of an invalid or mistyped Region code. A mistyped home Region would limit the admin to a Region
 * that does not exist, so a code similar to a known one is refused; an entirely unknown one may be a new Region.
 */
export function checkRegion(text: string): string | undefined {
  const unsupported = unsupportedPartOfAws(text);
  if (unsupported)
    return `a Region of AWS itself, of AWS GovCloud (US) or of AWS China: ${text} is in ${unsupported}, which is not supported`;
  const [, area = '', number = ''] = /^([a-z]+(?:-[a-z]+)+)-(\d)$/.exec(text) ?? [];
  if (!area) return 'a Region code such as ap-southeast-2 (Sydney) or eu-central-1';
  if (AREAS.includes(area)) return undefined;
  const meant = AREAS.find((known) => isNearly(area, known));
  return meant && `a Region code, such as ${meant}-${number}`;
}

/** One letter added, missing or different, or two adjacent letters swapped. */
function isNearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const exchanged = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || exchanged;
}
