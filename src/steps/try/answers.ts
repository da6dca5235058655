import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { TRY } from './settings.ts';

/** What a trial needs to know: also the subnet of step ec2, which is where tasks and clusters are. */
export type TrialAnswers = AnswersTo<typeof EVERY & typeof TRY> & { ec2: { subnet?: string } };
