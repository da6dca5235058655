import type { Place } from '../../src/policies/index.ts';
import { adminRows } from './further/admin.ts';
import { analystRows } from './further/analyst.ts';
import { movedAbroad } from './further/derived.ts';
import { engineerRows } from './further/engineer.ts';
import { everyoneRows } from './further/everyone.ts';
import { looksRows } from './further/looks.ts';
import { requireMfaRows } from './further/require-mfa.ts';
import { rowMakers } from './further/row-makers.ts';
import type { TableRow } from './rows.ts';

/** What the design says and the given table does not show, for one place. */
export function furtherRows(place: Place): TableRow[] {
  const written = [
    ...adminRows(place),
    ...engineerRows(place),
    ...analystRows(place),
    ...looksRows('engineer', place),
    ...looksRows('analyst', place),
    ...everyoneRows('engineer', place),
    ...everyoneRows('analyst', place),
    ...requireMfaRows(place),
  ];
  return [...written, ...movedAbroad(written, rowMakers(['admin'], place).away)];
}
