import { type SessionFixture, user } from './session-fixture';

/** Accepts what is pending at these paths, as it is now. */
export async function acceptPaths(fixture: SessionFixture, ...paths: string[]): Promise<void> {
  const changes = await fixture.changes(user);
  await fixture.accept(changes.filter(({ path }) => paths.includes(path)));
}
