import { describe, expect, it } from 'vitest';
import type { AgentBackend, BackendExit } from '../../../src/main/services/agent-backend';
import { AgentPool } from '../../../src/main/services/agent-pool';
import { silentLog } from '../../../src/main/services/log';
import type { AgentSessionStatus } from '../../../src/shared/domain/agent';
import type { AgentId, SessionId } from '../../../src/shared/domain/ids';
import { deferred } from '../../support/deferred';

const session = 's1' as SessionId;
const other = 's2' as SessionId;
const agent = 'claude' as AgentId;

/** A backend whose only wit is to live and die on demand. */
function living(status: AgentSessionStatus = 'idle', dispose?: () => Promise<void>) {
  const exit = deferred<BackendExit>();
  const gone = { code: 0, signal: null, stderr: '' };
  const backend = {
    backend: 'acp',
    agent: { id: agent },
    status,
    exited: exit.promise,
    disposed: 0,
    async dispose() {
      backend.disposed++;
      await dispose?.();
      exit.resolve(gone);
    },
  };
  return {
    backend: backend as unknown as AgentBackend & { disposed: number },
    die: () => exit.resolve(gone),
  };
}

function makePool(options: { idleLimit?: number; now?: () => number } = {}) {
  let changes = 0;
  const pool = new AgentPool({ log: silentLog, disposeDeadline: 50, onChange: () => changes++, ...options });
  return { pool, changes: () => changes };
}

describe('the agent pool', () => {
  it('never creates an agent when asked whether there is one', () => {
    const { pool } = makePool();
    expect(pool.get(session, agent)).toBeUndefined();
    expect(pool.health().size).toBe(0);
  });

  it('starts an agent once, however many ask for it at the same time', async () => {
    const { pool } = makePool();
    const { backend } = living();
    let starts = 0;
    const create = async () => {
      starts++;
      return backend;
    };
    const found = await Promise.all([
      pool.ensure(session, agent, create),
      pool.ensure(session, agent, create),
      pool.ensure(session, agent, create),
    ]);
    expect(starts).toBe(1);
    expect(new Set(found)).toEqual(new Set([backend]));
    expect(pool.get(session, agent)).toBe(backend);
    expect(pool.get(other, agent)).toBeUndefined();
  });

  it('tries again after a start that failed', async () => {
    const { pool } = makePool();
    const { backend } = living();
    await expect(pool.ensure(session, agent, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(pool.ensure(session, agent, async () => backend)).resolves.toBe(backend);
  });

  it('forgets an agent that died, and says so', async () => {
    const { pool, changes } = makePool();
    const { backend, die } = living();
    pool.register(session, agent, backend);
    const before = changes();
    die();
    await backend.exited;
    await Promise.resolve();
    expect(pool.get(session, agent)).toBeUndefined();
    expect(changes()).toBe(before + 1);
  });

  it('keeps the successor when its predecessor is reported dead late', async () => {
    const { pool } = makePool();
    const first = living();
    const second = living();
    pool.register(session, agent, first.backend);
    await pool.evict(session, agent);
    pool.register(session, agent, second.backend);
    await first.backend.exited;
    await Promise.resolve();
    expect(pool.get(session, agent)).toBe(second.backend);
  });

  it('counts its agents by status', () => {
    const { pool } = makePool();
    pool.register(session, agent, living('running').backend);
    pool.register(other, agent, living('idle').backend);
    const { size, byStatus } = pool.health();
    expect(size).toBe(2);
    expect(byStatus).toMatchObject({ running: 1, idle: 1, failed: 0 });
  });

  it('ends the agents of one session and leaves the others', async () => {
    const { pool } = makePool();
    const mine = living();
    const theirs = living();
    pool.register(session, agent, mine.backend);
    pool.register(other, agent, theirs.backend);
    await pool.evictSession(session);
    expect(mine.backend.disposed).toBe(1);
    expect(theirs.backend.disposed).toBe(0);
    expect(pool.health().size).toBe(1);
  });

  it('lets the longest unused idle agent go when there are too many', async () => {
    let time = 0;
    const { pool } = makePool({ idleLimit: 1, now: () => time++ });
    const old = living();
    await pool.ensure(session, agent, async () => old.backend);
    const fresh = living();
    await pool.ensure(other, agent, async () => fresh.backend);
    expect(pool.get(session, agent)).toBeUndefined();
    expect(old.backend.disposed).toBe(1);
    expect(pool.get(other, agent)).toBe(fresh.backend);
  });

  it('is empty after dispose, even if agents throw or hang', async () => {
    const { pool } = makePool();
    const good = living();
    pool.register(session, agent, good.backend);
    pool.register(other, agent, living('running', () => Promise.reject(new Error('broken'))).backend);
    pool.register('s3' as SessionId, agent, living('running', () => new Promise(() => {})).backend);
    await pool.dispose();
    expect(pool.health().size).toBe(0);
    expect(good.backend.disposed).toBe(1);
  });

  it('ends an agent that finishes starting after dispose', async () => {
    const { pool } = makePool();
    const { backend } = living();
    const started = deferred<AgentBackend>();
    const ensured = pool.ensure(session, agent, () => started.promise);
    const disposed = pool.dispose();
    started.resolve(backend);
    await expect(ensured).rejects.toThrow('shutting down');
    await disposed;
    expect(backend.disposed).toBe(1);
    expect(pool.health().size).toBe(0);
  });
});
