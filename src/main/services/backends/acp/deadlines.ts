/** How long an agent may take, in milliseconds. */
export interface Deadlines {
  /** To answer `initialize`; some unpack themselves on their first start. */
  initialize: number;
  /** To open or bring back a conversation. */
  open: number;
  /** To end a turn after it was cancelled; then it is killed. */
  cancel: number;
  /** To say whether it took a prompt into its running turn. */
  steer: number;
  /** To end by itself after its input was closed; then its process group is killed. */
  close: number;
  /** Without history after session/load has answered, before its replay counts as over. */
  replayQuiet: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  initialize: 60_000,
  open: 60_000,
  cancel: 10_000,
  steer: 10_000,
  close: 2_000,
  replayQuiet: 150,
};
