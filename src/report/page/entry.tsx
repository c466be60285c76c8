import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SetFilter } from './filter.js';
import { Text } from './text.js';

interface EntryProps {
  id: string;
  title: string;
  /** What is shown next to the title. */
  facts: ComponentChildren;
  /** Whether the address of the page names it: it is opened. */
  isTarget: boolean;
  setFilter: SetFilter;
  /** Renders the details when the entry is first opened. */
  children: () => ComponentChildren;
}

/** An entry of a list of changes. The address of the page names the one that was opened last. */
export function Entry({ id, title, facts, isTarget, setFilter, children }: EntryProps) {
  const element = useRef<HTMLDetailsElement>(null);
  const [wasOpened, setWasOpened] = useState(isTarget);
  useLayoutEffect(() => {
    if (isTarget && element.current) element.current.open = true;
  }, [isTarget]);
  const onToggle = () => {
    if (!element.current?.open) return isTarget && setFilter({ group: '' });
    setWasOpened(true);
    if (!isTarget) setFilter({ group: id });
  };
  return (
    <details ref={element} id={`change-${id}`} data-entry onToggle={onToggle}>
      <summary data-item tabIndex={-1}>
        <span class="title">
          <Text text={title} />
        </span>
        <span class="facts">{facts}</span>
      </summary>
      {wasOpened && children()}
    </details>
  );
}
