import { answer, ask, refuse, serve, text, update } from './wire.mjs';

const SESSION = 'good-1';

/** An agent without faults, told what to do by the prompt. `overrides` replace its handlers by method. */
export function runGoodAgent(overrides = {}, options = {}) {
  const agent = createGoodAgent(options);
  serve((message) => {
    const handler = overrides[message.method] ?? agent[message.method];
    if (handler) return handler(message, agent);
    if ('id' in message) refuse(message.id, -32601, `no method ${message.method}`);
  }, options);
  return agent;
}

export function createGoodAgent({ cancelledAs = 'cancelled' } = {}) {
  const options = [
    {
      id: 'mode',
      name: 'Mode',
      category: 'mode',
      type: 'select',
      currentValue: 'ask',
      options: [
        { value: 'ask', name: 'Ask' },
        { value: 'code', name: 'Code' },
      ],
    },
    { id: 'verbose', name: 'Verbose', type: 'boolean', currentValue: false },
  ];
  let onCancel = () => {};
  return {
    initialize: ({ id }) =>
      answer(id, {
        protocolVersion: 1,
        agentCapabilities: {
          loadSession: true,
          promptCapabilities: { embeddedContext: true },
          sessionCapabilities: { resume: {}, list: {} },
        },
        authMethods: [],
      }),
    'session/new': ({ id }) => answer(id, { sessionId: SESSION, configOptions: options }),
    'session/resume': ({ id, params }) => bringBack(id, params, options),
    'session/load': async ({ id, params }) => {
      await update(params.sessionId, {
        sessionUpdate: 'user_message_chunk',
        content: { type: 'text', text: 'Earlier' },
      });
      await text(params.sessionId, 'Earlier answer');
      await bringBack(id, params, options);
    },
    'session/list': ({ id }) => answer(id, { sessions: [{ sessionId: SESSION, cwd: '/' }] }),
    'session/set_config_option': ({ id, params }) => {
      const option = options.find((one) => one.id === params.configId);
      option.currentValue = params.value;
      answer(id, { configOptions: options });
    },
    'session/cancel': () => onCancel(),
    'session/prompt': async ({ id, params }) => {
      const cancelled = new Promise((resolve) => {
        onCancel = () => resolve('cancelled');
      });
      const ended = await act(params.sessionId, params.prompt[0].text, cancelled);
      const stopReason = ended === 'cancelled' ? cancelledAs : ended;
      if (stopReason)
        await answer(id, { stopReason, usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 } });
    },
  };
}

function bringBack(id, { sessionId }, configOptions) {
  if (sessionId === SESSION) return answer(id, { configOptions });
  return refuse(id, -32002, 'Resource not found', { sessionId });
}

async function act(sessionId, prompt, cancelled) {
  switch (prompt) {
    case 'wait':
      await text(sessionId, 'Waiting');
      return cancelled;
    case 'permission':
      return askPermission(sessionId);
    case 'exit':
      await text(sessionId, 'Going');
      process.stderr.write('the agent fell over\n', () => process.exit(3));
      return undefined;
    default:
      for (const word of ['One ', 'two ', 'three']) await text(sessionId, word);
      await update(sessionId, {
        sessionUpdate: 'tool_call',
        toolCallId: 'call-1',
        title: 'Read a file',
        kind: 'read',
        status: 'pending',
      });
      await update(sessionId, {
        sessionUpdate: 'tool_call_update',
        toolCallId: 'call-1',
        status: 'completed',
      });
      await text(sessionId, 'Done');
      return 'end_turn';
  }
}

/** The permission request every fake uses. */
export function permissionParams(sessionId, toolCallId = 'call-p') {
  return {
    sessionId,
    toolCall: { toolCallId, title: 'Run a command', kind: 'execute', rawInput: { command: 'make all' } },
    options: [
      { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
      { optionId: 'no', name: 'Reject', kind: 'reject_once' },
    ],
  };
}

async function askPermission(sessionId) {
  const { result } = await ask('session/request_permission', permissionParams(sessionId));
  const { outcome } = result;
  const said = outcome.outcome === 'selected' ? outcome.optionId : outcome.outcome;
  await text(sessionId, `Answer: ${said}`);
  return outcome.outcome === 'cancelled' ? 'cancelled' : 'end_turn';
}
