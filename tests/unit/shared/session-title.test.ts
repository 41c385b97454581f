import { describe, expect, it } from 'vitest';
import { titleFrom } from '../../../src/shared/domain/session-title';

describe('titleFrom', () => {
  it('takes the first line and cuts a long one at a word', () => {
    expect(titleFrom('  Fix  the test\nand more')).toBe('Fix the test');
    expect(titleFrom('Replace every use of the old client with the new one, please', 30)).toBe(
      'Replace every use of the old…',
    );
    expect(titleFrom('x'.repeat(80), 10)).toBe('xxxxxxxxxx…');
    expect(titleFrom('\n ')).toBe('');
  });
});
