import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, settingOf, tells } from '../setting.ts';

const session = settingOf<'ENABLED' | 'PAUSED' | null>('region', 'macie', null);

const off = () => refuse('AccessDeniedException', 'Macie is not enabled.', 403);

/** Macie as the rehearsal answers it: its session in a Region. */
export const macie2: Operations<'macie2'> = {
  GetMacieSession: tells(session, (status) => ({ status: status ?? off() })),
  EnableMacie: puts(
    session,
    ({ status = 'ENABLED' }, before) =>
      before ? refuse('ConflictException', 'Macie has already been enabled.', 409) : status,
    ['status'],
  ),
  UpdateMacieSession: puts(session, ({ status }, before) => status ?? before ?? off(), ['status']),
  DisableMacie: puts(session, (_request, before) => (before ? null : off())),
};
