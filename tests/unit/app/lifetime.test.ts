import { describe, expect, it } from 'vitest';
import { Lifetime } from '../../../src/main/app/lifetime';
import { silentLog } from '../../../src/main/services/log';

describe('what was started', () => {
  it('stops in reverse order, each after the one before it', async () => {
    const lifetime = new Lifetime(silentLog);
    const stopped: string[] = [];
    for (const name of ['store', 'agents', 'window']) {
      lifetime.started(name, async () => {
        await Promise.resolve();
        stopped.push(name);
      });
    }
    await lifetime.stop();
    expect(stopped).toEqual(['window', 'agents', 'store']);
    expect(lifetime.hasStopped).toBe(true);
  });

  it('stops once, even when stopping one part asks to stop again', async () => {
    const lifetime = new Lifetime(silentLog);
    const stopped: string[] = [];
    lifetime.started('store', () => {
      stopped.push('store');
    });
    lifetime.started('window', () => {
      stopped.push('window');
      void lifetime.stop();
    });
    await lifetime.stop();
    expect(stopped).toEqual(['window', 'store']);
  });

  it('stops the rest when one part fails', async () => {
    const lifetime = new Lifetime(silentLog);
    const stopped: string[] = [];
    lifetime.started('store', () => {
      stopped.push('store');
    });
    lifetime.started('agents', () => {
      throw new Error('stuck');
    });
    await lifetime.stop();
    expect(stopped).toEqual(['store']);
  });

  it('stops the rest also when others hang for longer than all of them may', async () => {
    const lifetime = new Lifetime(silentLog, { step: 20, all: 30, late: 20 });
    const stopped: string[] = [];
    lifetime.started('store', () => {
      stopped.push('store');
    });
    for (const name of ['git', 'changes', 'agents']) lifetime.started(name, () => new Promise(() => {}));
    await lifetime.stop();
    expect(stopped).toEqual(['store']);
  });
});
