import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ConflictStep } from '../../../../src/renderer/features/finish/views/conflict-step';
import type { CatalogAgent } from '../../../../src/shared/domain/agent';
import { type AgentId, agentId } from '../../../../src/shared/domain/ids';

const agent = (id: string, source: CatalogAgent['source'] = 'custom'): CatalogAgent => ({
  ...{ id: agentId.parse(id), name: `The ${id}`, source, availability: { kind: 'ready', path: id } },
});

/** The words beside the button, as the dialog shows them. */
function step(lastAgent: string | undefined): string {
  const props = {
    preflight: { target: 'main', pending: 0, uncommitted: 0 },
    outcome: { kind: 'conflicts', conflicts: [{ path: 'a', kind: 'contents' }] },
    agents: [agent('builtin', 'builtin'), agent('scribe'), agent('clerk')],
    ...{
      lastAgent: lastAgent as AgentId | undefined,
      hasModel: false,
      model: { running: null },
      actions: {},
    },
  } as unknown as Parameters<typeof ConflictStep>[0];
  return renderToStaticMarkup(<ConflictStep {...props} />);
}

it('conflicts are for the agent that worked in the session last, and the dialog says why it is that one', () => {
  expect(step('clerk')).toContain('The clerk worked in this session last; you can pick another one.');
  expect(step('clerk')).toContain('Let The clerk resolve');
});

it('where that one cannot resolve them, the first that can is offered, and that is said', () => {
  expect(step('builtin')).toContain('The scribe is the first agent here that can do that');
  expect(step(undefined)).toContain('Let The scribe resolve');
});
