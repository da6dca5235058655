import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import type { PolicyAnswers } from './group-of.ts';
import { groupWithPolicy, memberOf } from './group-of.ts';
import { rolesOfGroups } from './roles.ts';
import { GROUPS } from './settings.ts';

export const groupsStep: Step<AnswersTo<typeof EVERY & typeof GROUPS> & PolicyAnswers> = {
  id: 'groups',
  title: 'groups',
  why: 'Two groups with least privilege: engineers manage the data, analysts run compute on it.',
  settings: Object.values(GROUPS),
  facts(answers) {
    const engineer = groupWithPolicy('engineer', answers);
    const analyst = groupWithPolicy('analyst', answers);
    return [
      ...engineer.facts,
      ...analyst.facts,
      ...answers.groups.engineers.flatMap((person) =>
        memberOf('engineer', engineer.group, `engineer_${person}`, true, answers),
      ),
      ...answers.groups.analysts.flatMap((person) =>
        memberOf('analyst', analyst.group, `analyst_${person}`, true, answers),
      ),
      ...(answers.groups.roles ? rolesOfGroups(answers) : []),
    ];
  },
};
