import { useLayoutEffect, useRef } from 'preact/hooks';

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Makes the elements with `data-item` in a container one tab stop: arrow keys, Home and End move the focus between them. Elements
 * with `data-inner` can be reached with Tab from the item of the same `data-entry`. Both are rendered with `tabIndex={-1}`.
 */
export function useRoving<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  // After each render, because the current item may have been filtered out.
  useLayoutEffect(() => {
    if (ref.current && !currentIn(ref.current)) setCurrent(ref.current, itemsIn(ref.current)[0]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const container = ref.current;
    if (!container || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') return setInner(container);
    const items = itemsIn(container);
    const to = target(event.key, items.indexOf(currentIn(container) as HTMLElement), items.length);
    if (to === undefined) return;
    event.preventDefault();
    items[to]?.focus();
  };
  const onFocusIn = ({ target }: FocusEvent) => {
    const entry = (target as Element).closest('[data-entry]') ?? (target as Element);
    const item = entry.matches('[data-item]') ? entry : entry.querySelector('[data-item]');
    if (ref.current && item) setCurrent(ref.current, item as HTMLElement);
  };
  return { ref, onKeyDown, onFocusIn };
}

function target(key: string, from: number, length: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(Math.max(from + step, 0), length - 1);
}

function itemsIn(container: HTMLElement): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>('[data-item]')];
}

function currentIn(container: HTMLElement): HTMLElement | null {
  return container.querySelector<HTMLElement>('[data-item][tabindex="0"]');
}

function setCurrent(container: HTMLElement, item: HTMLElement | undefined): void {
  const known = currentIn(container);
  if (known) known.tabIndex = -1;
  if (item) item.tabIndex = 0;
  setInner(container);
}

function setInner(container: HTMLElement): void {
  const entry = currentIn(container)?.closest('[data-entry]');
  for (const inner of container.querySelectorAll<HTMLElement>('[data-inner]'))
    inner.tabIndex = entry?.contains(inner) ? 0 : -1;
}
