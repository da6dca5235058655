import { zonesOf } from '../region.ts';

/** An instance type, as far as choices are made by it. */
export interface InstanceType {
  name: string;
  architecture: 'x86_64' | 'arm64';
  current: boolean;
  free: boolean;
  burstable: boolean;
  cpus: number;
  /** In MiB. */
  memory: number;
  accelerated: boolean;
  disks: boolean;
}

const FREE = ['t3.micro', 't3.small', 't4g.micro', 't4g.small', 'c7i-flex.large', 'm7i-flex.large'];
const EARLIER = ['t2', 'm4', 'c4', 'r4'];

// One family a line: sizes as `size:vCPUs/GiB`.
const T = 'nano:2/0.5 micro:2/1 small:2/2 medium:2/4 large:2/8 xlarge:4/16 2xlarge:8/32';
const M = 'large:2/8 xlarge:4/16 2xlarge:8/32 4xlarge:16/64 8xlarge:32/128';
const C = 'large:2/4 xlarge:4/8 2xlarge:8/16 4xlarge:16/32 8xlarge:32/64';
const R = 'large:2/16 xlarge:4/32 2xlarge:8/64 4xlarge:16/128 8xlarge:32/256';
const FAMILIES: Record<string, string> = {
  t2: 'nano:1/0.5 micro:1/1 small:1/2 medium:2/4 large:2/8 xlarge:4/16 2xlarge:8/32',
  t3: T,
  t3a: T,
  t4g: T,
  m4: M,
  m5: M,
  m6g: `medium:1/4 ${M}`,
  m6i: M,
  m7g: `medium:1/4 ${M}`,
  m7i: M,
  'm7i-flex': M,
  m8g: `medium:1/4 ${M}`,
  c4: C,
  c5: C,
  c6i: C,
  c7g: `medium:1/2 ${C}`,
  c7i: C,
  'c7i-flex': C,
  c8g: `medium:1/2 ${C}`,
  r4: R,
  r5: R,
  r6g: `medium:1/8 ${R}`,
  r7g: `medium:1/8 ${R}`,
  r7i: R,
  r8g: `medium:1/8 ${R}`,
  x2gd: 'medium:1/16 large:2/32 xlarge:4/64',
  x2iedn: 'xlarge:4/128 2xlarge:8/256',
  z1d: 'large:2/16 xlarge:4/32',
  g4dn: 'xlarge:4/16 2xlarge:8/32 4xlarge:16/64',
  g5: 'xlarge:4/16 2xlarge:8/32 4xlarge:16/64',
  g5g: 'xlarge:4/8 2xlarge:8/16',
  g6: 'xlarge:4/16 2xlarge:8/32',
  p3: '2xlarge:8/61',
  p4d: '24xlarge:96/1152',
  inf1: 'xlarge:4/8 2xlarge:8/16',
  inf2: 'xlarge:4/16 8xlarge:32/128',
  trn1: '2xlarge:8/32',
  i3: 'large:2/15.25 xlarge:4/30.5',
  i4g: 'large:2/16 xlarge:4/32',
  i4i: 'large:2/16 xlarge:4/32 2xlarge:8/64',
  im4gn: 'large:2/8 xlarge:4/16',
  d3: 'xlarge:4/32 2xlarge:8/64',
  h1: '2xlarge:8/32',
};

function typeOf(family: string, row: string): InstanceType {
  const [size = '', cpus = '', memory = ''] = row.split(/[:/]/);
  const name = `${family}.${size}`;
  return {
    name,
    // The letter g after the generation is AWS's own processor (AWS page "Instance type naming conventions").
    architecture: /^[a-z]+\d+[a-z]*g[a-z]*(-|$)/.test(family.replace(/^im4gn$/, 'im4g')) ? 'arm64' : 'x86_64',
    current: !EARLIER.includes(family),
    free: FREE.includes(name),
    burstable: family.startsWith('t') && !family.startsWith('trn'),
    cpus: Number(cpus),
    memory: Number(memory) * 1024,
    accelerated: /^(g|p|inf|trn)\d/.test(family),
    disks: /^(i|im|d|h|z|g4dn|g5|x2)/.test(family) && family !== 'inf1' && family !== 'inf2',
  };
}

/** A selection of AWS's instance types, in every family. */
export const instanceTypes: readonly InstanceType[] = Object.entries(FAMILIES).flatMap(([family, rows]) =>
  rows.split(' ').map((row) => typeOf(family, row)),
);

/** The zones of a Region in which a type is offered: not every type is in every zone. */
export function zonesOffering(type: InstanceType, region: string): string[] {
  const [a = '', b = '', c = ''] = zonesOf(region);
  if (type.accelerated) return [a, b];
  return /^(c7i-flex|m7i-flex|x2gd)\./.test(type.name) ? [b, c] : type.name.startsWith('t2.') ? [a, b] : [a, b, c];
}
