import { unsupportedPartOfAws } from '../../aws/account.ts';

// AWS's Regions by the part before the number, so that a new Region beside a known one is known as well.
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

// Where they are (AWS page "AWS Regions"), for people; a Region that is not among them has only its code.
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

/** A Region with the place it is known by: "ap-southeast-2 Sydney". */
export function regionWithPlace(code: string): string {
  return PLACES[code] ? `${code} ${PLACES[code]}` : code;
}

/** The code of a Region that was written in capitals or by its place: "Sydney". Anything else stays as it is. */
export function regionMeant(text: string): string {
  const [code] = Object.entries(PLACES).find(([, place]) => place.toLowerCase() === text.toLowerCase()) ?? [];
  return code ?? (/^[A-Z]{2}-[A-Z]+-\d$/i.test(text) ? text.toLowerCase() : text);
}

/** The codes of the Regions that there are, and of new ones beside them. */
export const REGION_CODE = `^(${AREAS.join('|')})-[0-9]$`;

/** Whether a text is the code of such a Region. */
export function isRegion(text: string): boolean {
  return new RegExp(REGION_CODE).test(text);
}

/** The Regions a person chooses from, as one text. */
export const REGION_LIST = Object.keys(PLACES).map(regionWithPlace).join(', ');

/**
 * What a Region's code should be, when it is none or looks mistyped. A mistyped home Region would lock the admin into
 * a place that does not exist, so a code that is nearly a known one is refused; a quite unknown one may be new.
 */
export function checkRegion(text: string): string | undefined {
  const unsupported = unsupportedPartOfAws(text);
  if (unsupported)
    return `a Region of AWS itself, of AWS GovCloud (US) or of AWS China: ${text} is in ${unsupported}, which is not supported`;
  const [, area = '', number = ''] = /^([a-z]+(?:-[a-z]+)+)-(\d)$/.exec(text) ?? [];
  if (!area) return 'a Region code such as ap-southeast-2 (Sydney) or eu-central-1';
  if (AREAS.includes(area)) return undefined;
  const meant = AREAS.find((known) => isNearly(area, known));
  return meant && `${meant}-${number}, if that is what you mean`;
}

/** One letter more, less or other, or two neighbours exchanged. */
function isNearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const exchanged = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || exchanged;
}
