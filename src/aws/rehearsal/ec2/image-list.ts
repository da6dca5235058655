import { idOf } from '../region.ts';

/** An image of Amazon's. */
export interface Image {
  id: string;
  name: string;
  architecture: 'x86_64' | 'arm64';
  created: string;
  snapshot: string;
  /** In GiB. */
  size: number;
  device: string;
  /** The public parameter that names the image. */
  parameter: string;
}

const CREATED = '2026-09-14T18:03:22.000Z';
const PARAMETERS = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-';

/** Amazon's images in a Region: Amazon Linux 2023 for both architectures. */
export function imagesIn(region: string): Image[] {
  return (['x86_64', 'arm64'] as const).map((architecture) => ({
    id: idOf('ami', `${region} ${architecture}`),
    name: `al2023-ami-2023.9.20260914.0-kernel-6.1-${architecture}`,
    architecture,
    created: CREATED,
    snapshot: idOf('snap', `${region} ${architecture}`),
    size: 8,
    device: '/dev/xvda',
    parameter: `${PARAMETERS}${architecture}`,
  }));
}
