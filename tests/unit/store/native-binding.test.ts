import { describe, expect, it } from 'vitest';
import { chooseBinding } from '../../../src/main/store/native-binding';
import { AppError } from '../../../src/shared/errors';

describe('chooseBinding', () => {
  it('takes the shipped binding where the runtime can load it, whatever else is offered', () => {
    expect(chooseBinding({ napi: 10, env: '/env.node', given: '/given.node' })).toBeUndefined();
    expect(chooseBinding({ napi: 11 })).toBeUndefined();
  });

  it('prefers the environment over the given path on an older runtime', () => {
    expect(chooseBinding({ napi: 9, env: '/env.node', given: '/given.node' })).toBe('/env.node');
    expect(chooseBinding({ napi: 9, env: '', given: '/given.node' })).toBe('/given.node');
  });

  it('says what to do when an older runtime has none, instead of crashing on the shipped one', () => {
    const choose = () => chooseBinding({ napi: 9 });
    expect(choose).toThrow(AppError);
    expect(choose).toThrow(
      expect.objectContaining({ code: 'store.unusable', hint: expect.stringContaining('npm run setup') }),
    );
  });
});
