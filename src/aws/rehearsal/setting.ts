import { isDeepStrictEqual } from 'node:util';
import { type Context, here } from './context.ts';

/** Where a setting is kept, found by a request; `names` are the inputs that say which thing's setting it is. */
export interface Place<R, V> {
  names: readonly (keyof R)[];
  of(request: R, context: Context): { value: V };
}

/** A setting that is there once in the account or once in each Region; `initial` where nobody has ever put it. */
export function settingOf<V>(whole: 'account' | 'region', name: string, initial: V): Place<object, V> {
  const holder = (context: Context) => (whole === 'account' ? context.state : here(context));
  return {
    names: [],
    of: (_request, context) => ({
      get value() {
        const { settings = {} } = holder(context);
        return Object.hasOwn(settings, name) ? (settings[name] as V) : initial;
      },
      set value(value) {
        const held = holder(context);
        const { [name]: _before, ...others } = held.settings ?? {};
        const settings = isDeepStrictEqual(value, initial) ? others : { ...others, [name]: value };
        // As it was is as if nobody had ever put it.
        if (Object.keys(settings).length > 0) held.settings = settings;
        else delete held.settings;
      },
    }),
  };
}

interface Answering<I, A> {
  fields: readonly (keyof I)[];
  answer(input: I, context: Context): A;
}

/** The operation that tells a setting, or refuses where there is none. */
export function tells<R, V, I extends R, A>(place: Place<R, V>, answer: (value: V, request: I) => A): Answering<I, A> {
  return {
    fields: place.names,
    answer: (request, context) => answer(place.of(request, context).value, request),
  };
}

/**
 * The operation that puts a setting or takes it away: `value` makes it from the request and from what was there, or
 * refuses. `fields` are the inputs that it takes besides; without `answer` AWS answers nothing.
 */
export function puts<R, V, I extends R, A>(
  place: Place<R, V>,
  value: (request: I, before: V, context: Context) => V,
  fields: readonly (keyof I)[] = [],
  answer?: (value: V) => A,
): Answering<I, A> {
  return {
    fields: [...place.names, ...fields],
    answer(request, context) {
      const slot = place.of(request, context);
      slot.value = value(request, slot.value, context);
      return answer ? answer(slot.value) : ({} as A);
    },
  };
}
