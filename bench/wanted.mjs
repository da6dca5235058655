// What is built in every run: five steps for one name, and N users and buckets more.

export const NAME = 'acme';
export const REGION = 'ap-southeast-2';
export const EMAIL = 'you@example.com';
export const GROUPS = ['admin', 'engineer', 'analyst'];

const numbered = (n) => Array.from({ length: n }, (_, i) => i + 1);

/** Group and name of each user. */
export function users(n) {
  const first = [
    ['admin', `admin_${NAME}`],
    ['engineer', 'engineer_jo'],
    ['analyst', 'analyst_kim'],
  ];
  return [...first, ...numbered(n).map((i) => ['analyst', `analyst_extra-${i}`])];
}

/** The names of all buckets. */
export function buckets(n) {
  return [`${NAME}-landing-zone`, `${NAME}-analysis`, ...numbered(n).map((i) => `${NAME}-extra-${i}`)];
}

/** The same as a config file of aws-baseline. */
export function configFile(n) {
  const list = (names) => (names.length ? `\n${names.map((name) => `    - ${name}`).join('\n')}` : ' []');
  return `name: ${NAME}
region: ${REGION}
alarm:
  email: ${EMAIL}
engineer:
  user: [jo]
analyst:
  user:${list(['kim', ...numbered(n).map((i) => `extra-${i}`)])}
buckets:
  further:${list(buckets(n).slice(2))}
`;
}
