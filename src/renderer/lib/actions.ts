import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Shortcut } from './shortcut';

/** Something the user can ask for; the palette, the shortcuts and the native menu all draw on these. */
export interface Action {
  /** `area.verb`, as the native menu names it. */
  id: string;
  label: string;
  /** The heading it stands under in the palette. */
  group: string;
  shortcut?: Shortcut;
  /** Other words people type for it. */
  keywords?: string;
  /** True keeps it out of the palette; its shortcut still works. */
  hidden?: boolean;
  /** False while it makes no sense; it is then neither listed nor run. */
  enabled?: boolean;
  run(): void;
}

const useRegistry = create<{ lists: ReadonlyMap<symbol, readonly Action[]> }>()(() => ({ lists: new Map() }));

/** Offers actions while the calling component is mounted; memoize the list. */
export function useActionSource(actions: readonly Action[]): void {
  useEffect(() => {
    const key = Symbol('actions');
    change((lists) => lists.set(key, actions));
    return () => change((lists) => lists.delete(key));
  }, [actions]);
}

/** Every action that can run now. */
export function useActions(): Action[] {
  const lists = useRegistry((state) => state.lists);
  return useMemo(() => enabledOf(lists), [lists]);
}

/** Every action on offer, also those that make no sense now. */
export function useAllActions(): Action[] {
  const lists = useRegistry((state) => state.lists);
  return useMemo(() => [...lists.values()].flat(), [lists]);
}

/** The actions that can run now, outside of React. */
export function listActions(): Action[] {
  return enabledOf(useRegistry.getState().lists);
}

/** Runs an action by id; false when there is none that can run. */
export function runAction(id: string): boolean {
  const action = listActions().find((candidate) => candidate.id === id);
  action?.run();
  return action !== undefined;
}

function enabledOf(lists: ReadonlyMap<symbol, readonly Action[]>): Action[] {
  return [...lists.values()].flat().filter((action) => action.enabled !== false);
}

function change(edit: (lists: Map<symbol, readonly Action[]>) => void): void {
  useRegistry.setState(({ lists }) => {
    const next = new Map(lists);
    edit(next);
    return { lists: next };
  });
}
