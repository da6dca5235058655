import { actions, allow, type Clause } from '../document.ts';
import { arn, type Place } from '../place.ts';

/** Only the log groups of the service: a role that may write to any group can forge what others rely on. */
export function writesLogs(place: Place, ...groups: string[]): Clause {
  return allow('WriteLogs', `Create log groups ${groups.join(', ')} and write to them.`, {
    Action: actions('logs', 'CreateLogGroup CreateLogStream PutLogEvents'),
    Resource: groups.map((group) => arn(place, 'logs', `log-group:${group}`)),
  });
}

/** The name of a log stream, for checks of that permission. */
export function logStream(place: Place, group: string): string {
  return arn(place, 'logs', `log-group:${group}:log-stream:1`);
}
