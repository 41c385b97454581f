import { describe, expect, it } from 'vitest';
import { parseAgents } from '../../../src/main/services/agents/catalog-parse-agents';

const reserved = (id: string) => id === 'builtin';

describe('parseAgents', () => {
  it('reads agents, with comments and trailing commas', () => {
    const text = `// mine
{
  "agents": [
    { "id": "mine", "name": "Mine", "backend": "acp", "command": "my-agent", },
  ],
}`;
    expect(parseAgents(text, reserved)).toEqual({
      agents: [{ id: 'mine', name: 'Mine', backend: 'acp', command: 'my-agent', args: [], env: {} }],
      problems: [],
    });
  });

  it('keeps the good entries and says where the bad ones are', () => {
    const text = `{
  "agents": [
    { "id": "good", "name": "Good", "backend": "acp", "command": "good" },
    { "id": "Bad Id", "name": "B", "backend": "acp", "command": "b" },
    { "id": "x", "name": "X", "backend": "smoke", "command": "x" },
    { "id": "y", "name": "Y", "backend": "acp" },
    { "id": "z", "name": "Z", "backend": "acp", "command": "z", "arguments": [] },
    { "id": "w", "name": "W", "backend": "acp", "command": "w", "args": ["a", 7] },
    { "id": "v", "name": "", "backend": "acp", "command": "v", "env": [] },
    { "id": "good", "name": "Twice", "backend": "acp", "command": "t" },
    { "id": "builtin", "name": "Ours", "backend": "acp", "command": "o" }
  ]
}`;
    const { agents, problems } = parseAgents(text, reserved);
    expect(agents.map(({ id }) => id)).toEqual(['good']);
    expect(problems.map((problem) => problem.replace(/^agents\.json /, ''))).toEqual([
      expect.stringMatching(/^line 4, column 13: "id": use lower-case letters/),
      'line 5, column 42: "backend": must be "acp".',
      'line 6, column 5: "command": is missing.',
      'line 7, column 78: "arguments": is not a field Coppice knows.',
      'line 8, column 79: "args.1": must be text in quotes.',
      'line 9, column 26: "name": must not be empty.',
      'line 9, column 71: "env": must be an object of texts.',
      'line 10, column 13: the id "good" is used twice.',
      'line 11, column 13: the id "builtin" belongs to an agent Coppice already has.',
    ]);
  });

  it('explains text that is not JSON, and JSON of another shape', () => {
    expect(parseAgents('{"agents": [', reserved).problems[0]).toMatch(/^agents\.json line 1, column \d+: /);
    expect(parseAgents('[]', reserved).problems[0]).toContain('must be an object');
    expect(parseAgents('{}', reserved).problems[0]).toContain('"agents" must be a list');
    expect(parseAgents('  \n', reserved)).toEqual({ agents: [], problems: [] });
  });
});
