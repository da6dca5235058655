const MINUTE = 60_000;
const UNITS: Record<string, [ms: number, word: string]> = {
  s: [1_000, 'second'],
  m: [MINUTE, 'minute'],
  h: [60 * MINUTE, 'hour'],
};

function parts(duration: string): { amount: number; ms: number; word: string } {
  const [, amount = '', unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  const [ms, word] = UNITS[unit] ?? [0, ''];
  return { amount: Number(amount), ms: Number(amount) * ms, word };
}

/** A duration such as `4h` in words. */
export function durationInWords(duration: string): string {
  const { amount, word } = parts(duration);
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

/** The full minute that is at least `duration` after `now`, as EventBridge Scheduler spells it: `2026-11-24T14:00:00`. */
export function timeAfter(duration: string, now: number): string {
  return spelledOf(Math.ceil((now + parts(duration).ms) / MINUTE) * MINUTE);
}

const spelledOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** The time of a one-time schedule, as it is spelled in its expression; undefined for another one or an impossible date. */
export function timeIn(expression: unknown): string | undefined {
  const [, spelled = ''] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(String(expression)) ?? [];
  const ms = timeOf(spelled);
  return !Number.isNaN(ms) && spelledOf(ms) === spelled ? spelled : undefined;
}

/**
 * That time in UTC, spelled in the same way. Its expression is in the schedule's time zone, a name of the IANA time zone
 * database (EventBridge Scheduler page "Schedule types", "Time zones"); undefined if the zone is not known here.
 */
export function timeInUtc(spelled: string, zone: string): string | undefined {
  if (zone === 'UTC') return spelled;
  const local = timeOf(spelled);
  try {
    // The offset may change between the two guesses, where daylight saving time begins or ends.
    const near = local - offsetAt(local, zone);
    return spelledOf(local - offsetAt(near, zone));
  } catch {
    return undefined;
  }
}

function offsetAt(ms: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('en-US', {
    ...({ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  }).formatToParts(ms);
  const part = (type: string) => Number(shown.find((one) => one.type === type)?.value);
  const day = [part('year'), part('month') - 1, part('day')] as const;
  return Date.UTC(...day, part('hour'), part('minute'), part('second')) - ms;
}

/** That time, which is in UTC, in milliseconds. */
export const timeOf = (spelled: string): number => Date.parse(`${spelled}Z`);

/** That time in words: `Tue, 24 Nov 2026 14:00 UTC`. */
export const timeInWords = (spelled: string): string =>
  new Date(timeOf(spelled)).toUTCString().replace(/(:\d\d):\d\d GMT$/, '$1 UTC');

/** How long it is from `now` until that time, in words: `in 3 h 20 min`. */
export function untilInWords(spelled: string, now: number): string {
  const minutes = Math.max(Math.ceil((timeOf(spelled) - now) / MINUTE), 0);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `in ${[hours ? `${hours} h` : '', rest || !hours ? `${rest} min` : ''].filter(Boolean).join(' ')}`;
}
