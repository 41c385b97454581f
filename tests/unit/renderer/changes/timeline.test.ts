import { expect, it } from 'vitest';
import { TimelineModel } from '../../../../src/renderer/features/changes/timeline-model';
import type { Call } from '../../../../src/renderer/lib/bridge';
import { sessionId } from '../../../../src/shared/domain/ids';
import { AppError } from '../../../../src/shared/errors';

it('a timeline that cannot be read says why, and not that nothing was done', async () => {
  const call = (async () => {
    throw new AppError('git.broken', 'The repository is gone.', 'Put it back.');
  }) as unknown as Call;
  const unexpected = () => expect.unreachable();
  const model = new TimelineModel({
    ...{ sessionId: sessionId.parse('s'), call },
    ...{ notify: unexpected, reportError: unexpected, undo: unexpected },
  });
  await model.load();
  const { entries, error } = model.use.getState();
  expect(entries).toBeNull();
  expect(error).toMatchObject({ message: 'The repository is gone.', hint: 'Put it back.' });
});
