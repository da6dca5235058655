import type { Target } from '@aws-sdk/client-eventbridge';
import { arnOf, type Context, type Operations } from './context.ts';
import { refuse } from './refuse.ts';
import { settingOf } from './setting.ts';
import { type Tag, withTags } from './tags.ts';

interface Rule {
  name: string;
  pattern: string;
  state: string;
  description: string;
  targets: { Id: string; Arn: string }[];
  tags: Tag[];
}

const kept = settingOf<Rule[]>('region', 'rules', []);
const arn = (context: Context, name: string) => arnOf(context, 'events', context.region, `rule/${name}`);

function ruleNamed(context: Context, name = ''): Rule {
  const found = kept.of({}, context).value.find((one) => one.name === name || arn(context, one.name) === name);
  return found ?? refuse('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
}

function change(context: Context, name: string | undefined, to: Partial<Rule>): void {
  const rule = { ...ruleNamed(context, name), ...to };
  const slot = kept.of({}, context);
  slot.value = slot.value.map((one) => (one.name === rule.name ? rule : one));
}

const known = ({ Id = '', Arn = '' }: Target) => ({ Id, Arn });

/** EventBridge as the rehearsal answers it: rules of the default event bus. */
export const events: Operations<'events'> = {
  DescribeRule: {
    fields: ['Name'],
    answer({ Name }, context) {
      const { name, pattern, state, description } = ruleNamed(context, Name);
      return {
        Name: name,
        Arn: arn(context, name),
        EventPattern: pattern,
        State: state as 'ENABLED',
        Description: description,
        EventBusName: 'default',
      };
    },
  },
  PutRule: {
    fields: ['Name', 'Description', 'EventPattern', 'State', 'Tags'],
    answer({ Name = '', Description = '', EventPattern = '', State = 'ENABLED', Tags }, context) {
      const slot = kept.of({}, context);
      const before = slot.value.find(({ name }) => name === Name);
      // Tags of a rule that exists stay as they are (AWS page "PutRule").
      const rule: Rule = {
        name: Name,
        pattern: EventPattern,
        state: State,
        description: Description,
        targets: before?.targets ?? [],
        tags: before?.tags ?? withTags([], Tags),
      };
      slot.value = before ? slot.value.map((one) => (one === before ? rule : one)) : [...slot.value, rule];
      return { RuleArn: arn(context, Name) };
    },
  },
  DeleteRule: {
    fields: ['Name'],
    answer({ Name }, context) {
      const slot = kept.of({}, context);
      // Deleting a rule that is not there is no error.
      if (slot.value.find(({ name }) => name === Name)?.targets.length)
        refuse('ValidationException', "Rule can't be deleted since it has targets.");
      slot.value = slot.value.filter(({ name }) => name !== Name);
      return {};
    },
  },
  ListTargetsByRule: {
    fields: ['Rule'],
    answer: ({ Rule }, context) => ({ Targets: ruleNamed(context, Rule).targets }),
  },
  PutTargets: {
    fields: ['Rule', 'Targets'],
    answer({ Rule, Targets = [] }, context) {
      const others = ruleNamed(context, Rule).targets.filter(({ Id }) => !Targets.some((one) => one.Id === Id));
      change(context, Rule, { targets: [...others, ...Targets.map(known)] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  },
  RemoveTargets: {
    fields: ['Rule', 'Ids'],
    answer({ Rule, Ids = [] }, context) {
      change(context, Rule, { targets: ruleNamed(context, Rule).targets.filter(({ Id }) => !Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  },
  ListTagsForResource: {
    fields: ['ResourceARN'],
    answer: ({ ResourceARN }, context) => ({ Tags: ruleNamed(context, ResourceARN).tags }),
  },
  TagResource: {
    fields: ['ResourceARN', 'Tags'],
    answer({ ResourceARN, Tags }, context) {
      change(context, ResourceARN, { tags: withTags(ruleNamed(context, ResourceARN).tags, Tags) });
      return {};
    },
  },
};
