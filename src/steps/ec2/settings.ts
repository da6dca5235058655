import { ENDING } from './ending-settings.ts';
import { LAUNCH } from './launch-settings.ts';
import { SCALE } from './scale-settings.ts';
import { TYPE } from './type-settings.ts';

/** The settings of this step. */
export const EC2 = { ...TYPE, ...LAUNCH, ...ENDING, ...SCALE };
